"""What agents decide about an answer that waits."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_waiting import READ, TEXT, WaitingCase


@tagged("post_install", "-at_install")
class TestDeciding(WaitingCase):
    def test_changed_text_is_what_the_customer_gets(self):
        message = self.note_down()
        self.act("whatsapp_change_waiting", message, "Neuer Text")
        self.tap_template(READ)
        self.assertEqual(self.answers(), ["Neuer Text"])

    def test_empty_or_too_long_text_changes_nothing(self):
        message = self.note_down()
        for text in ("  ", "x" * 4097):
            with self.assertRaises(UserError):
                self.act("whatsapp_change_waiting", message, text)
        self.assertEqual(message._content()["text"], TEXT)

    def test_a_no_to_something_else_drops_no_answer(self):
        self.write("Passt Dienstag?")
        desk = self.ticket.with_user(self.agent)
        desk.whatsapp_send_buttons("Oder Mittwoch?", ["Ja", "Nein"])
        self.work()
        buttons = self.received_by()[-1].id
        self.later(hours=25)
        self.write("Noch da?")
        self.later(hours=25)
        message = self.note_down()
        self.assertEqual(message.state, "waiting_for_window")
        self.tap(1, message=buttons)
        self.assertNotEqual(message.state, "cancelled")
        self.assertEqual(self.answers(), [TEXT])

    def test_answer_taken_back_is_not_sent_and_the_tap_is_noticed(self):
        message = self.note_down()
        self.act("whatsapp_take_back", message, user=self.colleague)
        self.assertFalse(self.ticket.whatsapp_waiting)
        self.tap_template(READ)
        self.assertEqual((message.state, self.answers()), ("cancelled", []))
        self.assertTrue(self.ticket.whatsapp_unanswered_since)

    def test_another_answer_after_taking_back_joins_the_same_question(self):
        self.act("whatsapp_take_back", self.note_down())
        self.note_down("Besser so")
        self.assertEqual(len(self.templates()), 1)
        self.tap_template(READ)
        self.assertEqual(self.answers(), ["Besser so"])

    def test_question_that_is_still_queued_is_taken_back_with_the_answer(self):
        message = self.answer(self.ticket, TEXT)
        self.channel._pause("test")
        self.act("whatsapp_take_back", message)
        self.channel.action_connect()
        self.work()
        self.assertEqual(self.templates(), [])
        question = self.question()
        self.assertEqual(question.state, "cancelled")
        self.assertIn("was withdrawn", question._readable()["error"]["text"])
        self.assertEqual(self.panel()["code"], "ask")
        self.note_down()
        self.assertEqual(len(self.templates()), 1)

    def test_question_that_is_still_queued_goes_for_the_next_answer(self):
        self.act("whatsapp_take_back", self.answer(self.ticket, TEXT))
        self.answer(self.ticket, "Besser so")
        self.work()
        self.assertEqual(len(self.templates()), 1)

    def test_what_was_sent_can_neither_be_changed_nor_taken_back(self):
        message = self.note_down()
        self.tap_template(READ)
        for method, args in (
            ("whatsapp_change_waiting", ["x"]),
            ("whatsapp_take_back", []),
            ("whatsapp_ask", []),
            ("whatsapp_send_waiting", []),
        ):
            with self.subTest(method), self.assertRaisesRegex(UserError, "no longer"):
                self.act(method, message, *args)

    def test_only_readers_of_the_ticket_decide(self):
        message = self.note_down()
        for user in (self.helpdesk_only, self.triage, self.dpo, self.it_admin):
            for method, args in (
                ("whatsapp_change_waiting", ["x"]),
                ("whatsapp_take_back", []),
                ("whatsapp_ask", []),
            ):
                with self.subTest(f"{user.login} {method}"):
                    with self.assertRaises(AccessError):
                        self.act(method, message, *args, user=user)
        self.assertEqual(message.state, "waiting_for_window")

    def test_answer_of_another_ticket_is_not_found(self):
        message = self.note_down()
        other = self.agree(customer="+4915155500088").with_user(self.agent)
        with self.assertRaises(UserError):
            other.whatsapp_take_back(message.opaque_id)
