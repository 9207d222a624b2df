from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .roles import COORDINATION
from .wa_conversation_block import AGENTS_LIFT


class HelpdeskTicketBlock(models.Model):
    """Blocking a person from their ticket, and lifting the block."""

    _inherit = "helpdesk.ticket"

    whatsapp_blocked = fields.Boolean(
        "Blocked on WhatsApp", compute="_compute_whatsapp_blocked"
    )

    def _compute_whatsapp_blocked(self):
        for ticket in self:
            # sudo: wa.conversation - a state without content
            conversation = ticket._origin.sudo().whatsapp_conversation_id
            ticket.whatsapp_blocked = bool(conversation) and conversation._is_blocked()

    def action_whatsapp_block(self):
        return self._whatsapp_block_dialog(
            self.env._("Block person"), "wa_block_view_form"
        )

    def action_whatsapp_unblock(self):
        self._whatsapp_check_may_lift()
        return self._whatsapp_block_dialog(
            self.env._("Lift the block"), "wa_block_view_form_lift"
        )

    def _whatsapp_block_dialog(self, title, view):
        self.ensure_one()
        self._whatsapp_check_readable()
        # sudo: ir.ui.view - one of our own
        form = self.env.ref(f"whatsapp_dsgvo.{view}").sudo()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "wa.block",
            "view_mode": "form",
            "views": [(form.id, "form")],
            "target": "new",
            "context": {"default_ticket_id": self.id, "dialog_size": "medium"},
        }

    def _whatsapp_check_may_lift(self):
        self._whatsapp_check_readable()
        # sudo: wa.conversation - why it is blocked
        consent = self.sudo().whatsapp_conversation_id._service_consent()
        if consent.reason not in AGENTS_LIFT:
            raise UserError(
                self.env._(
                    "Only the data protection coordination lifts this block: it looks "
                    "at what the parents, the court or the authority say."
                )
            )

    def whatsapp_block_again(self):
        """Tell Meta once more what it refused."""
        self.ensure_one()
        self._whatsapp_check_readable()
        # sudo: wa.conversation - the reader was checked above
        conversation = self.sudo().whatsapp_conversation_id
        call = conversation._meta_block()
        if call.state == "failed":
            conversation._tell_meta(call.kind)
            conversation._show_block()
        return True

    def whatsapp_panel(self):
        panel = super().whatsapp_panel()
        if panel["is_whatsapp"]:
            # sudo: wa.conversation - states and times only
            panel["block"] = self.sudo().whatsapp_conversation_id._panel_block()
        return panel

    def _whatsapp_reason(self, code, name_contact=True, why=""):
        reason = super()._whatsapp_reason(code, name_contact, why)
        if code != "blocked" or not self.whatsapp_blocked:
            return reason
        # sudo: wa.conversation - since when and why, without content
        told = self.sudo().whatsapp_conversation_id._blocked_text()
        return {**reason, "text": f"{told} {reason['text']}"}


class WaConsentBlock(models.Model):
    _inherit = "wa.consent"

    def action_lift_block(self):
        """For the data protection coordination, who need not see the ticket."""
        self.ensure_one()
        self._check_may_lift()
        # sudo: ir.ui.view - one of our own
        form = self.env.ref("whatsapp_dsgvo.wa_block_view_form_lift").sudo()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lift the block"),
            "res_model": "wa.block",
            "view_mode": "form",
            "views": [(form.id, "form")],
            "target": "new",
            "context": {"default_consent_id": self.id, "dialog_size": "medium"},
        }

    def _check_may_lift(self):
        if not self.env.user.has_group(COORDINATION):
            raise AccessError(self.env._("You may not lift this block."))
        self.check_access("read")
