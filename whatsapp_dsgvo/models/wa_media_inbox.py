import uuid

from odoo import api, fields, models

from .. import wake
from ..lib.cloud_api.json_values import an_object
from . import guard
from .wa_media import KINDS


class WaMediaInbox(models.Model):
    """A file somebody sent: first a row, then the bytes."""

    _inherit = "wa.media"

    @api.model
    def _expect(self, message, item):
        """Remember the file of a received message; it is fetched after the commit."""
        kind = item.kind
        if kind == "edit":
            kind = an_object(item.payload.get("message")).get("type")
        if not item.media or kind not in dict(KINDS):
            return
        subject = message.subject_id
        media_uuid = str(uuid.uuid4())
        facts = {
            "name": item.media.filename,
            "mime_type": item.media.mime_type,
            "media_id": item.media.id,
            "sha256": item.media.sha256,
            "voice": item.media.voice,
        }
        # sudo: wa.media - written by the inbox, for no user
        guard.admitted(self.sudo()).create(
            {
                "uuid": media_uuid,
                "company_id": message.company_id.id,
                "subject_id": subject.id,
                "channel_id": message.channel_id.id,
                "message_id": message.id,
                "kind": kind,
                "facts_sealed": self._seal_facts(media_uuid, subject, facts),
                "received_at": message.event_at,
                "next_try_at": fields.Datetime.now(),
            }
        )
        wake.after_commit(self.env, "cron_fetch_media")
