"""The last look before the call: whose message is called back, and what becomes of it."""

from odoo.tests import tagged

from ..models.outbox_calls import Calls
from ..models.outbox_last_look import FRESH, CalledBack, LastLook, news
from .common import MAX
from .test_fair_shares import Clock
from .test_outbox import OutboxCase
from .tools import change, text_message, webhook


class Heard:
    """A client that only notes what left."""

    def __init__(self):
        self.left = []

    def send(self, payload):
        self.left.append(payload)


@tagged("post_install", "-at_install")
class TestLastLook(OutboxCase):
    def news_of(self, message):
        self.env.flush_all()
        return news(self.env.cr, [message.opaque_id])

    def store_stop(self, **person):
        body = webhook(change(text_message("wamid.stop", "STOP", **person)))
        self.assertEqual(self.post(body).status_code, 200)

    def test_nothing_new_calls_nothing_back(self):
        message = self.crash_after_t1()
        self.store_stop(phone=MAX)
        self.assertEqual(self.news_of(message), set())

    def test_stored_stop_calls_back(self):
        message = self.crash_after_t1()
        self.store_stop()
        self.assertEqual(self.news_of(message), {message.opaque_id})

    def test_stop_between_the_two_stages_calls_back(self):
        message = self.crash_after_t1()
        self.store_stop()
        self.env["wa.event"]._process_batch()
        self.assertEqual(self.news_of(message), {message.opaque_id})

    def test_stop_that_was_worked_off_calls_back(self):
        message = self.crash_after_t1()
        self.store_stop()
        self.run_cron("cron_process_events")
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(self.news_of(message), {message.opaque_id})

    def test_restriction_and_move_call_back(self):
        message = self.crash_after_t1()
        for values in ({"restricted": True}, {"moved_at": "2026-01-01 00:00:00"}):
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                message.subject_id.write(values)
                self.assertEqual(self.news_of(message), {message.opaque_id})
                savepoint.rollback()

    def test_receipt_of_the_stop_itself_goes(self):
        self.store_stop()
        self.run_cron("cron_process_events")
        receipt = self.messages(exception_code="CHOICE_ACK", state="queued")
        self.assertTrue(receipt)
        self.assertEqual(self.news_of(receipt[-1]), set())

    def test_called_back_message_is_cancelled_by_the_second_gate(self):
        message = self.crash_after_t1()
        self.store_stop()
        self.env["wa.message"]._note_outcome(message.opaque_id, CalledBack())
        self.assertEqual((message.state, message.attempts), ("queued", 0))
        self.later(seconds=2)
        self.work()
        self.assertEqual(message.state, "cancelled")
        self.assertEqual(self.arrived(), 0)

    def test_called_back_message_goes_when_the_news_was_harmless(self):
        message = self.crash_after_t1()
        self.env["wa.message"]._note_outcome(message.opaque_id, CalledBack())
        self.later(seconds=2)
        self.work()
        self.assertEqual((message.state, message.attempts), ("delivered", 1))
        self.assertEqual(self.arrived(), 1)

    def test_call_that_is_called_back_does_not_leave(self):
        client = Heard()
        with Calls({}, lambda _ids: {"stopped"}) as calls:
            for opaque_id in ("stopped", "other"):
                calls.start(self.channel.id, (opaque_id, client, opaque_id))
            outcomes = dict(calls.answers(10))
        self.assertIsInstance(outcomes["stopped"], CalledBack)
        self.assertEqual(client.left, ["other"])

    def test_one_look_serves_many_but_never_one_claimed_after_it(self):
        clock, looks = Clock(), []
        look = LastLook(lambda ids: looks.append(set(ids)) or set(), clock)
        look.expect("a")
        look.expect("b")
        self.assertTrue(look.may_leave("a") and look.may_leave("b"))
        self.assertEqual(looks, [{"a", "b"}])
        look.expect("c")
        look.may_leave("c")
        self.assertEqual(len(looks), 2)
        look.expect("d")
        look.may_leave("d")
        clock.now += 2 * FRESH
        look.may_leave("e")
        self.assertEqual(len(looks), 4)
