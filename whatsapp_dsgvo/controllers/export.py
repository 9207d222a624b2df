from odoo import http
from odoo.http import Response, content_disposition, request

from ..lib.privacy.self_texts import EXPORT_TEXTS
from . import public_page


class ExportController(http.Controller):
    """A person fetches their data: link and code, until they have all. No login."""

    @http.route(
        "/whatsapp/export/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        sitemap=False,
        max_content_length=4096,
    )
    def export(self, token, code=""):
        record = request.env["wa.export"]._of_token(token)
        if not record:
            # unknown, fetched, locked or too old: all look the same
            return self._page("ended", status=404)
        if request.httprequest.method != "POST":
            # Odoo lets HEAD and OPTIONS through as well; they are no try
            return self._page("ask")
        if not record._try_code(public_page.text(code)):
            return self._page("ended" if record.state == "locked" else "wrong")
        response = Response(
            record._sent(record._begin_fetch()),
            mimetype="application/zip",
            direct_passthrough=True,
        )
        name = f"{record.request_id.name}.zip"
        response.headers["Content-Disposition"] = content_disposition(name)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _page(self, what, status=200):
        offered = request.httprequest.accept_languages.best_match(EXPORT_TEXTS)
        language = offered or "de"
        values = {"language": language, "t": EXPORT_TEXTS[language], "what": what}
        return public_page.answer("export_fetch_page", values, status)
