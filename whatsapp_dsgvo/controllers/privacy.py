import json

from odoo import http
from odoo.http import request

from . import public_page


class PrivacyController(http.Controller):
    """Every published notice stays reachable: no login, no cookie, nothing external."""

    @http.route(
        "/whatsapp/privacy/<string:slug>",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        sitemap=False,
    )
    def notice(self, slug):
        # sudo: wa.notice - a published notice is public
        notice = (
            request.env["wa.notice"]
            .sudo()
            .search(
                [
                    ("slug", "=", public_page.text(slug)),
                    ("published_at", "!=", False),
                ],
                limit=1,
            )
        )
        if not notice:
            raise request.not_found()
        newest = notice.channel_id._current_notice(notice.language)
        values = {
            "notice": notice,
            "language": notice.language,
            "sections": json.loads(notice.page),
            "newest": newest if newest != notice else False,
        }
        return public_page.answer("privacy_page", values)
