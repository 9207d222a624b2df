"""Connecting a number from zero: what is wrong is said at once, and in words."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from tests.simulator import demo

from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestConnecting(ToolCase):
    def test_who_installs_it_finds_it(self):
        admin = self.env.ref("base.user_admin")
        self.assertTrue(admin.has_group("whatsapp_dsgvo.group_channel_admin"))
        for group in ("agent", "triage", "privacy_coordinator", "dpo"):
            with self.subTest(group):
                self.assertFalse(admin.has_group(f"whatsapp_dsgvo.group_{group}"))

    def test_the_form_makes_a_number(self):
        """As the web client does, which sends every field that is not read-only."""
        with Form(self.env["wa.channel"].with_user(self.channel_admin)) as form:
            form.name = "Vertrieb"
            form.app_id = self.app
        self.assertEqual(form.record.state, "draft")

    def test_only_an_address_one_can_call_is_taken(self):
        for url in (
            "https://user:secret@graph.facebook.com",
            "https://graph.facebook.com?x=1",
            "https://graph.facebook.com#x",
            "https://graph.facebook.com:99999",
            "https://[::1",
            "https://graph facebook.com",
        ):
            with self.subTest(url), self.assertRaises(ValidationError):
                self.channel.api_base_url = url
        for url in ("https://graph.facebook.com", "https://gate.example:8443/meta"):
            with self.subTest(url):
                self.channel.api_base_url = url

    def test_only_a_version_and_a_header_one_can_call_with_are_taken(self):
        for name, values in (
            ("api_version", ("26", "v26", "../../x?y", "v26.0/..")),
            ("auth_scheme", ("Authorization: {} {}", "X Y: {}", "A: {}\nB: 1")),
        ):
            for value in values:
                with self.subTest(value), self.assertRaises(ValidationError):
                    self.channel[name] = value
        self.channel.api_version = False
        self.channel.auth_scheme = "D360-API-KEY: {}"

    def test_ids_are_digits_and_lose_the_blanks_they_were_copied_with(self):
        channel = self.channel.with_user(self.channel_admin)
        for name in ("phone_number_id", "waba_id"):
            with self.subTest(name):
                with self.assertRaises(ValidationError):
                    channel[name] = "+49 30 5550 100"
                channel[name] = " 123456789012345 "
                self.assertEqual(channel[name], "123456789012345")

    def test_a_token_is_one_word(self):
        for token in ("EAA zwei Worte", "EAAü"):
            with self.subTest(token), self.assertRaises(ValidationError):
                self.channel.access_token = token
        self.assertEqual(self.channel._secret("access_token"), demo.ACCESS_TOKEN)

    def test_numbers_nobody_can_mean_are_refused(self):
        self.channel_admin.group_ids += self.env.ref("base.group_system")
        settings = self.env["res.config.settings"].with_user(self.channel_admin)
        for name, wrong in (
            ("whatsapp_files_per_day", (-5, 0)),
            ("whatsapp_megabytes_per_day", (-1, 2_000_000_000)),
            ("whatsapp_key_backup_days", (-1, 1_000_000)),
            ("whatsapp_key_backup_every", (-1, 0)),
        ):
            for value in wrong:
                with self.subTest(name, value=value):
                    with self.assertRaises(ValidationError):
                        settings.create({name: value})
        settings.create({"whatsapp_key_backup_days": 0, "whatsapp_files_per_day": 1})

    def test_a_scanner_that_does_not_answer_is_told_on_the_page(self):
        self.channel_admin.group_ids += self.env.ref("base.group_system")
        settings = self.env["res.config.settings"].with_user(self.channel_admin)
        self.assertFalse(settings.create({}).whatsapp_scanner_away)
        away = {"whatsapp_scan_files": True, "whatsapp_scanner_address": "unix:/no.ctl"}
        settings.create(away).execute()
        self.assertTrue(settings.create({}).whatsapp_scanner_away)

    def test_why_an_event_fits_nowhere_is_said_in_the_reader_s_language(self):
        event = self.env["wa.event"].sudo().new({"error": "unknown kind of event"})
        self.assertIn("does not know", event.with_context(lang="en_US").error_text)
        german = event.with_context(lang="de_DE")
        german.invalidate_recordset(["error_text"])
        self.assertIn("kennt", german.error_text)
        unknown = self.env["wa.event"].sudo().new({"error": "ValueError"})
        self.assertEqual(unknown.error_text, "ValueError")

    def _found(self, channel):
        channel.with_user(self.channel_admin).action_check_connection()
        return {check.code: check for check in channel.check_ids}

    def test_without_a_token_it_says_so(self):
        bare = self.channel.copy({"name": "Leer"}).with_user(self.channel_admin)
        with self.assertRaisesRegex(UserError, "access token"):
            bare.action_set_up_template()
        found = self._found(bare)
        self.assertEqual(found["token"].colour, "red")
        self.assertEqual(found["token"].finding, "missing")
        self.assertIn("enter it", found["token"].explanation)
        for code in ("template_de", "template_en"):
            self.assertFalse(found[code].explanation)

    def test_a_wrong_id_is_called_wrong(self):
        for name, code, label in (
            ("phone_number_id", "status", "Phone number ID"),
            ("waba_id", "verification", "WhatsApp Business account ID"),
        ):
            right = self.channel[name]
            with self.subTest(name):
                self.channel[name] = "999"
                check = self._found(self.channel)[code]
                self.assertEqual(check.colour, "red")
                self.assertEqual(check.finding, "ID not known")
                self.assertIn(label, check.explanation)
            self.channel[name] = right
        self.assertEqual(self._found(self.channel)["status"].colour, "green")

    def test_a_missing_right_is_to_be_looked_at(self):
        self.sim.add_fault("error", times=0, endpoint="*", code=200, http=403)
        check = self._found(self.channel)["verification"]
        self.assertEqual(check.colour, "yellow")
        self.assertIn("rights", check.explanation)

    def test_an_app_that_can_not_be_found_among_the_subscribed_says_why(self):
        self.app.meta_app_id = False
        check = self._found(self.channel)["subscription"]
        self.assertEqual(check.colour, "grey")
        self.assertIn("app ID", check.explanation)
