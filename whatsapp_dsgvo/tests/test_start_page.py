"""The page from which people come to the chat."""

import json

from markupsafe import escape

from odoo.tests import tagged

from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestStartPage(ToolCase):
    def get(self, lang="de", uuid=None):
        self.opener.cookies.clear()
        path = f"/whatsapp/start/{uuid or self.channel.uuid}?lang={lang}"
        return self.opener.get(f"{self.base_url()}{path}")

    def test_shows_the_whole_notice_and_the_way_to_write(self):
        page = self.get().text
        self.assertIn("https://wa.me/49305550100?text=Guten%20Tag%21", page)
        self.assertIn("data:image/png;base64,", page)
        for head, paragraphs in json.loads(self.channel._current_notice("de").page):
            for text in (head, *paragraphs):
                self.assertIn(str(escape(text)), page)

    def test_speaks_english_too(self):
        page = self.get("en").text
        self.assertIn("Write to us on WhatsApp", page)
        self.assertNotIn("Zustimmung", page)
        self.assertIn('lang="en"', page)

    def test_what_it_leads_to_stays_in_the_language(self):
        """A browser that prefers German, and a reader who chose English."""
        self.opener.headers["Accept-Language"] = "de"
        self.assertIn(f"/whatsapp/me/{self.channel.uuid}?lang=en", self.get("en").text)
        path = f"/whatsapp/me/{self.channel.uuid}?lang=en"
        page = self.opener.get(f"{self.base_url()}{path}").text
        self.assertIn('name="lang" value="en"', page)

    def test_does_not_offer_a_chat_that_nobody_answers(self):
        self.channel.state = "paused"
        page = self.get().text
        self.assertNotIn("wa.me", page)
        self.assertIn("Tel. 030 5550 100", page)

    def test_without_a_published_notice_there_is_no_page(self):
        _app, channel = self._make_channel(self.company, self.team, "9")
        self.assertEqual(self.get(uuid=channel.uuid).status_code, 200)
        self.env.cr.execute("UPDATE wa_notice SET published_at = NULL")
        self.env.invalidate_all()
        self.assertEqual(self.get(uuid=channel.uuid).status_code, 404)
        self.assertEqual(self.get(uuid="guessed").status_code, 404)

    def test_sets_no_cookie_and_loads_nothing(self):
        answer = self.get()
        self.assertNotIn("Set-Cookie", answer.headers)
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        for part in ("<script", "<link", "@import"):
            self.assertNotIn(part, answer.text)

    def test_the_number_shows_the_link(self):
        self.assertEqual(
            self.channel.start_url,
            f"https://odoo.muster.example/whatsapp/start/{self.channel.uuid}",
        )
