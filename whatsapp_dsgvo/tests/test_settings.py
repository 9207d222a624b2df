"""Connecting a number: secrets go in and never out; facts as Meta tells them."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from tests.simulator import demo

from ..models.wa_check_backup import KEY_BACKUP
from ..models.wa_check_notice import NOTICE
from ..models.wa_check_server import CODES
from ..models.wa_read_log_alarm import READ_LOG
from .tools import ToolCase

OUR_OWN = (*CODES, KEY_BACKUP, NOTICE, READ_LOG)
TABLES = ("wa_app", "wa_channel", "res_config_settings")
FIELDS = ("whatsapp_app_secret", "whatsapp_verify_token", "whatsapp_access_token")


@tagged("post_install", "-at_install")
class TestSecrets(ToolCase):
    def setUp(self):
        super().setUp()
        group = self.env.ref("base.group_system")
        self.channel_admin.group_ids += group

    def _save(self, **values):
        settings = self.env["res.config.settings"].with_user(self.channel_admin)
        page = settings.create({"whatsapp_channel_id": self.channel.id, **values})
        page.execute()
        return page

    def test_saving_an_empty_form_keeps_the_secrets(self):
        self._save()
        # as a person does who opens the page and saves
        settings = self.env["res.config.settings"].with_user(self.channel_admin)
        with Form(settings) as page:
            page.whatsapp_channel_id = self.channel
            self.assertFalse(page.whatsapp_access_token)
        page.save().execute()
        self.assertEqual(self.channel._secret("access_token"), demo.ACCESS_TOKEN)
        self.assertEqual(self.app._secret("app_secret"), demo.APP_SECRET)

    def test_settings_say_when_customers_see_that_they_are_read(self):
        page = self._save(whatsapp_reading_told="opening")
        self.assertEqual(self.channel.reading_told, "opening")
        self.assertIn("whatsapp_reading_told", page.get_view()["arch"])

    def test_settings_say_whether_there_is_a_works_council(self):
        page = self._save(
            whatsapp_works_council="agreement", whatsapp_works_council_date="2026-10-01"
        )
        self.assertEqual(self.company.whatsapp_works_council, "agreement")
        self.assertEqual(str(self.company.whatsapp_works_council_date), "2026-10-01")
        arch = page.get_view()["arch"]
        for name in ("whatsapp_works_council", "whatsapp_works_council_date"):
            self.assertIn(f'name="{name}"', arch)

    def test_new_secret_replaces_the_old_one(self):
        self._save(whatsapp_access_token="  EAAnew ")
        self.assertEqual(self.channel._secret("access_token"), "EAAnew")

    def test_no_field_ever_reads_a_secret(self):
        page = self._save(whatsapp_access_token="EAAnew")
        values = page.read([*FIELDS])[0]
        self.assertFalse(any(values[name] for name in FIELDS))
        channel = self.channel.with_user(self.channel_admin)
        self.assertFalse(channel.read(["access_token"])[0]["access_token"])
        app = self.app.with_user(self.channel_admin)
        found = app.read(["app_secret", "previous_app_secret", "verify_token"])[0]
        self.assertFalse(any(v for k, v in found.items() if k != "id"))

    def test_export_holds_no_secret(self):
        rows = self.channel.with_user(self.channel_admin).export_data(
            ["name", "access_token"]
        )
        self.assertNotIn(demo.ACCESS_TOKEN, self.as_json(rows))

    def test_rpc_gives_no_secret(self):
        answer = self.rpc(
            "wa.app",
            "web_search_read",
            [],
            {"name": {}, "app_secret": {}, "verify_token": {}},
            user=self.channel_admin,
        )
        self.assertIn("result", answer)
        self.assertNotIn(demo.APP_SECRET, self.as_json(answer))

    def test_database_holds_no_secret_in_clear(self):
        self._save(whatsapp_access_token="EAAnew-token", whatsapp_app_secret="geheim-x")
        for table in TABLES:
            for secret in ("EAAnew-token", "geheim-x", demo.VERIFY_TOKEN):
                with self.subTest(f"{table}: {secret}"):
                    query = f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s"
                    self.assertEqual(self.count(query, f"%{secret}%"), 0)

    def test_copy_of_a_channel_has_no_secret(self):
        self.assertFalse(self.channel.copy({"name": "x"}).access_token_is_set)

    def test_only_channel_admins_store_secrets(self):
        settings = self.env["res.config.settings"].with_user(self.it_admin).sudo()
        with self.assertRaises(AccessError):
            settings.create(
                {
                    "whatsapp_channel_id": self.channel.id,
                    "whatsapp_access_token": "EAAevil",
                }
            ).execute()
        self.assertEqual(self.channel._secret("access_token"), demo.ACCESS_TOKEN)

    def test_http_address_of_a_stranger_is_refused(self):
        for url in ("http://graph.example", "ftp://x", "http://127.0.0.1.evil.example"):
            with self.subTest(url), self.assertRaises(ValidationError):
                self.channel.api_base_url = url

    def test_a_token_goes_to_another_host_only_with_who_knows_it(self):
        channel = self.channel.with_user(self.channel_admin)
        for name, value in (
            ("api_base_url", "https://evil.example"),
            ("media_hosts", "lookaside.fbsbx.com,evil.example"),
        ):
            with self.subTest(name):
                with self.assertRaisesRegex(UserError, "token"):
                    channel.write({name: value})
                channel.write({name: channel[name]})
                channel.write({name: value, "access_token": "EAAnew"})
                self.assertEqual(channel[name], value)

    def test_number_is_not_connected_before_all_is_there(self):
        bare = self.channel.copy({"name": "Leer"})
        with self.assertRaisesRegex(UserError, "Phone number ID"):
            bare.action_connect()
        self.assertEqual(bare.state, "draft")

    def test_an_open_works_council_stops_the_start_and_not_the_set_up(self):
        self.channel.action_pause()
        self.company.whatsapp_works_council = "open"
        self.channel.action_check_connection()
        with self.assertRaisesRegex(UserError, "Works council"):
            self.channel.action_connect()
        self.assertEqual(self.channel.state, "paused")
        for settled in ("none", "agreement"):
            with self.subTest(settled):
                self.company.whatsapp_works_council = settled
                self.channel.action_connect()
                self.assertEqual(self.channel.state, "connected")
                self.channel.action_pause()


@tagged("post_install", "-at_install")
class TestConnectionCheck(ToolCase):
    def _check(self, **number):
        if number:
            self.sim.configure(numbers=[{"id": demo.PHONE_NUMBER_ID, **number}])
        self.channel.with_user(self.channel_admin).action_check_connection()
        return {check.code: check for check in self.channel.check_ids}

    def _waba(self, status):
        waba = {"id": demo.WABA_ID, "verification": status}
        self.sim.configure(wabas=[waba])
        return self._check()["verification"].colour

    def test_verified_business_is_green(self):
        self.assertEqual(self._waba("verified"), "green")

    def test_pending_verification_is_yellow(self):
        self.assertEqual(self._waba("pending"), "yellow")

    def test_rejected_verification_is_red(self):
        self.assertEqual(self._waba("rejected"), "red")

    def test_unknown_verification_is_never_green(self):
        self.assertIn(self._waba("something_new"), ("grey", "red"))

    def _storage(self, **storage):
        return self._check(storage=storage)["storage"].colour

    def test_storage_in_germany_is_green_and_names_its_scope(self):
        check = self._check()["storage"]
        self.assertEqual(check.colour, "green")
        self.assertIn("metadata", check.explanation)

    def test_storage_elsewhere_is_yellow(self):
        status = "IN_COUNTRY_STORAGE_ENABLED"
        colour = self._storage(status=status, data_localization_region="IN")
        self.assertEqual(colour, "yellow")

    def test_default_storage_is_yellow(self):
        self.assertEqual(self._storage(status="DEFAULT"), "yellow")

    def test_unknown_storage_is_grey(self):
        self.assertEqual(self._storage(status="SOMETHING_NEW"), "grey")

    def test_facts_meta_does_not_tell_are_grey(self):
        self.sim.add_fault("500", times=0, endpoint="*")
        facts = self._check().items()
        colours = {check.colour for code, check in facts if code not in OUR_OWN}
        self.assertEqual(colours, {"grey"})

    def test_fact_that_was_green_turns_grey_when_meta_is_silent(self):
        self.assertEqual(self._check()["storage"].colour, "green")
        self.sim.add_fault("500", times=0, endpoint="*")
        self.assertEqual(self._check()["storage"].colour, "grey")

    def test_refused_token_is_red(self):
        self.channel.access_token = "wrong"
        self.assertEqual(self._check()["token"].colour, "red")

    def test_metas_words_are_said_as_people_say_them(self):
        checks = self._check()
        for code, words in (
            ("name", "Muster GmbH – approved"),
            ("quality", "good"),
            ("limit", "2,000 (TIER_2K)"),
            ("storage", "Germany"),
        ):
            with self.subTest(code):
                finding = checks[code].with_context(lang="en_US").finding
                self.assertEqual(finding, words)

    def test_a_word_of_metas_nobody_knows_stays(self):
        self.assertEqual(self._check(limit="TIER_NEW")["limit"].finding, "TIER_NEW")

    def test_every_fact_has_the_time_of_its_check(self):
        checks = self._check().values()
        self.assertEqual(
            len(checks), len(self.env["wa.check"]._fields["code"].selection)
        )
        self.assertTrue(all(check.checked_at for check in checks))

    def test_only_channel_admins_check(self):
        for user in (self.agent, self.triage, self.dpo, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.channel.with_user(user).action_check_connection()
