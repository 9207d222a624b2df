import json
from datetime import timedelta

from odoo import api, fields, models

from .wa_event import INBOX

RETRY_AFTER = (1, 5, 30, 120, 600)  # seconds, then parked


class WaEventParked(models.Model):
    """What fits nowhere is kept for a week, and an administrator may replay it."""

    _inherit = "wa.event"

    error_text = fields.Char("Why", compute="_compute_error_text")

    @api.depends_context("lang")
    @api.depends("error")
    def _compute_error_text(self):
        """The name of an exception stays: it helps who looks into the log."""
        texts = {
            "foreign phone number id": self.env._(
                "It is for a phone number ID that no number of this app has."
            ),
            "foreign account": self.env._(
                "It is for a WhatsApp Business account that no number of this app has."
            ),
            "unknown kind of event": self.env._(
                "Meta sent a kind of event this software does not know yet."
            ),
            "group message": self.env._("It was written in a group; we answer none."),
        }
        for event in self:
            event.error_text = texts.get(event.error, event.error)

    def _retry(self, error):
        """With back-off; then parked where an administrator sees it."""
        if self.attempts >= len(RETRY_AFTER):
            self._park(error)
            return
        self._try_again(error, RETRY_AFTER[self.attempts])
        self.attempts += 1

    def _try_again(self, error, seconds):
        at = fields.Datetime.now() + timedelta(seconds=seconds)
        self.write({"error": error, "next_try_at": at})

    def _park(self, error):
        self.write({"state": "parked", "error": error})

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
