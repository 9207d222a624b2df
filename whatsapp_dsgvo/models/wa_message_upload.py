from datetime import timedelta

from odoo import fields, models

from .. import wake
from ..lib.cloud_api import payloads


class WaMessageUpload(models.Model):
    """A message that carries a file: the file goes to Meta first, then the message."""

    _inherit = "wa.message"

    def _files_are_uploaded(self):
        return all(media._is_uploaded() for media in self.media_ids)

    def _wait_for_upload(self):
        wake.after_commit(self.env, "cron_fetch_media")
        self._wait_until(fields.Datetime.now() + timedelta(seconds=1))

    def _file_payload(self, to, content, quoted):
        media = self.media_ids[:1]
        facts = media._facts()
        return payloads.media(
            to,
            self.kind,
            media._upload_id(),
            caption=content.get("text") or None,
            filename=media._sent_name(facts),
            voice=bool(facts.get("voice")),
            quoted_wamid=quoted,
            opaque_id=self.opaque_id,
        )
