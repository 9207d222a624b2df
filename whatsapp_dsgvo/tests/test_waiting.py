"""After 24 hours: the answer waits, the customer is asked, and the tap sends it."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.desk import reply_ready
from .common import ERIKA
from .tools import ToolCase

TEXT = "Ihre Rechnung ist jetzt richtig."
READ, DONE = 0, 1


class WaitingCase(ToolCase):
    """Friday's question, and it is Monday."""

    def scene(self):
        super().scene()
        self.channel.action_set_up_template()
        self.ticket = self.agree()
        self.later(hours=60)

    def note_down(self, text=TEXT, user=None, ticket=None):
        message = self.answer(ticket or self.ticket, text, user)
        self.work()
        return message

    def templates(self, customer=ERIKA):
        sent = self.received_by(customer)
        return [message for message in sent if message.type == "template"]

    def tap_template(self, index, place=-1):
        self.sim.customer_taps(ERIKA, self.templates()[place].id, index)
        self.work()

    def answers(self):
        """Texts of agents which the customer has got."""
        shipped = self.env["wa.message"].search([("exception_code", "!=", False)])
        receipts = [message._content().get("text") for message in shipped]
        return [text for text in self.free_texts() if text not in receipts]

    def act(self, method, message, *args, user=None):
        ticket = message.ticket_id.with_user(user or self.agent)
        return getattr(ticket, method)(message.opaque_id, *args)

    def panel(self, lang="en_US"):
        agent = self.ticket.with_user(self.agent).with_context(lang=lang)
        return agent.whatsapp_panel()["sending"]

    def question(self):
        return self.messages(kind="template").sudo().sorted("id")[-1:]

    def activities(self, ticket=None):
        other_way = self.env.ref("whatsapp_dsgvo.activity_other_way")
        return (ticket or self.ticket).activity_ids.filtered(
            lambda a: a.activity_type_id == other_way
        )


@tagged("post_install", "-at_install")
class TestAsking(WaitingCase):
    def test_answer_waits_encrypted_and_the_template_goes_out(self):
        message = self.note_down()
        self.assertEqual(message.state, "waiting_for_window")
        sealed = message.with_context(bin_size=False).content_sealed
        self.assertNotIn(b"Rechnung", sealed)
        self.assertEqual(self.answers(), [])
        self.assertEqual(len(self.templates()), 1)
        self.assertTrue(self.ticket.whatsapp_waiting)

    def test_template_says_day_and_number_and_nothing_else(self):
        self.note_down()
        first = self.messages(direction="in").sorted("event_at")[0]
        payload = self.templates()[0].payload["template"]
        given = payload["components"][0]["parameters"]
        self.assertEqual(
            [one["text"] for one in given],
            [first.event_at.strftime("%d.%m.%Y"), self.ticket.number],
        )
        self.assertEqual(payload["name"], reply_ready.NAME)
        for word in ("Rechnung", "Erika", ERIKA[1:]):
            self.assertNotIn(word, self.as_json(payload))

    def test_question_stands_on_the_consent_and_is_no_exception(self):
        self.note_down()
        question = self.question()
        self.assertEqual(question.basis_entry_id, self.consent().last_entry_id)
        self.assertFalse(question.exception_code)

    def test_composer_says_before_what_will_happen_in_both_languages(self):
        self.assertEqual((self.panel()["ok"], self.panel()["code"]), (True, "ask"))
        self.assertIn("first ask", self.panel()["text"])
        self.assertIn("Antwort bereit", self.panel("de_DE")["text"])

    def test_a_reaction_is_no_answer_so_the_customer_may_be_asked(self):
        self.write("Und wann kommt die Ware?")
        enquiry = self.messages(direction="in").sorted("id")[-1:]
        self.act("whatsapp_react", enquiry, "👍")
        self.work()
        self.later(hours=25)
        self.assertEqual(self.panel()["code"], "ask")
        self.assertEqual(self.note_down().state, "waiting_for_window")

    def test_several_answers_wait_for_one_question(self):
        self.note_down("Teil 1")
        self.note_down("Teil 2", user=self.colleague)
        self.note_down("Teil 3")
        self.assertEqual(len(self.templates()), 1)
        self.assertEqual(self.panel()["code"], "asked")
        self.tap_template(READ)
        self.assertEqual(self.answers(), ["Teil 1", "Teil 2", "Teil 3"])

    def test_english_person_is_asked_in_english(self):
        self.conversation().sudo().language = "en"
        self.note_down()
        self.assertIn("We have an answer", self.templates()[0].shown["body"])

    def test_bubble_tells_when_the_customer_was_asked(self):
        message = self.note_down()
        waiting = message._readable()["waiting"]
        self.assertTrue(waiting["asked_at"])
        self.assertFalse(waiting["can_ask"] or waiting["can_send"])
        label = self.question()._readable()
        self.assertTrue(label["automatic"])
        self.assertIn("Reply ready", label["label"])

    def test_question_is_not_sent_again_by_hand(self):
        self.sim.add_fault("error", code=131026)
        self.note_down()
        with self.assertRaises(UserError):
            self.act("whatsapp_retry", self.question())


