from odoo import http
from odoo.http import request

from ..lib.privacy import reverse_code, visitor
from ..lib.privacy.self_texts import TEXTS
from ..models.wa_request import KINDS
from . import public_page

RIGHTS = tuple(dict(KINDS))


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
        channel = public_page.channel_of(channel_uuid)
        lang = public_page.language_of(lang)
        step, token, code = map(public_page.text, (step, token, code))
        page = {"channel": channel, "language": lang, "error": ""}
        if request.httprequest.method == "POST":
            page.update(self._step(channel, step, token, code))
        if page.get("code"):
            message = reverse_code.shown(page["code"], lang)
            page.update(public_page.way_to_write(channel, message))
        page.update(t=TEXTS[lang], rights=RIGHTS)
        return public_page.answer("self_service_page", page)

    def _step(self, channel, step, token, code):
        """What the page shows after a button was pressed."""
        # sudo: wa.self.visit - the visitor has no user; the token says whose visit it is
        visits = request.env["wa.self.visit"].sudo()
        if step == "start":
            address = request.httprequest.remote_addr
            started = visits._start(channel, network=visitor.network_of(address))
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
        done = {"token": token, "done": step}
        if step in RIGHTS:
            case = visit._ask(step)
            done["case"], done["takes_along"] = case.name, case._takes_enquiry_along()
        return {**done, "person": visit._shown()}
