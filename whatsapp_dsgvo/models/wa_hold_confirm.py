from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .roles import DPO


class WaHoldConfirm(models.Model):
    """Four eyes. A hold works from the start, for what is deleted can't be held."""

    _inherit = "wa.hold"

    confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False, ondelete="set null"
    )
    confirmed_at = fields.Datetime("Confirmed on", readonly=True, copy=False)

    def action_confirm(self):
        """By the data protection officer, who is not who set it."""
        user = self.env.user
        if user._is_superuser() or not user.has_group(DPO):
            raise AccessError(self.env._("The data protection officer confirms it."))
        self.check_access("read")
        for hold in self.filtered(lambda h: not h.confirmed_at):
            if hold.user_id == user:
                raise UserError(
                    self.env._("Four eyes: somebody else confirms your legal hold.")
                )
            # sudo: wa.hold - the officer may not change anything else
            hold.sudo().write(
                {"confirmed_by_id": user.id, "confirmed_at": fields.Datetime.now()}
            )


class HelpdeskTicketHold(models.Model):
    _inherit = "helpdesk.ticket"

    def action_whatsapp_hold(self):
        """Choose messages that must be kept: only who reads them can choose."""
        self.ensure_one()
        self._whatsapp_check_readable()
        wizard = self.env["wa.hold.start"]._of(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Keep messages"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }
