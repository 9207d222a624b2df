"""Several numbers share one worker: a flood or a silent API on one starves no other."""

import threading
import time
from unittest.mock import patch

import psutil

from odoo.tests import tagged

from tests.simulator import demo

from ..lib.cloud_api.errors import UncertainOutcome
from ..models.outbox_calls import GIVE_UP, NAME, SLOW, STACK, THREADS, Calls
from ..models.wa_outbox_claim import BATCH
from .numbers import NumbersCase

QUICK = patch("odoo.addons.whatsapp_dsgvo.models.wa_channel.TIMEOUT", 0.5)
FLOOD = 2 * BATCH


def no_news(_opaque_ids):
    return set()


def address_space():
    """In bytes: what Odoo limits."""
    return psutil.Process().memory_info().vms


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Silent:
    """A client whose calls last until the test ends."""

    def __init__(self):
        self.over = threading.Event()

    def send(self, _payload):
        self.over.wait()


@tagged("post_install", "-at_install")
class TestFairShares(NumbersCase):
    def setUp(self):
        super().setUp()
        self.outbox = self.env["wa.message"]
        self.silent = Silent()
        self.addCleanup(self.silent.over.set)

    def test_flood_on_one_number_holds_up_no_other(self):
        flood = self.channel_flood()
        second, other = self.answer_on(self.second), self.answer_on(self.other)
        claimed = self.outbox._claim_to_send()
        self.assertLessEqual({second.id, other.id}, set(claimed.ids))
        self.assertLess(len(claimed & flood), FLOOD)

    def test_silent_api_of_one_number_holds_up_no_other(self):
        self.enterContext(QUICK)
        self.sim.add_fault("timeout_before", phone_id=demo.PHONE_NUMBER_ID)
        self.assertEqual(self.answer_on_all(), ["uncertain", "sent", "sent"])

    def test_number_whose_calls_hang_gets_no_more_threads(self):
        self.answer_on_all_queued()
        clock = Clock()
        with Calls({}, no_news, clock) as calls:
            calls.start(self.channel.id, ("opaque", self.silent, {}))
            clock.now = SLOW + 1
            quotas = self.outbox._quotas(calls)
        self.assertEqual(set(quotas), {self.second.id, self.other.id})

    def test_threads_are_left_for_a_number_that_comes_later(self):
        self.answer_on_all_queued()
        with Calls({}, no_news) as calls:
            quotas = self.outbox._quotas(calls)
        self.assertEqual(len(quotas), 3)
        self.assertLess(sum(quotas.values()), THREADS)

    def test_no_number_gets_more_than_its_share_of_threads(self):
        self.answer_on_all_queued()
        with Calls({}, no_news) as calls:
            for call in range(THREADS // 4):
                calls.start(self.channel.id, (str(call), self.silent, {}))
            quotas = self.outbox._quotas(calls)
        self.assertEqual(set(quotas), {self.second.id, self.other.id})

    def test_threads_and_their_memory_are_limited(self):
        size = address_space()
        with Calls({}, no_news) as calls:
            for number in range(2 * THREADS):
                calls.start(number, (str(number), self.silent, {}))
            ours = [one for one in threading.enumerate() if one.name.startswith(NAME)]
            self.assertEqual(len(ours), THREADS)
            self.assertLess(address_space() - size, 2 * STACK * THREADS)
            self.assertEqual(self.outbox._quotas(calls), {})

    def test_an_answer_that_came_while_we_were_held_up_counts(self):
        clock = Clock()
        with Calls({}, no_news, clock) as calls:
            calls.start(self.channel.id, ("opaque", None, "the answer"))
            calls._pool.shutdown()
            clock.now = GIVE_UP + 1
            self.assertEqual(calls.answers(0), [("opaque", "the answer")])

    def test_call_without_an_end_is_given_up_and_uncertain(self):
        clock = Clock()
        with Calls({}, no_news, clock) as calls:
            calls.start(self.channel.id, ("opaque", self.silent, {}))
            self.assertEqual(calls.answers(0), [])
            clock.now = GIVE_UP + 1
            [(opaque_id, outcome)] = calls.answers(0)
            self.assertEqual(calls.under_way(), 0)
        self.assertEqual(opaque_id, "opaque")
        self.assertIsInstance(outcome, UncertainOutcome)

    def test_turn_that_is_over_yields_to_other_actions(self):
        message = self.answer_on(self.channel)
        self.assertEqual(self.send_in_a_turn(seconds=-1), 1)
        self.assertEqual(message.state, "queued")
        self.assertEqual(self.send_in_a_turn(seconds=60), 0)
        self.assertEqual(message.state, "sent")

    def send_in_a_turn(self, seconds):
        """As Odoo calls it with so much of the turn left; what is said to remain."""
        self.env.flush_all()
        cron = self.env.ref("whatsapp_dsgvo.cron_send_messages")
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr)
            progress = env["ir.cron.progress"].create({"cron_id": cron.id})
            env["wa.message"].with_context(
                cron_id=cron.id,
                ir_cron_progress_id=progress.id,
                cron_end_time=time.monotonic() + seconds,
            )._cron_send()
            remaining = progress.remaining
        self.env.invalidate_all()
        return remaining

    def answer_on_all_queued(self):
        for channel in self.channels():
            self.answer_on(channel)

    def channel_flood(self):
        """Answers to many people on the first number, queued before the others'."""
        first = self.answer_on(self.channel)
        people = self.env["wa.subject"].create(
            [{"company_id": self.company.id} for _each in range(FLOOD)]
        )
        conversations = self.env["wa.conversation"].create(
            [
                {
                    "subject_id": person.id,
                    "channel_id": self.channel.id,
                    "company_id": self.company.id,
                    "language": "de",
                }
                for person in people
            ]
        )
        flood = first.browse()
        for conversation in conversations:
            flood |= first._queue(
                conversation, {"text": "Flut"}, basis=first.basis_entry_id
            )
        return flood
