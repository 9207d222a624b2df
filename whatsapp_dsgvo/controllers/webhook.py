import hmac

from odoo import http
from odoo.http import request

from ..models.wa_vault import KeysAway

BODY_LIMIT = 4 * 1024 * 1024  # Meta sends up to 3 MB


class WebhookController(http.Controller):
    """Store first, answer 200, work later: Meta redelivers whatever isn't answered."""

    @http.route(
        "/whatsapp/webhook/<string:key>",
        type="http",
        auth="none",
        methods=["GET"],
        csrf=False,
        save_session=False,
    )
    def verify(self, key, **_query):
        """Answer Meta's challenge (webhooks/create-webhook-endpoint)."""
        args = request.httprequest.args
        try:
            expected = request.env["wa.app"]._webhook_secret(key, "verify_token")
        except KeysAway:
            return request.make_response("", status=503)
        given = args.get("hub.verify_token", "")
        matches = expected and hmac.compare_digest(expected.encode(), given.encode())
        if not matches or args.get("hub.mode") != "subscribe":
            return request.make_response("", status=403)
        headers = [("Content-Type", "text/plain")]
        return request.make_response(args.get("hub.challenge", ""), headers)

    @http.route(
        "/whatsapp/webhook/<string:key>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=BODY_LIMIT,
        # `auth="none"` would begin with a read-only cursor and store in a second try
        readonly=False,
    )
    def receive_event(self, key, **_form):
        """Raw bytes first, signature next, parse last; same answer for unknown, forged."""
        body = request.httprequest.get_data()
        header = request.httprequest.headers.get("X-Hub-Signature-256")
        try:
            app_id = request.env["wa.app"]._signed_app_id(key, body, header)
            if not app_id:
                return request.make_response("", status=403)
            request.env["wa.event"]._store_event(app_id, body)
        except KeysAway:
            return request.make_response("", status=503)
        return request.make_response("")
