"""How waiting ends without a tap: STOP, failure, time, a closed ticket; and races."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.desk import reply_ready
from .common import ERIKA
from .test_waiting import READ, TEXT, WaitingCase
from .tools import change

GONE = {131026: None, 131049: None, 132015: "PAUSED", 132016: "DISABLED", 132001: ""}


@tagged("post_install", "-at_install")
class TestExits(WaitingCase):
    def test_stop_cancels_what_waits_and_the_question(self):
        message = self.note_down()
        self.write("STOPP")
        self.assertEqual((message.state, self.answers()), ("cancelled", []))
        self.assertFalse(self.conversation().question_id)
        self.assertFalse(self.ticket.whatsapp_waiting)
        self.tap_template(READ)
        self.assertEqual(self.answers(), [])
        self.assertEqual(self.consent().state, "pending")

    def test_withdrawal_by_phone_cancels_what_waits(self):
        message = self.note_down()
        self.conversation()._withdraw(None, "phone")
        self.assertEqual(message.state, "cancelled")

    def test_answer_of_a_closed_ticket_goes_by_the_tap_only(self):
        message = self.note_down()
        self.close(self.ticket)
        self.later(days=8)
        self.write("Ganz andere Frage")
        self.assertNotEqual(self.conversation().ticket_id, self.ticket)
        self.assertEqual((message.state, self.answers()), ("waiting_for_window", []))
        self.tap_template(READ)
        self.assertEqual(self.answers(), [TEXT])
        self.assertTrue(self.ticket.closed)

    def test_closed_ticket_is_not_asked_about(self):
        message = self.answer(self.ticket, TEXT)
        self.close(self.ticket)
        self.work()
        self.assertEqual(self.templates(), [])
        self.assertEqual(message.state, "waiting_for_window")
        self.assertEqual(self.question().cancel_reason, "ticket_closed")

    def test_ticket_reopened_by_a_message_sends_the_answer(self):
        self.note_down()
        self.close(self.ticket)
        self.write("Hallo?")
        self.assertFalse(self.ticket.closed)
        self.assertEqual(self.answers(), [TEXT])

    def test_erased_person_gets_neither_question_nor_answer(self):
        self.answer(self.ticket, TEXT)
        self.subject().sudo().erased_at = fields.Datetime.now()
        self.work()
        self.assertEqual((self.templates(), self.answers()), ([], []))

    def test_enquiry_older_than_thirty_days_is_not_asked_about(self):
        self.later(days=29)
        self.assertFalse(self.panel()["ok"])
        self.assertIn("30 days", self.panel()["text"])
        with self.assertRaisesRegex(UserError, "30 days"):
            self.answer(self.ticket)

    def test_without_an_approved_template_the_composer_says_so(self):
        self.sim.decide_template(reply_ready.NAME, "PAUSED")
        self.work()
        self.assertFalse(self.panel()["ok"])
        self.assertIn("not approved", self.panel()["text"])
        with self.assertRaisesRegex(UserError, "not approved"):
            self.answer(self.ticket)
        self.assertIn("Vorlage", self.panel("de_DE")["text"])

    def test_template_that_became_advertising_stops_a_queued_question(self):
        message = self.answer(self.ticket, TEXT)
        template = self.env["wa.template"]._of(self.channel, "de")
        template._change({"category": "MARKETING"})
        self.work()
        self.assertEqual(self.templates(), [])
        self.assertEqual(message.state, "waiting_for_window")

    def test_two_weeks_without_a_tap_make_one_activity(self):
        self.agent.lang = "de_DE"
        self.ticket.user_id = self.agent
        message = self.note_down()
        for days in (13, 2, 5):
            self.later(days=days)
            self.run_cron("cron_check_health")
        self.assertEqual(len(self.activities()), 1)
        self.assertEqual(self.activities().user_id, self.agent)
        self.assertEqual(message.state, "waiting_for_window")
        note = f"{self.activities().note} {self.activities().summary}"
        self.assertIn("Antwort", note)
        for word in ("Rechnung", "Erika"):
            self.assertNotIn(word, note)

    def test_activity_is_not_made_again_once_it_was_done(self):
        self.note_down()
        self.later(days=15)
        self.run_cron("cron_check_health")
        self.activities().action_done()
        self.later(days=15)
        self.run_cron("cron_check_health")
        self.assertFalse(self.activities())

    def test_before_two_weeks_nobody_is_disturbed(self):
        self.note_down()
        self.later(days=13)
        self.run_cron("cron_check_health")
        self.assertFalse(self.activities())

    def test_without_an_assignee_the_team_leader_is_asked(self):
        self.team.user_id = self.colleague
        self.note_down()
        self.later(days=15)
        self.run_cron("cron_check_health")
        self.assertEqual(self.activities().user_id, self.colleague)


@tagged("post_install", "-at_install")
class TestTrouble(WaitingCase):
    def test_refused_question_tells_the_agent_and_keeps_the_answer(self):
        for code, status in GONE.items():
            with self.subTest(code):
                self.channel.action_set_up_template()
                self.sim.add_fault("error", code=code)
                message = self.note_down(f"{TEXT} {code}")
                self.assertEqual(message.state, "waiting_for_window")
                self.assertEqual(self.question().state, "failed")
                self.assertTrue(message._readable()["waiting"]["problem"])
                self.assertTrue(self.activities())
                template = self.env["wa.template"]._of(self.channel, "de")
                known = template.status or ""
                self.assertEqual(known, "APPROVED" if status is None else status)

    def test_question_refused_by_a_later_status_tells_the_agent(self):
        self.sim.add_fault("failed_status", code=131049)
        message = self.note_down()
        waiting = message.with_context(lang="de_DE")._readable()["waiting"]
        self.assertIn("Meta", waiting["problem"])
        self.assertTrue(waiting["can_ask"])
        self.assertTrue(self.activities())

    def test_after_a_failure_it_can_be_asked_again_and_the_tap_works(self):
        self.sim.add_fault("error", code=131026)
        message = self.note_down()
        self.act("whatsapp_ask", message)
        self.work()
        self.assertEqual(len(self.templates()), 1)
        self.assertFalse(message._readable()["waiting"]["problem"])
        self.tap_template(READ)
        self.assertEqual(self.answers(), [TEXT])

    def test_twice_asked_by_two_clicks_is_once(self):
        self.sim.add_fault("error", code=131026)
        message = self.note_down()
        self.act("whatsapp_ask", message)
        with self.assertRaisesRegex(UserError, "once already"):
            self.act("whatsapp_ask", message, user=self.colleague)

    def test_late_delivery_of_a_failed_question_breaks_nothing(self):
        self.sim.add_fault("failed_status", code=131049)
        message = self.note_down()
        failed = self.question()
        self.act("whatsapp_ask", message)
        self.work()
        status = {
            "id": failed._wamid(),
            "status": "delivered",
            "timestamp": str(int(fields.Datetime.now().timestamp())),
            "recipient_id": ERIKA.lstrip("+"),
            "biz_opaque_callback_data": failed.opaque_id,
        }
        self.take(change(statuses=[status]))
        self.assertEqual(failed.state, "delivered")
        self.assertFalse(self.events(state="new"))

    def test_temporary_error_asks_once_in_the_end(self):
        self.sim.add_fault("500")
        self.note_down()
        self.later(minutes=15)
        self.work()
        self.assertEqual(len(self.templates()), 1)

    def test_window_that_meta_calls_closed_loses_nothing(self):
        self.write("Noch etwas")
        self.sim.add_fault("error", code=131047)
        message = self.note_down()
        self.assertEqual(message.state, "waiting_for_window")
        self.assertEqual(message._content()["text"], TEXT)
        self.assertTrue(self.activities())
        self.write("Hallo?")
        self.assertEqual(self.answers(), [TEXT])

    def test_closed_window_told_by_a_status_is_sent_once_though_it_is_repeated(self):
        self.write("Noch etwas")
        self.sim.add_fault("failed_status", code=131047)
        message = self.note_down()
        refused = [one for one in self.received_by() if one.type == "text"][-1]
        self.assertEqual(message.state, "waiting_for_window")
        self.write("Hallo?")
        status = {
            "id": refused.id,
            "status": "failed",
            "timestamp": str(int(fields.Datetime.now().timestamp())),
            "recipient_id": ERIKA.lstrip("+"),
            "biz_opaque_callback_data": refused.opaque,
            "errors": [{"code": 131047, "title": "Re-engagement message"}],
        }
        self.take(change(statuses=[status]))
        self.assertEqual(message.state, "delivered")
        self.write("Und?")
        self.assertEqual(self.answers(), [TEXT, TEXT])
        accepted = [one for one in self.received_by() if one.state != "failed"]
        texts = [one.payload.get("text", {}).get("body") for one in accepted]
        self.assertEqual(texts.count(TEXT), 1)

    def test_window_that_shuts_in_the_queue_loses_nothing(self):
        self.write("Noch etwas")
        self.channel._pause("test")
        message = self.note_down()
        self.assertEqual(message.state, "queued")
        self.later(hours=25)
        self.channel.action_connect()
        self.work()
        self.assertEqual(message.state, "waiting_for_window")
        self.assertTrue(message._readable()["waiting"]["can_ask"])
        self.act("whatsapp_ask", message)
        self.work()
        self.tap_template(READ)
        self.assertEqual(self.answers(), [TEXT])

    def test_answer_sent_again_after_a_failure_waits_too(self):
        self.write("Noch etwas")
        self.sim.add_fault("error", code=131026)
        failed = self.note_down()
        self.later(hours=25)
        self.act("whatsapp_retry", failed)
        self.work()
        self.assertEqual(len(self.templates()), 1)
