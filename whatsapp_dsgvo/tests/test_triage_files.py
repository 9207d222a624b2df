"""A declaration may be a photo of a letter: whoever decides can see it."""

from urllib.parse import parse_qs, urlsplit

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .media_tools import PDF, MediaCase, picture


@tagged("post_install", "-at_install")
class TestTriageFiles(MediaCase):
    def setUp(self):
        super().setUp()
        self.triage.lang = "en_US"

    def cap(self, files):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("whatsapp_dsgvo.files_per_day", files)

    def photo(self):
        """(message as the triage sees it, its file), after the first try to fetch."""
        media, _file = self.send_file(picture(), "image", mime_type="image/png")
        self.fetch()
        return media.message_id.with_user(self.triage), media

    def served(self, media):
        self.authenticate(self.triage.login, self.triage.login)
        return self.url_open(f"/whatsapp/media/{media.uuid}")

    def test_what_the_cap_put_off_is_fetched_when_the_triage_asks(self):
        self.cap("0")
        held, media = self.photo()
        self.assertEqual((held.state, media.state), ("held", "on_demand"))
        self.assertIn("sent a lot today", held.triage_file_text)
        self.assertTrue(held.triage_may_fetch)
        held.action_triage_fetch_file()
        self.fetch()
        held.invalidate_recordset()
        self.assertEqual(held.triage_file_text, "Ready")
        self.assertFalse(held.triage_may_fetch)
        self.assertEqual(self.served(media).content, picture())

    def test_what_came_damaged_is_fetched_again(self):
        media, _file = self.send_file(picture(), "image", mime_type="image/png")
        media._settle("refused", "wrong_hash")
        held = media.message_id.with_user(self.triage)
        self.assertIn("damaged", held.triage_file_text)
        held.action_triage_fetch_file()
        self.fetch()
        self.assertEqual(media.state, "ready")

    def test_what_meta_has_dropped_is_said_and_refused(self):
        self.cap("0")
        held, media = self.photo()
        self.later(days=8)
        held.invalidate_recordset()
        self.assertFalse(held.triage_may_fetch)
        with self.assertRaisesRegex(UserError, "can't be fetched"):
            held.action_triage_fetch_file()
        self.assertEqual(media.state, "on_demand")
        self.assertIn("not fetched in time", held.triage_file_text)

    def test_a_pdf_opens_in_odoos_own_reader_and_a_picture_by_itself(self):
        held, media = self.photo()
        self.assertTrue(held.action_triage_open_file()["url"].endswith(media.uuid))
        media, _file = self.send_file(
            PDF, "document", mime_type="application/pdf", name="Brief.pdf"
        )
        self.fetch()
        held = media.message_id.with_user(self.triage)
        reader = held.action_triage_open_file()["url"]
        self.assertTrue(reader.startswith("/web/static/lib/pdfjs/web/viewer.html?"))
        self.assertEqual(
            parse_qs(urlsplit(reader).query)["file"], [f"/whatsapp/media/{media.uuid}"]
        )

    def test_a_message_without_a_file_says_nothing_of_one(self):
        self.write("Ich kündige")
        held = self.messages(state="held").with_user(self.triage)
        self.assertFalse(held.triage_file_text or held.triage_may_fetch)
        with self.assertRaises(UserError):
            held.action_triage_fetch_file()

    def test_only_the_triage_asks_for_it(self):
        self.cap("0")
        held, media = self.photo()
        for user in (self.agent, self.dpo, self.coordinator, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                held.with_user(user).action_triage_fetch_file()
        self.assertEqual(media.state, "on_demand")
