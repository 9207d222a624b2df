from odoo import models

from ..lib.cloud_api import errors, payloads
from ..lib.consent import gate
from ..lib.keys.errors import CannotRead
from .wa_conversation_question import TEMPLATE


class WaOutboxPayload(models.Model):
    """What goes to Meta for each message."""

    _inherit = "wa.message"

    def _jobs(self, calls):
        """[(number, job)]; the token leaves the key store once for each number."""
        clients = {
            channel: channel._client_or_error(calls.session(channel.id))
            for channel in self.channel_id
        }
        return [(m.channel_id.id, m._job(clients[m.channel_id])) for m in self]

    def _job(self, client=None):
        """Everything the HTTP call needs, so that it touches no database."""
        self.ensure_one()
        client = client or self.channel_id._client_or_error()
        if isinstance(client, errors.CloudApiError):
            return self.opaque_id, None, client
        try:
            payload = self._payload()
        except (payloads.InvalidPayload, CannotRead) as error:
            return self.opaque_id, None, error
        return self.opaque_id, client, payload

    def _payload(self):
        phone, bsuid = self.subject_id._address()
        to = payloads.Recipient(phone=phone, bsuid=None if phone else bsuid)
        content = self._content()
        quoted = self.quoted_id._wamid() if self.quoted_id else None
        if self.exception_code == gate.NOTICE:
            return self._notice_payload(to, content)
        if self.kind == TEMPLATE:
            return self._question_payload(to, content)
        if self._is_composed():
            return self._payload_of_kind(to, content, quoted)
        if self.media_ids:
            return self._file_payload(to, content, quoted)
        return payloads.text(
            to, content.get("text") or "", quoted_wamid=quoted, opaque_id=self.opaque_id
        )

    def _notice_payload(self, to, content):
        notice = self.notice_id
        buttons = [
            payloads.Button(f"c1.yes.{self.choice_nonce}", notice.yes_title),
            payloads.Button(f"c1.no.{self.choice_nonce}", notice.no_title),
        ]
        return payloads.buttons(
            to,
            content.get("text") or "",
            buttons,
            footer=content.get("footer"),
            opaque_id=self.opaque_id,
        )
