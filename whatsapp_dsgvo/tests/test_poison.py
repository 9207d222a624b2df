"""An event that can't be worked off: tried again, then parked, in nobody's way."""

from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.wa_event_parked import RETRY_AFTER
from .common import ERIKA, MAX
from .tools import ToolCase, change, text_message, webhook

QUIET = mute_logger(
    "odoo.addons.whatsapp_dsgvo.models.wa_event_work",
    "odoo.addons.whatsapp_dsgvo.models.wa_conversation",
)


@tagged("post_install", "-at_install")
class TestPoisonEvent(ToolCase):
    """Poison is made by a body whose ciphertext was damaged in the database."""

    def setUp(self):
        super().setUp()
        self.post(webhook(change(text_message("wamid.p", "Gift", ERIKA))))
        self.poison = self.events().sudo()
        self.good = self.poison.with_context(bin_size=False).body
        self.poison.body = self.good[:-12] + b"AAAAAAAAAAA="

    def _work_off(self):
        with QUIET:
            self.run_cron("cron_process_events")

    def _park(self):
        for seconds in (0, *RETRY_AFTER):
            self.later(seconds=seconds)
            self._work_off()

    def test_it_is_tried_again_later(self):
        self._work_off()
        self.assertEqual((self.poison.state, self.poison.attempts), ("new", 1))
        self.assertGreater(self.poison.next_try_at, fields.Datetime.now())

    def test_it_waits_longer_each_time(self):
        waits = []
        for seconds in (0, *RETRY_AFTER[:2]):
            self.later(seconds=seconds)
            self._work_off()
            wait = self.poison.next_try_at - fields.Datetime.now()
            waits.append(round(wait.total_seconds()))
        self.assertEqual(waits, sorted(waits))
        self.assertGreater(waits[2], waits[0])

    def test_it_is_parked_in_the_end(self):
        self._park()
        self.assertEqual(self.poison.state, "parked")

    def test_error_names_no_content(self):
        self._park()
        self.assertRegex(self.poison.error, r"^\w+$")

    def test_clash_in_the_database_that_comes_back_stops_nobody(self):
        work_off = type(self.poison)._process
        bad = self.poison

        def clash(event):
            if event == bad:
                raise psycopg2.errors.UniqueViolation
            return work_off(event)

        with patch.object(type(bad), "_process", clash):
            self.sim.customer_sends_text(MAX, "Guten Tag")
            with QUIET:
                self.work()
                self._park()
        self.assertEqual(self.texts(MAX), ["Guten Tag"])
        self.assertEqual(self.poison.state, "parked")

    def test_others_go_on(self):
        self.sim.customer_sends_text(MAX, "Guten Tag")
        with QUIET:
            self.work()
        self.assertEqual(self.texts(MAX), ["Guten Tag"])

    def test_replay_works_once_the_cause_is_gone(self):
        self._park()
        self.poison.body = self.good
        self.poison.with_user(self.channel_admin).action_replay()
        self._work_off()
        self.assertEqual(self.texts(ERIKA), ["Gift"])

    def test_replay_is_for_channel_administrators(self):
        self._park()
        for user in (self.agent, self.triage, self.dpo):
            with self.assertRaises(AccessError):
                self.poison.with_user(user).action_replay()
        self.assertEqual(self.poison.state, "parked")


class PoisonConversationCase(ToolCase):
    """Poison of the second stage: a message that can't be placed."""

    def scene(self):
        super().scene()
        self.ticket = self.agree(customer=ERIKA)

    def setUp(self):
        super().setUp()
        self.damaged = True
        # whether it is worked off alone or together with others
        for step in ("_hear", "_are_plain"):
            self._damage(self.conversation(ERIKA), step)
        self.sim.customer_sends_text(ERIKA, "Gift")
        self.sim.customer_sends_text(MAX, "Guten Tag")

    def _damage(self, bad, step):
        healthy = getattr(type(bad), step)

        def damaged(conversation, *arguments):
            if conversation == bad and self.damaged:
                raise ValueError("a fault of ours")
            return healthy(conversation, *arguments)

        patched = patch.object(type(bad), step, damaged)
        patched.start()
        self.addCleanup(patched.stop)


