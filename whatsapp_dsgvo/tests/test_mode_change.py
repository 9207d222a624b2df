"""The published notice must say what the number does, in either consent mode."""

from odoo.tests import Form, tagged

from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestModeChange(ToolCase):
    def check(self):
        return self.channel.check_ids.filtered(lambda c: c.code == "notice")

    def page(self, language):
        newest = self.channel._current_notice(language)
        return self.url_open(f"/whatsapp/privacy/{newest.slug}").text

    def test_fitting_notice_is_green(self):
        self.channel.with_user(self.channel_admin).action_check_connection()
        self.assertEqual(self.check().colour, "green")
        self.assertEqual(self.check().value, "1")
        self.assertFalse(self.channel.notice_misfits)

    def test_form_warns_before_it_is_saved(self):
        admin = self.channel.with_user(self.channel_admin)
        with Form(admin, view="whatsapp_dsgvo.wa_channel_view_form") as form:
            self.assertFalse(form.notice_misfits)
            form.consent_mode = "service_reply"
            self.assertTrue(form.notice_misfits)
        self.assertEqual(self.check().colour, "red", "at once, not with the next check")
        self.assertIn("promises something else", self.check().explanation)

    def test_new_notice_makes_it_fit_again_both_ways(self):
        for mode in ("service_reply", "strict"):
            with self.subTest(mode):
                self.channel.consent_mode = mode
                self.assertEqual(self.check().colour, "red")
                self.publish()
                self.assertEqual(self.check().colour, "green")
                self.assertFalse(self.channel.notice_misfits)

    def test_one_language_published_is_not_enough(self):
        self.channel.consent_mode = "service_reply"
        self.channel.action_new_notice()
        drafts = self.channel.notice_ids.filtered(lambda n: not n.published_at)
        drafts.filtered(lambda n: n.language == "de").action_publish()
        current = {self.channel._current_notice(code).language for code in ("de", "en")}
        # English customers get the German notice then, which fits
        self.assertEqual(current, {"de"})
        self.assertEqual(self.check().colour, "green")

    def test_number_without_a_notice_is_grey(self):
        bare = self.channel.copy({"phone_number_id": "100000000000009"})
        self.env["wa.check"]._show_notice(bare)
        self.assertEqual(bare.check_ids.colour, "grey")
        self.assertFalse(bare.notice_misfits)

    def test_public_page_promises_what_the_mode_keeps(self):
        waits = {"de": "erst, wenn", "en": "until you have agreed"}
        strict = {code: self.page(code) for code in waits}
        self.publish(consent_mode="service_reply")
        for code, page in strict.items():
            with self.subTest(code):
                now = self.page(code)
                self.assertNotEqual(now, page)
                self.assertIn("Art. 6", now)
        self.assertIn("erst, wenn", " ".join(strict["de"].split()))
        self.assertNotIn("erst, wenn", " ".join(self.page("de").split()))
        self.assertNotIn("nach 7 Tagen gelöscht", self.page("de"))
        self.assertIn("Buchst. b und f", self.page("de"))

    def test_receipt_of_a_yes_does_not_pretend_to_read_only_now(self):
        self.publish(consent_mode="service_reply")
        self.agree()
        self.assertEqual(
            self.free_texts()[-1], "Danke, Ihr Ja ist notiert. Beenden: STOPP."
        )
