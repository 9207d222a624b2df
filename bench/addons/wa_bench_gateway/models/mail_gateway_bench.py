import hashlib
import hmac

from odoo import models
from odoo.http import request


class MailGatewayBench(models.AbstractModel):
    """Signature, channel of the sender, message: no more than any gateway must do."""

    _name = "mail.gateway.bench"
    _inherit = "mail.gateway.abstract"
    _description = "Gateway of the benchmarks"

    def _verify_update(self, bot_data, kwargs):
        body = request.httprequest.get_data()
        secret = bot_data["webhook_secret"].encode()
        given = request.httprequest.headers.get("X-Hub-Signature-256", "")
        wanted = f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}"
        return hmac.compare_digest(given, wanted)

    def _receive_update(self, gateway, update):
        for entry in update["entry"]:
            for change in entry["changes"]:
                for message in change["value"].get("messages", ()):
                    self._receive(gateway, change["value"], message)

    def _receive(self, gateway, value, message):
        channel = self._get_channel(gateway, message["from"], value, force_create=True)
        posted = channel.message_post(
            body=message["text"]["body"],
            author_id=False,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self._post_process_message(posted, channel)
