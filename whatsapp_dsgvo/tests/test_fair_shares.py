"""Several numbers share one worker: a flood or a silent API on one starves no other."""

from unittest.mock import patch

from odoo.tests import tagged

from tests.simulator import demo

from ..models.outbox_calls import THREADS, Calls
from .numbers import NumbersCase

QUICK = patch("odoo.addons.whatsapp_dsgvo.models.wa_channel.TIMEOUT", 0.5)
# more than any claim looks at
FLOOD = 170


@tagged("post_install", "-at_install")
class TestFairShares(NumbersCase):
    def test_flood_on_one_number_holds_up_no_other(self):
        for number in range(FLOOD):
            self.answer_on(self.channel, f"Teil {number}")
        second, other = self.answer_on(self.second), self.answer_on(self.other)
        claimed = self.env["wa.message"]._claim_to_send()
        self.assertLessEqual({second.id, other.id}, set(claimed.ids))

    def test_silent_api_of_one_number_holds_up_no_other(self):
        self.enterContext(QUICK)
        self.sim.add_fault("timeout_before", phone_id=demo.PHONE_NUMBER_ID)
        self.assertEqual(self.answer_on_all(), ["uncertain", "sent", "sent"])

    def test_number_whose_calls_hang_gets_no_more_threads(self):
        self.answer_on_all_queued()
        with Calls({}) as calls:
            quotas = self.env["wa.message"]._quotas(calls, {self.channel.id})
        self.assertEqual(set(quotas), {self.second.id, self.other.id})

    def test_threads_are_left_for_a_number_that_comes_later(self):
        self.answer_on_all_queued()
        with Calls({}) as calls:
            quotas = self.env["wa.message"]._quotas(calls)
        self.assertEqual(len(quotas), 3)
        self.assertLess(sum(quotas.values()), THREADS)

    def answer_on_all_queued(self):
        for channel in self.channels():
            self.answer_on(channel)
