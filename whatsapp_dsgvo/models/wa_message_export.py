from odoo import models

from .times import iso

# What is stored beside the words and of no use to the person.
OURS = ("text", "reply_id", "body_sha256")


class WaMessageExport(models.Model):
    _inherit = "wa.message"

    def _export_row(self):
        """One message as the person gets it; colleagues are named by their role."""
        content, readable = self._content(), self._readable()
        extra = {key: value for key, value in content.items() if key not in OURS}
        return {
            "id": self.opaque_id,
            "at": iso(self.event_at),
            "direction": self.direction,
            "by": self._export_author(),
            "kind": self.kind,
            "ticket": self.ticket_id.number or "",
            "text": readable["text"] or readable["placeholder"] or "",
            "content": extra,
            "state": self.state,
            "delivered_at": iso(self.delivered_at),
            "read_at": iso(self.read_at),
            "answers": self.quoted_id.opaque_id or "",
        }

    def _export_author(self):
        if self.direction == "in":
            return self.env._("You")
        if self.direction == "note":
            return self.env._("Internal note of the customer service")
        if self._is_automatic():
            return self.env._("Automatic message")
        return self.env._("Customer service")
