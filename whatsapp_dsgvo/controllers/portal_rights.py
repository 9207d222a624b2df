from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

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
    def whatsapp_rights(self, kind="", correction="", asked="", **_kw):
        """Consents and rights of whoever is logged in; asks for no number."""
        kind, correction = map(public_page.text, (kind, correction))
        typed = {"correction": correction, "error": "", "asked": bool(asked)}
        partner, company = request.env.user.partner_id, request.env.company
        cases = request.env["wa.request"]
        if request.httprequest.method == "POST":
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
