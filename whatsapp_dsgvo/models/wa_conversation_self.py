from odoo import models

from ..lib.privacy import reverse_code


class WaConversationSelf(models.Model):
    """A code from the self-service page is no message to the desk and no yes."""

    _inherit = "wa.conversation"

    def _hear(self, message):
        code = reverse_code.read(message._content().get("text"))
        # sudo: wa.self.visit - the visitor has no user
        if not code or not self.env["wa.self.visit"].sudo()._confirm(self, code):
            super()._hear(message)
            return
        self._open_window(message.event_at)
        message._admitted_write({"is_control": True})
        message._done()
        message._show_in_current_ticket()

    def _is_plain(self, message, content, ticket):
        code = reverse_code.read(content.get("text"))
        return not code and super()._is_plain(message, content, ticket)
