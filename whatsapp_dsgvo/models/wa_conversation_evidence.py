from odoo import models


class WaConversationEvidence(models.Model):
    """What a ledger entry keeps of the message or event that a consent rests on."""

    _inherit = "wa.conversation"

    def _evidence(self, message, content):
        """`words` of a tapped `button` (our id of it) are its title."""
        content = content or {}
        received = self._evidence_received(content.get("body_sha256"))
        if not message:
            return received
        return {
            "message": message.opaque_id,
            "wamid": message._wamid() or "",
            "kind": message.kind,
            "words": content.get("text") or "",
            "button": content.get("reply_id") or "",
            **received,
        }

    def _evidence_received(self, body_sha256):
        """How it came in; nothing where the webhook's hash was not noted.

        A webhook is stored only once its signature was found good.
        """
        if not body_sha256:
            return {}
        channel = self.channel_id
        return {
            "body_sha256": body_sha256,
            "signature_verified": True,
            "app_id": channel.app_id.meta_app_id or "",
            "phone_number_id": channel.phone_number_id or "",
        }
