from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.consent import states

MAY_RECORD = (
    "whatsapp_dsgvo.group_agent",
    "whatsapp_dsgvo.group_privacy_coordinator",
)


class WaWithdrawal(models.TransientModel):
    """A withdrawal that reached the company elsewhere; needs no proof and no reason."""

    _name = "wa.withdrawal"
    _description = "Record a withdrawal"

    partner_id = fields.Many2one("res.partner", "Contact", required=True)
    purpose = fields.Selection(
        [
            ("all", "Everything on WhatsApp"),
            (states.PROACTIVE, "Contact on our own initiative"),
            (states.MARKETING, "Advertising"),
            (states.SURVEY, "Satisfaction survey"),
        ],
        required=True,
        default="all",
    )
    received_by = fields.Selection(
        [
            ("phone", "Phone"),
            ("letter", "Letter"),
            ("email", "E-mail"),
            ("in_person", "In person"),
        ],
        required=True,
        default="phone",
    )

    def action_record(self):
        self.ensure_one()
        if not any(self.env.user.has_group(group) for group in MAY_RECORD):
            raise AccessError(self.env._("You may not record withdrawals."))
        self.partner_id.check_access("read")
        # every agent may record one, for the companies they work for
        conversations = self.partner_id._whatsapp_people().conversation_ids
        if not conversations:
            raise UserError(
                self.env._("No WhatsApp identity is linked to this contact.")
            )
        purpose = None if self.purpose == "all" else self.purpose
        for conversation in conversations:
            conversation._withdraw(purpose, self.received_by)
        return {"type": "ir.actions.act_window_close"}