@tagged("post_install", "-at_install")
class TestPoisonConversation(PoisonConversationCase):
    def test_other_people_are_served(self):
        with QUIET:
            self.work()
        self.assertEqual(self.received_by(MAX)[0].type, "interactive")

    def test_message_is_kept_and_heard_once_the_cause_is_gone(self):
        with QUIET:
            self.work()
        self.damaged = False
        self.later(hours=1)
        with QUIET:
            self.run_cron("cron_process_events")
        self.assertEqual(self.messages(ERIKA)[-1].ticket_id, self.ticket)

    def test_postponed_message_is_not_tried_early(self):
        """Not by a newer message either: it waits behind, and wakes nobody up."""
        with QUIET:
            self.work()
        first = self.messages(ERIKA, state="received")
        first._postpone("KeysAway", 3600)
        tried = first.attempts
        self.sim.customer_sends_text(ERIKA, "Noch etwas")
        with QUIET:
            self.work()
            self.work()
        newer = self.messages(ERIKA, state="received") - first
        self.assertEqual((first.attempts, newer.attempts), (tried, 0))
        self.assertEqual(newer.next_try_at, first.next_try_at)

    def test_order_is_kept_once_the_cause_is_gone(self):
        with QUIET:
            self.work()
        self.sim.customer_sends_text(ERIKA, "Noch etwas")
        with QUIET:
            self.work()
        self.damaged = False
        self.later(minutes=1)
        self.work()
        self.assertEqual(self.texts(ERIKA)[-2:], ["Gift", "Noch etwas"])
        self.assertFalse(self.messages(ERIKA, state="received"))

    def test_gate_stays_shut_meanwhile(self):
        with QUIET:
            self.work()
        message = self.answer(self.ticket)
        with QUIET:
            self.work()
        self.assertEqual(message.state, "queued")


@tagged("post_install", "-at_install")
class TestParkedMessage(PoisonConversationCase):
    """Given up after several attempts: held for the triage, and told to the admin."""

    def setUp(self):
        super().setUp()
        for seconds in (0, *RETRY_AFTER, 0):
            self.later(seconds=seconds)
            with QUIET:
                self.work()
        self.parked = self.messages(ERIKA, state="held")

    def replay(self, user=None):
        self.parked.with_user(user or self.channel_admin).action_replay()

    def test_it_is_held_for_the_triage(self):
        self.assertEqual(self.parked.triage_label, "other")
        self.assertEqual(self.parked.with_user(self.triage).triage_text, "Gift")

    def test_administrator_sees_that_it_failed_and_not_what_it_says(self):
        seen = self.env["wa.message"].with_user(self.channel_admin).search([])
        self.assertEqual(seen, self.parked)
        self.assertEqual(seen.parked_error, "ValueError")
        self.assertNotIn("Gift", self.as_json(seen.read()))
        self.assertFalse(seen.triage_text)

    def test_nothing_is_sent_until_somebody_has_looked(self):
        """It may be a STOP."""
        message = self.answer(self.ticket)
        self.work()
        self.assertEqual(message.state, "queued")
        self.parked.with_user(self.triage).action_triage_nothing()
        self.later(seconds=5)
        self.work()
        self.assertEqual(message.state, "delivered")

    def test_replay_delivers_it_once_the_cause_is_gone(self):
        self.damaged = False
        self.replay()
        self.work()
        self.assertEqual(
            (self.parked.state, self.parked.ticket_id), ("done", self.ticket)
        )

    def test_replay_of_what_still_fails_gives_up_again(self):
        self.replay()
        for seconds in (0, *RETRY_AFTER, 0):
            self.later(seconds=seconds)
            with QUIET:
                self.work()
        self.assertEqual(self.parked.state, "held")
        self.assertTrue(self.parked.parked_at)

    def test_replay_is_for_channel_administrators(self):
        for user in (self.agent, self.triage, self.dpo, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.replay(user)

    def test_decided_message_is_not_replayed(self):
        self.parked.with_user(self.triage).action_triage_nothing()
        self.replay()
        self.assertEqual(self.parked.state, "held")
