import base64
import io
from urllib.parse import quote

import qrcode

from odoo import http
from odoo.http import request

from ..lib.privacy import reverse_code
from ..lib.privacy.self_texts import TEXTS

RIGHTS = ("access", "erasure")
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "form-action 'self'; frame-ancestors 'none'",
    ),
]


class SelfServiceController(http.Controller):
    """“My WhatsApp consents”: see, withdraw, ask. No login, no cookie, no script.

    Nobody is asked for a number. The token travels in the forms, so there is no session
    another site could use, and no CSRF token is needed.
    """

    @http.route(
        "/whatsapp/me/<string:channel_uuid>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        sitemap=False,
        max_content_length=4096,
    )
    def page(self, channel_uuid, step="", token="", code="", lang=""):
        channel = self._channel(channel_uuid)
        page = {"channel": channel, "lang": self._language(lang), "error": ""}
        if request.httprequest.method == "POST":
            page.update(self._step(channel, step, token, code))
        if page.get("code"):
            page.update(self._way_to_send(channel, page["code"], page["lang"]))
        page["t"] = TEXTS[page["lang"]]
        html = request.env["ir.qweb"]._render("whatsapp_dsgvo.self_service_page", page)
        return request.make_response(html, HEADERS)

    def _channel(self, channel_uuid):
        # sudo: wa.channel - which number a public page is about
        channel = request.env["wa.channel"].sudo().search([("uuid", "=", channel_uuid)])
        if not channel:
            raise request.not_found()
        return channel

    def _language(self, lang):
        offered = request.httprequest.accept_languages.best_match(TEXTS)
        return lang if lang in TEXTS else offered or "de"

    def _step(self, channel, step, token, code):
        """What the page shows after a button was pressed."""
        # sudo: wa.self.visit - the visitor has no user; the token says whose visit it is
        visits = request.env["wa.self.visit"].sudo()
        if step == "start":
            started = visits._start(channel)
            if not started:
                return {"error": "busy"}
            return {"token": started[0], "code": started[1]}
        visit = visits._of_token(channel, token)
        if not visit:
            return {"error": "ended"}
        if not visit.subject_id:
            # the code comes back from the page itself; the database has its hash only
            shown = code if reverse_code.read(f"DATEN {code}") == code else ""
            return {"token": token, "code": shown, "error": "not_arrived"}
        if step == "withdraw":
            visit._withdraw()
        name = visit._ask(step).name if step in RIGHTS else ""
        person = visit._shown()
        return {"token": token, "person": person, "done": step, "request_name": name}

    def _way_to_send(self, channel, code, lang):
        message = reverse_code.shown(code, lang)
        digits = "".join(filter(str.isdigit, channel.display_number or ""))
        link = f"https://wa.me/{digits}?text={quote(message)}"
        return {"message": message, "link": link, "qr": _qr_code(link)}


def _qr_code(text):
    """As a data URL: the page loads nothing."""
    image = io.BytesIO()
    qrcode.make(text, box_size=5, border=2).save(image, format="PNG")
    return "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()
