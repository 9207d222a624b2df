import json

from odoo import models

from .wa_event import INBOX


class WaEventParked(models.Model):
    """What fits nowhere is kept for a week, and an administrator may replay it."""

    _inherit = "wa.event"

    def _park_item(self, item, error):
        """One bad item is kept for the administrator; the others go on."""
        body = json.dumps(item.raw, default=str).encode()
        vault = self.env["wa.vault"]
        digest = vault._digest(body)
        sealed = vault._seal(
            body, self._name, "body", digest, f"{INBOX}/{self.day.isoformat()}", INBOX
        )
        if self.search_count(
            [("app_id", "=", self.app_id.id), ("digest", "=", digest)]
        ):
            if self.digest == digest:
                self._park(error)
            return
        self.create(
            {
                "app_id": self.app_id.id,
                "received_at": self.received_at,
                "day": self.day,
                "digest": digest,
                "body_sha256": self.body_sha256,
                "body": sealed,
                "state": "parked",
                "error": error,
                "content_type": item.shown_kind,
            }
        )