@tagged("post_install", "-at_install")
class TestTap(WaitingCase):
    def test_tap_sends_the_answer_and_the_ticket_is_answered(self):
        message = self.note_down()
        self.tap_template(READ)
        self.assertEqual(self.answers(), [TEXT])
        self.assertEqual(message.state, "delivered")
        self.assertFalse(self.ticket.whatsapp_waiting)
        self.assertFalse(self.ticket.whatsapp_unanswered_since)

    def test_tap_is_a_line_and_no_new_enquiry(self):
        self.note_down()
        self.tap_template(READ)
        tap = self.messages(kind="button")
        self.assertTrue(tap.is_control)
        self.assertEqual(tap.ticket_id, self.ticket)
        self.assertIn("Antwort lesen", tap._readable()["label"])

    def test_second_tap_sends_nothing_twice_and_wakes_nobody(self):
        self.note_down()
        self.tap_template(READ)
        self.tap_template(READ)
        self.assertEqual(self.answers(), [TEXT])
        self.assertFalse(self.ticket.whatsapp_unanswered_since)

    def test_no_longer_needed_withdraws_the_answer_and_is_no_stop(self):
        self.ticket.user_id = self.agent
        message = self.note_down()
        self.tap_template(DONE)
        self.assertEqual(message.state, "cancelled")
        self.assertEqual(self.answers(), [])
        self.assertEqual(self.consent().state, "given")
        self.assertIn("no longer needs", message._readable()["error"]["text"])
        self.assertFalse(self.ticket.whatsapp_waiting)
        tap = self.messages(kind="button").mail_message_id
        self.assertIn(self.agent.partner_id, tap.sudo().notified_partner_ids)

    def test_after_no_longer_needed_an_agent_may_still_write(self):
        self.note_down()
        self.tap_template(DONE)
        self.note_down("Auf Wiedersehen!")
        self.assertEqual(self.answers(), ["Auf Wiedersehen!"])

    def test_no_in_words_is_no_longer_needed_too(self):
        message = self.note_down()
        self.write("Nein danke")
        self.assertEqual((message.state, self.answers()), ("cancelled", []))
        self.assertEqual(self.consent().state, "given")

    def test_read_after_no_longer_needed_asks_somebody_to_answer(self):
        self.note_down()
        self.tap_template(DONE)
        self.tap_template(READ)
        self.assertEqual(self.answers(), [])
        self.assertTrue(self.ticket.whatsapp_unanswered_since)

    def test_customer_who_just_writes_gets_the_answer(self):
        message = self.note_down()
        self.write("Hallo? Gibt es etwas Neues?")
        self.assertEqual(self.answers(), [TEXT])
        self.assertEqual(message.state, "delivered")
        self.assertTrue(self.ticket.whatsapp_unanswered_since)

    def test_what_may_be_a_withdrawal_is_read_first(self):
        message = self.note_down()
        self.write("Bitte löschen Sie alle meine Daten")
        self.assertEqual((message.state, self.answers()), ("waiting_for_window", []))
        self.assertTrue(message._readable()["waiting"]["can_send"])
        self.act("whatsapp_send_waiting", message)
        self.work()
        self.assertEqual(self.answers(), [TEXT])

    def test_forged_button_releases_nothing(self):
        message = self.note_down()
        nonce = self.question().choice_nonce
        other = "+4915155500077"
        self.write("Hallo", other)
        self.tap(0, other)
        button = {"payload": f"r1.read.{nonce}", "text": "Antwort lesen"}
        self.sim.customer_sends(other, {"type": "button", "button": button})
        self.work()
        self.assertEqual(message.state, "waiting_for_window")

    def test_next_question_needs_a_new_enquiry(self):
        self.note_down()
        self.tap_template(READ)
        self.later(hours=30)
        self.assertFalse(self.panel()["ok"])
        self.assertIn("answered", self.panel()["text"])
        with self.assertRaisesRegex(UserError, "answered"):
            self.answer(self.ticket)
        self.write("Noch eine Frage")
        self.later(hours=30)
        self.note_down("Teil 2")
        self.assertEqual(len(self.templates()), 2)
