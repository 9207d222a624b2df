"""Sending in two transactions: nothing leaves before the commit, nothing twice."""

import json
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..lib.cloud_api.client import SendResult
from .common import ERIKA, MAX
from .tools import ToolCase, change, text_message, webhook

TEXT = "Ich prüfe das."
# Only where the stand-in never answers: a slow machine needs longer than this.
QUICK = patch("odoo.addons.whatsapp_dsgvo.models.wa_channel.TIMEOUT", 0.5)


class OutboxCase(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        # what they got so far delays nothing any more, however long it took
        self.later(minutes=1)

    def arrived(self, text=TEXT):
        """How often the stand-in accepted this text."""
        return self.free_texts().count(text)

    def send(self, text=TEXT):
        message = self.answer(self.ticket, text)
        self.run_cron("cron_send_messages")
        return message

    def crash_after_t1(self):
        """The message is marked and committed, and the process dies."""
        message = self.answer(self.ticket)
        self.env["wa.message"]._claim_to_send()
        self.assertEqual(message.state, "sending")
        return message

    def status(self, message, name, wamid="wamid.out", **more):
        return {
            "id": wamid,
            "status": name,
            "timestamp": str(int(fields.Datetime.now().timestamp())),
            "recipient_id": ERIKA.lstrip("+"),
            "biz_opaque_callback_data": message.opaque_id,
            **more,
        }


@tagged("post_install", "-at_install")
class TestNothingTwice(OutboxCase):
    def test_crash_between_commit_and_call_becomes_uncertain(self):
        message = self.crash_after_t1()
        self.later(minutes=3)
        self.run_cron("cron_send_messages")
        self.assertEqual(message.state, "uncertain")
        self.assertEqual(self.arrived(), 0)

    def test_uncertain_message_is_never_sent_again_by_itself(self):
        message = self.crash_after_t1()
        for _day in range(3):
            self.later(days=1)
            self.run_cron("cron_send_messages")
        self.assertEqual(message.state, "uncertain")
        self.assertEqual(self.arrived(), 0)

    def test_late_status_settles_an_uncertain_message(self):
        message = self.crash_after_t1()
        self.later(minutes=3)
        self.run_cron("cron_send_messages")
        self.take(change(statuses=[self.status(message, "delivered")]))
        self.assertEqual(message.state, "delivered")

    @QUICK
    def test_time_out_after_acceptance_is_settled_by_the_status(self):
        self.sim.add_fault("timeout_after")
        message = self.send()
        self.assertEqual(message.state, "uncertain")
        self.work()
        self.assertEqual(message.state, "delivered")
        self.assertEqual(self.arrived(), 1)

    def test_cut_after_acceptance_is_settled_by_the_status(self):
        self.sim.add_fault("cut_after")
        message = self.send()
        self.work()
        self.assertEqual(message.state, "delivered")
        self.assertEqual(self.arrived(), 1)

    @QUICK
    def test_time_out_before_acceptance_stays_uncertain(self):
        self.sim.add_fault("timeout_before")
        message = self.send()
        self.work()
        self.assertEqual(message.state, "uncertain")
        self.assertEqual(self.arrived(), 0)

    def test_cut_before_acceptance_is_not_repeated_by_itself(self):
        self.sim.add_fault("cut_before")
        message = self.send()
        self.work()
        self.assertEqual(message.state, "uncertain")
        self.assertEqual(self.arrived(), 0)

    def test_unreachable_host_is_tried_again(self):
        url = self.channel.api_base_url
        self.channel.api_base_url = "http://127.0.0.1:9"
        message = self.send()
        self.assertEqual(message.state, "queued")
        self.channel.api_base_url = url
        self.later(hours=1)
        self.work()
        self.assertEqual(self.arrived(), 1)

    def test_status_before_the_http_answer_is_kept(self):
        message = self.crash_after_t1()
        self.take(change(statuses=[self.status(message, "delivered")]))
        answer = SendResult("wamid.out", None, None, None)
        self.env["wa.message"]._note_outcome(message.opaque_id, answer)
        self.assertEqual(message.state, "delivered")

    def test_shuffled_and_repeated_statuses_end_with_read(self):
        message = self.send()
        self.work()
        wamid = message._wamid()
        for name in ("read", "sent", "delivered", "read", "sent"):
            self.take(change(statuses=[self.status(message, name, wamid)]))
        self.assertEqual(message.state, "read")
        self.assertTrue(message.sent_at and message.delivered_at and message.read_at)

    def test_status_of_a_strange_message_changes_nothing(self):
        strange = {
            "id": "wamid.strange",
            "status": "read",
            "timestamp": "1795470000",
            "recipient_id": "4915155500009",
        }
        self.take(change(statuses=[strange]))
        self.assertFalse(self.events(state="parked"))


@tagged("post_install", "-at_install")
class TestOrder(OutboxCase):
    def test_answers_of_one_conversation_keep_their_order(self):
        for number in range(4):
            self.answer(self.ticket, f"Teil {number}")
        self.work()
        parts = [text for text in self.free_texts() if text.startswith("Teil")]
        self.assertEqual(parts, [f"Teil {number}" for number in range(4)])

    def test_later_answer_does_not_overtake_one_that_is_tried_again(self):
        self.sim.add_fault("131056")
        self.answer(self.ticket, "Teil 1")
        self.answer(self.ticket, "Teil 2")
        self.work()
        self.later(minutes=10)
        self.work()
        parts = [text for text in self.free_texts() if text.startswith("Teil")]
        self.assertEqual(parts, ["Teil 1", "Teil 2"])

    def test_one_persons_trouble_holds_up_nobody_else(self):
        other = self.agree(customer=MAX)
        self.sim.add_fault("131056", times=0, recipient=ERIKA)
        self.answer(self.ticket, "Teil 1")
        self.answer(other, "Teil 2")
        self.work()
        self.assertEqual(self.free_texts(MAX)[-1], "Teil 2")

    def test_quoted_reply_carries_the_context(self):
        first = self.messages(direction="in")[0]
        self.answer(self.ticket, reply_to_id=first.opaque_id)
        self.work()
        sent = [call for call in self.sim.received if call["method"] == "POST"]
        body = json.loads(sent[-1]["body"])
        self.assertEqual(body["context"]["message_id"], first._wamid())


@tagged("post_install", "-at_install")
class TestStopWhileQueued(OutboxCase):
    def test_stop_cancels_what_is_queued(self):
        message = self.answer(self.ticket)
        self.sim.customer_sends_text(ERIKA, "STOP")
        self.deliver()
        self.run_cron("cron_process_events")
        self.work()
        self.assertEqual(message.state, "cancelled")
        self.assertEqual(self.arrived(), 0)

    def test_message_waits_while_a_stored_event_of_the_person_is_unread(self):
        message = self.answer(self.ticket)
        self.post(webhook(change(text_message("wamid.stop", "STOP"))))
        self.run_cron("cron_send_messages")
        self.assertEqual((message.state, self.arrived()), ("queued", 0))
        self.run_cron("cron_process_events")
        self.later(seconds=5)
        self.run_cron("cron_send_messages")
        self.assertEqual((message.state, self.arrived()), ("cancelled", 0))

    def test_unread_event_of_somebody_else_holds_up_nothing(self):
        self.answer(self.ticket)
        self.post(webhook(change(text_message("wamid.m", "Hallo", MAX))))
        self.run_cron("cron_send_messages")
        self.assertEqual(self.arrived(), 1)

    def test_cancelled_answer_tells_the_agent_why(self):
        message = self.answer(self.ticket)
        self.post(webhook(change(text_message("wamid.stop", "STOP"))))
        self.run_cron("cron_process_events")
        self.assertIn("STOP", message._readable()["error"]["text"])
