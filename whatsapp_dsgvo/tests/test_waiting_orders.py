"""Taps, withdrawals and STOP in every order."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ERIKA
from .test_waiting import DONE, READ, TEXT, WaitingCase
from .tools import change, text_message, webhook


@tagged("post_install", "-at_install")
class TestRaces(WaitingCase):
    def test_tap_that_arrived_before_the_withdrawal_finds_nothing(self):
        message = self.note_down()
        self.sim.customer_taps(ERIKA, self.templates()[0].id, READ)
        self.deliver()
        self.act("whatsapp_take_back", message)
        self.work()
        self.assertEqual((message.state, self.answers()), ("cancelled", []))
        self.assertTrue(self.ticket.whatsapp_unanswered_since)

    def test_withdrawal_after_the_tap_was_heard_comes_too_late(self):
        message = self.note_down()
        self.sim.customer_taps(ERIKA, self.templates()[0].id, READ)
        self.deliver()
        self.run_cron("cron_process_events")
        with self.assertRaisesRegex(UserError, "no longer waits"):
            self.act("whatsapp_take_back", message)
        self.work()
        self.assertEqual(self.answers(), [TEXT])

    def test_stop_behind_the_tap_in_one_batch_wins(self):
        message = self.note_down()
        with self.sim.webhooks_held():
            self.sim.customer_taps(ERIKA, self.templates()[0].id, READ)
            self.sim.customer_sends_text(ERIKA, "STOPP")
        self.work()
        self.assertEqual((message.state, self.answers()), ("cancelled", []))

    def test_stop_that_is_only_stored_holds_back_a_released_answer(self):
        message = self.note_down()
        self.sim.customer_taps(ERIKA, self.templates()[0].id, READ)
        self.deliver()
        self.run_cron("cron_process_events")
        stop = text_message("wamid.stop", "STOPP", at=fields.Datetime.now())
        self.post(webhook(change(stop)))
        self.run_cron("cron_send_messages")
        self.assertEqual((message.state, self.answers()), ("queued", []))
        self.run_cron("cron_process_events")
        self.assertEqual((message.state, self.answers()), ("cancelled", []))

    def test_stop_stored_before_the_question_left_stops_it(self):
        self.answer(self.ticket, TEXT)
        stop = text_message("wamid.stop", "STOPP", at=fields.Datetime.now())
        self.post(webhook(change(stop)))
        self.run_cron("cron_send_messages")
        self.work()
        self.assertEqual((self.templates(), self.answers()), ([], []))

    def test_customer_who_writes_before_the_question_left_is_not_asked(self):
        self.answer(self.ticket, TEXT)
        self.write("Hallo?")
        self.assertEqual((self.templates(), self.answers()), ([], [TEXT]))
        self.assertEqual(self.question().cancel_reason, "answered")

    def test_two_agents_ask_once(self):
        self.answer(self.ticket, "Teil 1")
        self.answer(self.ticket, "Teil 2", user=self.colleague)
        self.work()
        self.assertEqual(len(self.templates()), 1)

    def test_tap_on_an_old_question_does_not_withdraw_a_new_answer(self):
        self.note_down()
        self.tap_template(READ)
        self.write("Noch eine Frage")
        self.later(hours=30)
        self.note_down("Teil 2")
        self.tap_template(DONE, place=0)
        self.assertEqual(self.answers(), [TEXT, "Teil 2"])
