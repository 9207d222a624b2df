"""Several numbers, apps and companies: what stops one stops no other."""

from odoo import fields
from odoo.tests import tagged

from tests.simulator import demo

from ..lib.cloud_api import errors
from .common import ERIKA
from .numbers import OTHER, NumbersCase


@tagged("post_install", "-at_install")
class TestScope(NumbersCase):
    def test_all_numbers_send(self):
        self.assertEqual(self.answer_on_all(), ["sent"] * 3)

    def test_pair_rate_holds_up_one_conversation(self):
        self.sim.add_fault("131056", times=0, recipient=ERIKA)
        self.assertEqual(self.answer_on_all(), ["queued", "sent", "sent"])
        self.assertFalse(self.channel.rests_until)

    def test_number_limit_holds_up_one_number(self):
        self.sim.add_fault("130429", times=0, phone_id=demo.PHONE_NUMBER_ID)
        self.assertEqual(self.answer_on_all(), ["queued", "sent", "sent"])
        self.assertGreater(self.channel.rests_until, fields.Datetime.now())

    def test_resting_number_makes_no_call(self):
        self.channel._rest(
            "number", fields.Datetime.add(fields.Datetime.now(), hours=1)
        )
        before = len(self.calls_to(self.channel))
        self.assertEqual(self.answer_on_all(), ["queued", "sent", "sent"])
        self.assertEqual(len(self.calls_to(self.channel)), before)

    def test_after_its_rest_the_number_sends(self):
        self.sim.add_fault("130429", phone_id=demo.PHONE_NUMBER_ID)
        self.answer_on_all()
        self.later(minutes=1)
        self.work()
        self.assertEqual(self.free_texts()[-1], "Ich prüfe das.")

    def test_account_limit_holds_up_the_numbers_of_that_account(self):
        self.sim.add_fault("error", code=80007, phone_id=demo.PHONE_NUMBER_ID)
        self.assertEqual(self.answer_on_all()[2], "sent")
        self.assertTrue(self.channel.rests_until and self.second.rests_until)
        self.assertFalse(self.other.rests_until)

    def test_app_limit_holds_up_the_numbers_of_that_app(self):
        self.sim.add_fault("429", phone_id=OTHER)
        self.answer_on_all()
        self.assertTrue(self.other.rests_until)
        self.assertFalse(self.channel.rests_until or self.second.rests_until)

    def test_the_wait_meta_asks_for_is_kept(self):
        message = self.answer_on(self.channel)
        self.env["wa.message"]._claim_to_send()
        limit = errors.ApiError(code=130429)
        error = errors.TemporaryError(limit, http_status=429, retry_after=900)
        self.env["wa.message"]._note_outcome(message.opaque_id, error)
        wait = self.channel.rests_until - fields.Datetime.now()
        self.assertGreater(wait.total_seconds(), 890)

    def test_half_an_hour_without_meta_fails_nothing(self):
        self.sim.add_fault("503", times=0)
        message = self.answer_on(self.channel)
        for _minute in range(40):
            self.run_cron("cron_send_messages")
            self.later(minutes=1)
        self.sim.clear_faults()
        self.later(minutes=10)
        self.work()
        self.assertEqual(message.state, "delivered")


@tagged("post_install", "-at_install")
class TestToken(NumbersCase):
    def test_refused_token_stops_its_number_only(self):
        self.sim.add_fault("190", phone_id=demo.PHONE_NUMBER_ID)
        self.assertEqual(self.answer_on_all(), ["queued", "sent", "sent"])
        states = [channel.state for channel in self.channels()]
        self.assertEqual(states, ["paused", "connected", "connected"])

    def test_number_without_a_token_stops_its_number_only(self):
        self.second.access_token_sealed = False
        self.assertEqual(self.answer_on_all(), ["sent", "queued", "sent"])
        self.assertEqual(self.second.state, "paused")

    def test_waiting_answers_go_by_themselves_with_a_new_token(self):
        self.channel.access_token = "EAAold"
        message = self.answer_on(self.channel)
        self.run_cron("cron_send_messages")
        self.assertEqual(self.channel.state, "paused")
        self.channel.access_token = demo.ACCESS_TOKEN
        self.work()
        self.assertEqual(
            (self.channel.state, message.state), ("connected", "delivered")
        )

    def test_new_token_does_not_end_a_pause_a_person_made(self):
        self.channel.action_pause()
        self.channel.access_token = demo.ACCESS_TOKEN
        self.assertEqual(self.channel.state, "paused")

    def test_stopped_number_uses_up_no_attempts(self):
        self.sim.add_fault("190", phone_id=demo.PHONE_NUMBER_ID)
        message = self.answer_on(self.channel)
        self.run_cron("cron_send_messages")
        self.assertEqual(message.attempts, 0)
