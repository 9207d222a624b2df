"""What Meta refuses, for how long, and what the agent is told."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ERIKA
from .test_outbox import TEXT, OutboxCase
from .tools import change

TEMPORARY = ("429", "500", "503", "130429", "131056")


@tagged("post_install", "-at_install")
class TestErrors(OutboxCase):
    def test_temporary_errors_are_tried_again_and_arrive_once(self):
        for number, kind in enumerate(TEMPORARY):
            with self.subTest(kind):
                self.sim.add_fault(kind)
                text = f"{TEXT} {number}"
                message = self.send(text)
                self.assertEqual(message.state, "queued")
                self.assertGreater(message.next_try_at, fields.Datetime.now())
                self.later(minutes=15)
                self.work()
                self.assertEqual(self.arrived(text), 1)

    def test_pair_rate_waits_longer_each_time(self):
        self.sim.add_fault("131056", times=3)
        message = self.send()
        waits = []
        for _time in range(2):
            waits.append(message.next_try_at - fields.Datetime.now())
            self.later(seconds=waits[-1].total_seconds() + 1)
            self.run_cron("cron_send_messages")
        self.assertGreater(waits[1], waits[0])

    def test_after_a_refused_burst_it_waits_until_that_is_paid_back(self):
        """2 min for 20 messages: the fifth try of 4^x s would come after 5 min."""
        self.sim.configure(pair_rate=True)
        texts = [f"{TEXT} {number}" for number in range(6)]
        for text in texts:
            message = self.send(text)
        self.assertEqual(message.state, "sent")
        self.later(seconds=10)
        message = self.send("Und noch etwas.")
        self.assertEqual(message.state, "queued")
        self.assertTrue(message._readable()["error"]["text"])
        before = len(self.sim.calls("messages"))
        self.later(seconds=10)
        self.work()
        self.assertEqual(len(self.sim.calls("messages")), before, "without need")
        self.later(seconds=30)
        self.work()
        self.assertEqual(message.state, "delivered")

    def test_what_hindered_an_attempt_is_not_shown_once_it_arrived(self):
        # twice: on a slow machine the first pause is over before the turn is
        self.sim.add_fault("131056", times=2)
        message = self.send()
        self.assertTrue(message._readable()["error"]["text"])
        for _time in range(2):
            self.later(minutes=1)
            self.work()
        self.assertEqual(message.state, "delivered")
        for state in ("delivered", "read", "played"):
            message._admitted_write({"state": state})
            self.assertFalse(message._readable()["error"], state)

    def test_html_error_page_breaks_nothing(self):
        self.sim.add_fault("html_503")
        message = self.send()
        self.assertIn(message.state, ("queued", "uncertain"))

    def test_invalid_token_pauses_the_number_and_loses_nothing(self):
        self.sim.add_fault("190")
        message = self.send()
        self.assertEqual(self.channel.state, "paused")
        self.assertEqual(message.state, "queued")

    def test_message_goes_out_once_the_number_is_connected_again(self):
        self.sim.add_fault("190")
        self.send()
        self.channel.action_connect()
        self.later(minutes=1)
        self.work()
        self.assertEqual(self.arrived(), 1)

    def test_paused_number_takes_answers_and_sends_none(self):
        self.channel._pause("test")
        message = self.send()
        self.assertEqual((message.state, self.arrived()), ("queued", 0))

    def test_customer_who_is_no_longer_on_whatsapp_fails_with_a_sentence(self):
        self.sim.add_fault("error", code=131026)
        message = self.send()
        self.assertEqual(message.state, "failed")
        self.assertTrue(message._readable()["error"]["text"])

    def test_nobody_is_offered_to_resend_what_the_remedy_advises_against(self):
        self.sim.add_fault("error", code=131026)
        error = self.send()._readable()["error"]
        self.assertIn("do not resend", error["remedy"])
        self.assertFalse(error["retry"])

    def test_refused_content_fails_with_a_sentence_in_both_languages(self):
        self.sim.add_fault("error", code=131051)
        message = self.send()
        self.assertEqual(message.state, "failed")
        german = message.with_context(lang="de_DE")._readable()["error"]["text"]
        english = message.with_context(lang="en_US")._readable()["error"]["text"]
        self.assertTrue(german and english and german != english)

    def test_failed_status_after_acceptance_is_shown(self):
        self.sim.add_fault("failed_status", code=131026)
        message = self.send()
        self.work()
        self.assertEqual((message.state, message.error_code), ("failed", 131026))

    def test_metas_own_words_are_not_shown(self):
        self.sim.add_fault("error", code=131026, details="+4915155500001 is no user")
        message = self.send()
        self.assertNotIn("4915155500001", self.as_json(message._readable()))

    def test_unknown_code_is_final_and_has_a_sentence(self):
        message = self.send()
        errors = [{"code": 987654, "title": "New"}]
        status = self.status(message, "failed", message._wamid(), errors=errors)
        self.take(change(statuses=[status]))
        self.assertEqual(message.state, "failed")
        self.assertTrue(message._readable()["error"]["text"])

    def test_too_many_attempts_end_as_failed(self):
        self.sim.add_fault("500", times=0)
        message = self.send()
        for _time in range(12):
            self.later(hours=1)
            self.run_cron("cron_send_messages")
        self.assertEqual(message.state, "failed")


@tagged("post_install", "-at_install")
class TestRetryButton(OutboxCase):
    def _retry(self, message, ticket=None, user=None):
        ticket = (ticket or self.ticket).with_user(user or self.agent)
        return ticket.whatsapp_retry(message.opaque_id)

    def _failed(self):
        self.sim.add_fault("error", code=131026)
        return self.send()

    def test_failed_message_is_sent_as_a_new_one(self):
        message = self._failed()
        again = self._retry(message)
        self.work()
        self.assertNotEqual(again.sudo(), message)
        self.assertEqual(self.arrived(), 1)

    def test_delivered_message_is_refused(self):
        message = self.send()
        with self.assertRaises(UserError):
            self._retry(message)

    def test_uncertain_message_is_refused_for_a_day(self):
        message = self.crash_after_t1()
        self.later(minutes=3)
        self.run_cron("cron_send_messages")
        with self.assertRaisesRegex(UserError, "don't send it twice"):
            self._retry(message)

    def test_unconfirmed_message_may_be_sent_by_a_person(self):
        message = self.crash_after_t1()
        self.later(minutes=3)
        self.run_cron("cron_send_messages")
        self.later(hours=25)
        self.write("Sind Sie noch da?")
        self._retry(message)
        self.work()
        self.assertEqual(self.arrived(), 1)

    def test_only_what_did_not_arrive_may_be_sent_again(self):
        message = self.send()
        expected = {"failed", "cancelled"}
        for state, _label in message._fields["state"].selection:
            message._admitted_write({"state": state, "sent_again_at": False})
            with self.subTest(state):
                try:
                    self._retry(message)
                    self.assertIn(state, expected)
                except UserError:
                    self.assertNotIn(state, expected)

    def test_what_came_in_and_notes_are_never_sent_again(self):
        self.ticket.with_user(self.agent).message_post(
            body="intern", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        for direction in ("in", "note"):
            message = self.messages(direction=direction)[-1]
            message._admitted_write({"state": "failed"})
            with self.subTest(direction), self.assertRaises(UserError):
                self._retry(message)

    def test_second_message_keeps_text_and_quote(self):
        quoted = self.messages(direction="in")[0]
        self.sim.add_fault("error", code=131026)
        message = self.answer(self.ticket, reply_to_id=quoted.opaque_id)
        self.run_cron("cron_send_messages")
        again = self._retry(message).sudo()
        self.assertEqual(again._content(), message._content())
        self.assertEqual(again.quoted_id, quoted)

    def test_message_that_cannot_be_built_fails_with_a_sentence(self):
        message = self.answer(self.ticket)
        self.subject().identity_ids._end(fields.Datetime.now())
        self.run_cron("cron_send_messages")
        error = message._readable()["error"]
        self.assertEqual((message.state, error["retry"]), ("failed", True))
        self.assertTrue(error["text"] and error["remedy"])

    def test_notice_is_not_sent_again_by_hand(self):
        with self.assertRaises(UserError):
            self._retry(self.last_notice())

    def test_message_of_another_ticket_is_refused(self):
        message = self._failed()
        other = self.agree(customer="+4915155500088")
        with self.assertRaises(UserError):
            self._retry(message, ticket=other)

    def test_after_a_stop_it_is_refused(self):
        message = self._failed()
        self.write("STOP")
        with self.assertRaises(UserError):
            self._retry(message)

    def test_same_failed_message_is_not_sent_twice_by_two_clicks(self):
        message = self._failed()
        self._retry(message)
        with self.assertRaises(UserError):
            self._retry(message)

    def test_second_status_does_not_revive_a_cancelled_message(self):
        message = self.answer(self.ticket)
        self.write("STOP")
        self.take(change(statuses=[self.status(message, "sent")]))
        self.assertEqual(message.state, "cancelled")
        self.assertEqual(self.arrived(), 0)
        self.assertEqual(self.consent(ERIKA).state, "withdrawn")
