"""An event that can't be worked off: tried again, then parked, in nobody's way."""

from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.wa_event_work import RETRY_AFTER
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


@tagged("post_install", "-at_install")
class TestPoisonConversation(ToolCase):
    """Poison of the second stage: a message that can't be placed."""

    def setUp(self):
        super().setUp()
        self.ticket = self.agree(customer=ERIKA)
        hear = type(self.env["wa.conversation"])._hear
        bad = self.conversation(ERIKA)

        def damaged(conversation, message):
            if conversation == bad and self.damaged:
                raise ValueError("a fault of ours")
            return hear(conversation, message)

        self.damaged = True
        patched = patch.object(type(bad), "_hear", damaged)
        patched.start()
        self.addCleanup(patched.stop)
        self.sim.customer_sends_text(ERIKA, "Gift")
        self.sim.customer_sends_text(MAX, "Guten Tag")

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

    def test_gate_stays_shut_meanwhile(self):
        with QUIET:
            self.work()
        message = self.answer(self.ticket)
        with QUIET:
            self.work()
        self.assertEqual(message.state, "queued")
