"""What Meta tells of an account reaches the right number, and whoever can help."""

from odoo.tests import tagged

from tests.simulator import demo

from ..lib.cloud_api.error_table_fallback import BAN_ANNOUNCED, RESTRICTED
from .numbers import OTHER_WABA, NumbersCase

QUALITY = "phone_number_quality_update"


@tagged("post_install", "-at_install")
class TestAccountEvents(NumbersCase):
    def scene(self):
        super().scene()
        self.channel_admin.lang = "en_US"
        self.second.display_number = "030 5550101"
        self.seen = {channel: channel.message_ids for channel in self.channels()}

    def tell(self, field="account_update", waba_id=demo.WABA_ID, **value):
        self.sim.account_event(field, value, waba_id)
        self.deliver()
        self.run_cron("cron_process_events")

    def ban(self, state, **more):
        info = {"waba_ban_state": state, "waba_ban_date": "November 27, 2026"}
        self.tell(event="DISABLED_UPDATE", ban_info=info, **more)

    def notes(self, channel):
        new = channel.message_ids - self.seen[channel]
        return " ".join(str(body) for body in new.mapped("body"))

    def codes(self, channel):
        alarms = channel._alarms()
        mine = alarms.filtered(lambda alarm: alarm.user_id == self.channel_admin)
        return mine.mapped("whatsapp_code")

    def states(self):
        return [channel.state for channel in self.channels()]

    def test_news_of_one_number_stand_at_that_number_and_name_it(self):
        for number, right, wrong in (
            ("+49 30 5550101", self.second, self.channel),
            (demo.DISPLAY_NUMBER, self.channel, self.second),
        ):
            with self.subTest(number):
                event = f"FLAGGED_{right.id}"
                self.tell(QUALITY, display_phone_number=number, event=event)
                self.assertIn(event, self.notes(right))
                self.assertIn(right.display_number, self.notes(right))
                self.assertNotIn(event, self.notes(wrong))

    def test_news_are_in_the_language_of_who_looks_after_the_number(self):
        self.channel_admin.lang = "de_DE"
        self.tell(QUALITY, display_phone_number=demo.DISPLAY_NUMBER, event="FLAGGED")
        self.assertIn("Qualität FLAGGED", self.notes(self.channel))
        self.assertIn("Meta meldet", self.notes(self.channel))

    def test_number_that_is_not_entered_is_looked_for_where_none_is(self):
        self.second.display_number = False
        self.tell(QUALITY, display_phone_number="49305550101", event="FLAGGED")
        self.assertIn("not entered here", self.notes(self.second))
        self.assertFalse(self.notes(self.channel))

    def test_number_we_do_not_have_may_be_anybodys_and_is_not_named(self):
        self.tell(QUALITY, display_phone_number="49305550177", event="FLAGGED")
        self.assertIn("not entered here: ", self.notes(self.channel))
        self.assertNotIn("5550177", self.notes(self.channel))

    def test_news_of_the_account_stand_at_each_of_its_numbers(self):
        self.tell(event="VERIFIED_ACCOUNT")
        self.assertIn("VERIFIED_ACCOUNT", self.notes(self.channel))
        self.assertIn("VERIFIED_ACCOUNT", self.notes(self.second))
        self.assertFalse(self.notes(self.other))

    def test_restriction_is_told_and_stays_while_the_number_sends(self):
        info = [{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING"}]
        self.tell(event="ACCOUNT_RESTRICTION", restriction_info=info)
        self.assertEqual(self.codes(self.channel), [RESTRICTED.code])
        self.assertIn("restricted", self.channel._alarms()[0].summary)
        self.assertEqual(self.answer_on_all(), ["sent"] * 3)
        self.assertEqual(self.codes(self.channel), [RESTRICTED.code])

    def test_ban_stops_all_numbers_of_the_account_and_no_other(self):
        self.ban("DISABLE", phone_number="49305550101")
        self.assertEqual(self.states(), ["paused", "paused", "connected"])
        self.assertIn("locked our WhatsApp account", self.second.pause_text)
        self.assertEqual(self.codes(self.channel), [131031])
        self.assertEqual(self.codes(self.second), [131031])
        self.assertEqual(self.answer_on_all(), ["queued", "queued", "sent"])

    def test_announced_ban_is_told_and_a_lifted_one_stops_nothing(self):
        self.ban("SCHEDULE_FOR_DISABLE")
        self.assertEqual(self.codes(self.channel), [BAN_ANNOUNCED.code])
        self.ban("REINSTATE")
        self.assertEqual(self.states(), ["connected"] * 3)

    def test_ban_of_what_may_be_another_account_is_told_and_stops_nothing(self):
        self.channel.waba_id = self.second.waba_id = False
        self.ban("DISABLE")
        self.assertEqual(self.states(), ["connected"] * 3)
        self.assertEqual(self.codes(self.channel), [131031])

    def test_deleted_account_stops_its_numbers(self):
        self.tell(event="ACCOUNT_DELETED")
        self.assertEqual(self.states(), ["paused", "paused", "connected"])
        self.assertTrue(self.codes(self.channel))

    def test_ban_of_an_account_we_do_not_have_stops_nothing(self):
        self.channel.waba_id = self.second.waba_id = OTHER_WABA
        self.ban("DISABLE")
        self.assertEqual(self.states(), ["connected"] * 3)
        self.assertEqual(self.events(state="parked").error, "foreign account")
