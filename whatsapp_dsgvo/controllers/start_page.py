import json

from odoo import http
from odoo.http import request

from ..lib.privacy.start_texts import TEXTS
from . import public_page


class StartPageController(http.Controller):
    """Where website, poster and e-mail send people: the notice first, then the chat."""

    @http.route(
        "/whatsapp/start/<string:channel_uuid>",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        sitemap=False,
    )
    def start(self, channel_uuid, lang=""):
        channel = public_page.channel_of(channel_uuid)
        lang = public_page.language_of(lang)
        notice = channel._current_notice(lang)
        if not notice:
            raise request.not_found()
        texts = TEXTS[lang]
        page = {
            "channel": channel,
            "language": lang,
            "t": texts,
            "other_lang": next(code for code in TEXTS if code != lang),
            "sections": json.loads(notice.page),
            "contact": channel._other_contact(lang),
        }
        if channel.state == "connected":
            page.update(public_page.way_to_write(channel, texts["greeting"]))
        return public_page.answer("start_page", page)
