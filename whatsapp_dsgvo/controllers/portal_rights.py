from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..lib.privacy import reverse_code
from . import public_page

PAGE = "/my/whatsapp"


class PortalRightsController(CustomerPortal):
    @route(
        PAGE,
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def whatsapp_rights(self, kind="", correction="", asked="", link="", **_kw):
        """Consents and rights of whoever is logged in; asks for no number."""
        kind, correction = map(public_page.text, (kind, correction))
        typed = {
            "correction": correction,
            "error": "",
            "asked": bool(asked),
            "way": None,
        }
        partner, company = request.env.user.partner_id, request.env.company
        cases = request.env["wa.request"]
        if request.httprequest.method == "POST" and link:
            typed["way"] = self._way_to_link(public_page.channel_of(link), partner)
        elif request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    filed = cases._portal_ask(partner, company, kind, correction)
            except UserError as error:
                typed["error"] = str(error)
            else:
                if not filed:
                    raise request.not_found()
                # loaded once more, the page asks for nothing a second time
                return request.redirect(f"{PAGE}?asked=1#cases")
        values = self._prepare_portal_layout_values()
        values.update(cases._portal_page(partner, company), **typed)
        values["page_name"] = "whatsapp"
        page = request.render("whatsapp_dsgvo.portal_whatsapp", values)
        page.headers["Cache-Control"] = "no-store"
        return page

    def _way_to_link(self, channel, partner):
        """The code to send from the own WhatsApp; {} when it was tried too often."""
        # sudo: wa.self.visit - the login is its owner; only a keyed hash is stored
        started = request.env["wa.self.visit"].sudo()._start(channel, partner)
        if not started:
            return {}
        lang = "de" if request.env.lang == "de_DE" else "en"
        message = reverse_code.shown(started[1], lang)
        return public_page.way_to_write(channel, message)
