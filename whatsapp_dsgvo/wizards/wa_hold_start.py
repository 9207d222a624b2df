from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.wa_hold import BASES, CLAIMS


class WaHoldStart(models.TransientModel):
    """An agent chooses messages of a ticket that must not be deleted, and says why."""

    _name = "wa.hold.start"
    _description = "Keep messages"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True)
    line_ids = fields.One2many("wa.hold.start.line", "wizard_id", "Messages")
    reference = fields.Char("Concerns", help="An order or invoice, no name.")
    basis = fields.Selection(BASES, "Kept because", required=True, default=CLAIMS)
    norm = fields.Char("Legal basis", help="For example § 147 AO.")
    reason = fields.Char(help="No customer data, please.")
    until = fields.Date()

    @api.model
    def _of(self, ticket):
        # sudo: wa.message - which rows; their text is given to readers of the ticket
        messages = (
            self.env["wa.message"]
            .sudo()
            .search([("ticket_id", "=", ticket.id), ("target_id", "=", False)])
        )
        lines = [fields.Command.create({"message_id": m.id}) for m in messages]
        return self.create({"ticket_id": ticket.id, "line_ids": lines})

    def action_hold(self):
        self.ensure_one()
        self.ticket_id._whatsapp_check_readable()
        chosen = self.line_ids.filtered("chosen")
        if not chosen:
            raise UserError(self.env._("Please choose the messages to keep."))
        if not (self.reference and self.norm and self.reason and self.until):
            raise UserError(
                self.env._("Please say what it concerns, why, and until when.")
            )
        # sudo: wa.message - rows of the ticket whose reader was checked above
        messages = chosen.sudo().message_id.filtered(
            lambda m: m.ticket_id == self.ticket_id
        )
        # sudo: wa.hold - set by an agent, confirmed by the coordination
        self.env["wa.hold"].sudo().create(
            {
                "subject_id": messages.subject_id.id,
                "message_ids": [fields.Command.set(messages.ids)],
                "reference": self.reference,
                "basis": self.basis,
                "norm": self.norm,
                "reason": self.reason,
                "until": self.until,
                "user_id": self.env.uid,
            }
        )
        return {"type": "ir.actions.act_window_close"}


class WaHoldStartLine(models.TransientModel):
    """One message to choose; its text is shown and never stored."""

    _name = "wa.hold.start.line"
    _description = "Message to keep"

    wizard_id = fields.Many2one("wa.hold.start", required=True, ondelete="cascade")
    message_id = fields.Many2one(
        "wa.message", required=True, readonly=True, ondelete="cascade", index=True
    )
    at = fields.Datetime(compute="_compute_shown")
    shown = fields.Char("Says", compute="_compute_shown")
    chosen = fields.Boolean("Keep")

    def _compute_shown(self):
        for line in self:
            # sudo: wa.message - shown to readers of its ticket only
            message = line.sudo().message_id
            ticket = line.wizard_id.ticket_id
            line.at = line.shown = False
            if message.ticket_id == ticket and ticket._whatsapp_is_readable():
                line.at = message.event_at
                line.shown = message._line(message._content())
