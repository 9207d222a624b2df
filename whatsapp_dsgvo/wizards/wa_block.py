from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.wa_conversation_block import ABUSE, MINOR, ORDER


class WaBlock(models.TransientModel):
    """Confirms a block, or that it is lifted; from a ticket or from a consent."""

    _name = "wa.block"
    _description = "Block a person"

    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    consent_id = fields.Many2one("wa.consent", readonly=True, index=True)
    reason = fields.Selection("_reasons", default=ABUSE)
    hint = fields.Boolean("Tell the person", default=True)
    at_meta = fields.Boolean("Block at WhatsApp, too", default=True)
    note = fields.Char("Note for the evidence")
    hint_possible = fields.Boolean(compute="_compute_hint_possible")

    def _reasons(self):
        texts = self.env["wa.conversation"]._block_reasons()
        return [(code, texts[code]) for code in (ABUSE, MINOR, ORDER)]

    @api.depends("ticket_id")
    def _compute_hint_possible(self):
        for wizard in self:
            ticket = wizard.ticket_id
            readable = ticket and ticket._whatsapp_is_readable()
            # sudo: wa.conversation - the reader of the ticket was checked above
            panel = ticket.sudo().whatsapp_conversation_id
            wizard.hint_possible = readable and panel._panel_window()["open"]

    def action_block(self):
        self.ensure_one()
        self.ticket_id._whatsapp_check_readable()
        # sudo: wa.conversation - the reader of the ticket was checked above
        conversation = self.sudo().ticket_id.whatsapp_conversation_id
        conversation._block(self.reason, self.note or "", self.hint, self.at_meta)
        return self._close()

    def action_unblock(self):
        self.ensure_one()
        if not (self.note or "").strip():
            raise UserError(self.env._("Please say why the block is lifted."))
        self._person_to_free()._unblock(self.note)
        return self._close()

    def _person_to_free(self):
        if self.ticket_id:
            self.ticket_id._whatsapp_check_may_lift()
            # sudo: wa.conversation - the reader of the ticket was checked above
            return self.sudo().ticket_id.whatsapp_conversation_id
        self.consent_id._check_may_lift()
        # sudo: wa.conversation - the reader of the consent was checked above
        subject = self.sudo().consent_id.subject_id
        return subject.conversation_ids.filtered(
            lambda c: c.channel_id == self.consent_id.channel_id
        )

    def _close(self):
        return {"type": "ir.actions.act_window_close"}
