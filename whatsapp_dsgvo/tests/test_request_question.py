"""What sounded like a request: the person is asked once, and a tap decides."""

from datetime import timedelta

from odoo.tests import tagged

from ..lib.privacy import reverse_code
from .common import AYSE, ERIKA, MAX
from .erasing import ErasureCase

NEW = "+4915155500077"
WORDS = "Bitte löschen Sie alle meine Daten"


@tagged("post_install", "-at_install")
class TestRequestQuestion(ErasureCase):
    def asked(self, customer=None):
        """Our questions whether it is meant as a request."""
        sent = self.received_by(*filter(None, [customer]))
        return [m for m in sent if "klingt nach einem Antrag" in str(m.payload)]

    def cases(self):
        domain = [("subject_ids", "in", self.subject().ids)]
        return self.env["wa.request"].search(domain)

    def answer_with(self, index):
        self.tap(index, message=self.asked()[0].id)

    def test_the_person_is_asked_once_with_two_buttons(self):
        self.write(WORDS)
        (question,) = self.asked()
        self.assertIn("Löschung", str(question.payload))
        self.assertIn(self.cases().name, str(question.payload))
        buttons = question.payload["interactive"]["action"]["buttons"]
        titles = [button["reply"]["title"] for button in buttons]
        self.assertEqual(titles, ["Ja, Antrag stellen", "Nein"])
        row = self.cases().sudo().question_id
        self.assertEqual(row.exception_code, "DSR_INFO")
        self.write("Löschen Sie meine Daten endlich!")
        self.assertEqual(len(self.asked()), 1)

    def test_with_a_ticket_open_it_says_that_an_erasure_ends_it_too(self):
        told = {"de": "noch offene Anfrage", "en": "enquiry you have open"}
        for lang, words in told.items():
            with self.subTest(lang):
                customer = {"de": ERIKA, "en": MAX}[lang]
                self.agree(customer=customer)
                self.conversation(customer).sudo().language = lang
                self.write(WORDS, customer)
                text = str(self.received_by(customer)[-1].payload)
                self.assertIn(words, text)
                self.assertIn({"de": "„Nein“", "en": "“No”"}[lang], text)

    def test_without_one_or_for_another_right_it_says_nothing_of_it(self):
        self.write(WORDS)
        self.agree(customer=MAX)
        self.write("Was für Daten haben Sie über mich?", MAX)
        self.close(self.agree(customer=AYSE))
        self.write(WORDS, AYSE)
        asked = [*self.asked(), *self.asked(MAX), *self.asked(AYSE)]
        self.assertEqual(len(asked), 3)
        for question in asked:
            self.assertNotIn("offene Anfrage", str(question.payload))

    def test_a_yes_makes_it_a_request(self):
        self.write(WORDS)
        self.answer_with(0)
        case = self.cases()
        self.assertEqual((case.state, case.identity_level), ("new", "1"))
        self.assertIn("bestätigt", str(case.message_ids.mapped("body")))
        self.assertEqual(case.received_at, self.messages(direction="in")[0].event_at)

    def changed(self, days=1):
        """Erika's number changed some days ago, and she has written since."""
        self.agree()
        self.sim.customer_changes_number(ERIKA, NEW)
        self.work()
        self.write("Meine neue Nummer", NEW)
        ended = self.now() - timedelta(days=days)
        self.subject(NEW).sudo().identity_ids.filtered("valid_to").valid_to = ended

    def case_of(self, customer):
        return self.env["wa.request"]._open_of(self.subject(customer))

    def test_after_a_change_of_number_only_the_tap_proves_who_asks(self):
        self.changed(days=89)
        self.write(WORDS, NEW)
        case = self.case_of(NEW)
        self.assertEqual((case.identity_level, case.identified_at), ("0", False))
        self.assertIn("Einmalcode", str(case.message_ids.mapped("body")))
        self.tap(0, NEW, message=self.asked(NEW)[0].id)
        self.assertEqual((case.state, case.identity_level), ("new", "1"))
        self.assertTrue(case.identified_at)

    def test_also_when_the_coordination_has_accepted_it_meanwhile(self):
        self.changed()
        self.write(WORDS, NEW)
        case = self.case_of(NEW)
        case.with_user(self.coordinator).action_accept()
        self.assertEqual(case.identity_level, "0")
        self.tap(0, NEW, message=self.asked(NEW)[0].id)
        self.assertEqual(case.identity_level, "1")

    def test_long_after_a_change_the_message_proves_it(self):
        self.changed(days=91)
        self.write(WORDS, NEW)
        case = self.case_of(NEW)
        self.assertEqual(case.identity_level, "1")
        self.assertNotIn("Einmalcode", str(case.message_ids.mapped("body")))

    def test_a_code_from_the_self_service_page_proves_it_too(self):
        self.changed()
        self.write(WORDS, NEW)
        visits = self.env["wa.self.visit"].sudo()
        token, code = visits._start(self.channel)
        self.write(reverse_code.shown(code, "de"), NEW)
        case = self.case_of(NEW)
        self.assertEqual(case.identity_level, "1")
        # what is asked there is the same case
        visit = visits._of_token(self.channel, token)
        self.assertEqual(visit._ask("erasure"), case)

    def test_what_was_noted_by_phone_is_proven_by_asking_on_the_page(self):
        self.changed()
        case = self.env["wa.request"]._receive(
            self.subject(NEW), "access", received_by="phone"
        )
        visits = self.env["wa.self.visit"].sudo()
        token, code = visits._start(self.channel)
        self.write(reverse_code.shown(code, "de"), NEW)
        self.assertEqual(case.identity_level, "0")
        self.assertEqual(visits._of_token(self.channel, token)._ask("access"), case)
        self.assertEqual(case.identity_level, "1")

    def test_a_no_dismisses_it(self):
        self.write(WORDS)
        self.answer_with(1)
        case = self.cases()
        self.assertEqual((case.state, case.decision), ("done", "none"))

    def test_a_yes_after_a_no_counts(self):
        self.write(WORDS)
        received = self.cases().received_at
        self.answer_with(1)
        self.answer_with(0)
        anew = self.cases().filtered(lambda case: case.state == "new")
        self.assertEqual((anew.kind, anew.received_at), ("erasure", received))
        self.answer_with(0)
        self.assertEqual(len(self.cases()), 2)

    def test_a_no_does_not_undo_what_was_accepted(self):
        self.write(WORDS)
        self.cases().with_user(self.coordinator).action_accept()
        self.answer_with(1)
        self.assertEqual(self.cases().state, "new")

    def test_a_tap_is_neither_a_yes_to_the_notice_nor_an_enquiry(self):
        self.write(WORDS)
        for index in (0, 1):
            self.answer_with(index)
            self.assertEqual(self.consent().state, "pending")
        taps = self.messages(direction="in")[1:]
        self.assertEqual(taps.mapped("is_control"), [True, True])
        self.assertFalse(self.conversation().ticket_id)

    def test_a_code_of_somebody_else_opens_nothing(self):
        self.write(WORDS)
        self.write("Hallo", customer=MAX)
        payload = self.cases().sudo().question_id.choice_nonce
        theirs = self.conversation(MAX)
        content = {"reply_id": f"q1.yes.{payload}"}
        self.assertFalse(theirs._tapped_request(content)[1])
        self.assertTrue(self.conversation()._tapped_request(content)[1])

    def test_with_the_window_closed_nobody_is_asked(self):
        self.agree()
        self.conversation().sudo().last_inbound_at = "2026-01-01 09:00:00"
        case = self.env["wa.request"]._receive(
            self.subject(), "access", state="proposed"
        )
        case._ask_whether_meant(self.conversation())
        self.assertFalse(case.question_id)
        self.assertEqual(case.state, "proposed")
