"""STOP works in every state; what it takes away only the person gives back."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ERIKA, MAX
from .tools import ToolCase

STOP_WORDS = (
    "STOP",
    " Stopp! ",
    "*STOP*",
    "STOP 🙏",
    "„Abmelden“",
    "S T O P",
    "ＳＴＯＰ",
    "ST\u200bOP",
    "\u202eSTOP",
    "STОP",
    "إيقاف",
    "Bitte abmelden",
)
NO_STOP = ("Stopp, das ist die falsche Rechnung", "Der Bus-Stop ist weg")
REVIEW = ("Ich möchte keine Werbung mehr", "Bitte löschen Sie alle meine Daten")


class StopCase(ToolCase):
    def _suppressed(self, customer=ERIKA):
        indexes = self.subject(customer)._identity_indexes()
        return self.env["wa.suppression"]._of(self.company, indexes)


@tagged("post_install", "-at_install")
class TestStop(StopCase):
    def test_stop_withdraws_in_every_state(self):
        for number, state in enumerate(("pending", "given", "expired", "reconfirm")):
            customer = f"+491515550020{number}"
            with self.subTest(state):
                self.write("Hallo", customer)
                if state != "pending":
                    self.set_state(state, customer)
                self.write("STOP", customer)
                self.assertEqual(self.consent(customer).state, "withdrawn")
                self.assertEqual(self.consent(customer).reason, "stop")

    def test_stop_as_first_word_of_a_stranger_counts(self):
        self.write("STOP")
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertFalse(self.notices())

    def test_stop_of_a_blocked_person_keeps_the_block(self):
        self.write("Hallo")
        self.set_state("blocked")
        self.write("STOP")
        self.assertEqual(self.consent().state, "blocked")

    def test_every_spelling_of_stop_counts(self):
        for number, word in enumerate(STOP_WORDS):
            customer = f"+49151555003{number:02}"
            with self.subTest(word):
                self.write(word, customer)
                self.assertEqual(self.consent(customer).state, "withdrawn")

    def test_stop_of_one_person_leaves_others_alone(self):
        self.agree(customer=ERIKA)
        self.agree(customer=MAX)
        self.write("STOP", ERIKA)
        self.assertEqual(self.consent(MAX).state, "given")
        self.assertFalse(self._suppressed(MAX))


@tagged("post_install", "-at_install")
class TestStopOfACustomer(StopCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def test_stop_inside_a_sentence_is_no_stop(self):
        for text in NO_STOP:
            with self.subTest(text):
                self.write(text)
                self.assertEqual(self.consent().state, "given")

    def test_stop_as_caption_of_an_image_counts(self):
        image = {"id": "4711", "mime_type": "image/jpeg", "caption": "STOP"}
        self.sim.customer_sends(ERIKA, {"type": "image", "image": image})
        self.work()
        self.assertEqual(self.consent().state, "withdrawn")

    def test_stop_on_a_template_button_counts(self):
        button = {"text": "STOP", "payload": "STOP"}
        self.sim.customer_sends(ERIKA, {"type": "button", "button": button})
        self.work()
        self.assertEqual(self.consent().state, "withdrawn")

    def test_stop_as_quoted_reply_counts(self):
        self.write("STOP", quote=self.received_by()[0].id)
        self.assertEqual(self.consent().state, "withdrawn")

    def test_quoting_a_stop_is_no_stop(self):
        quoted = self.write("STOPP, das ist die falsche Rechnung")
        self.write("Haben Sie das gelesen?", quote=quoted)
        self.assertEqual(self.consent().state, "given")

    def test_stop_ends_every_purpose(self):
        self.set_state("given", purpose="marketing")
        self.set_state("given", purpose="survey")
        self.write("STOP")
        states = self.subject().consent_ids.mapped("state")
        self.assertEqual(set(states), {"withdrawn"})

    def test_stop_gets_one_neutral_receipt(self):
        before = len(self.free_texts())
        self.write("STOP")
        self.write("STOP")
        self.assertEqual(len(self.free_texts()), before + 1)
        self.assertIn("nicht mehr", self.free_texts()[-1])

    def test_contract_word_goes_to_the_triage_too_with_another_receipt(self):
        self.write("Kündigung")
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(self.messages(state="held").triage_label, "legal")
        self.assertIn("Vertrag oder ein Abo", self.free_texts()[-1])

    def test_widerruf_alone_is_stop_and_legal(self):
        self.write("Widerruf")
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(self.messages(state="held").triage_label, "legal")

    def test_stop_puts_every_identity_on_the_suppression_list(self):
        self.write("STOP")
        known = set(self.subject()._identity_indexes())
        self.assertEqual(set(self._suppressed().mapped("blind_index")), known)

    def test_agent_can_not_answer_after_stop(self):
        self.write("STOP")
        with self.assertRaisesRegex(UserError, "STOP"):
            self.answer(self.ticket)


@tagged("post_install", "-at_install")
class TestAfterStop(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        self.write("STOP")

    def _suppressed(self):
        indexes = self.subject()._identity_indexes()
        return bool(self.env["wa.suppression"]._of(self.company, indexes))

    def test_next_message_is_asked_once(self):
        self.later(days=8)
        self.write("Ich hätte doch noch eine Frage")
        self.assertEqual(self.consent().state, "pending")
        self.assertEqual(self.consent().prior, "withdrawn")
        self.assertEqual(len(self.notices()), 2)

    def test_asking_does_not_lift_the_suppression(self):
        self.write("Ich hätte doch noch eine Frage")
        self.assertTrue(self._suppressed())

    def test_silence_goes_back_to_withdrawn(self):
        self.write("Ich hätte doch noch eine Frage")
        self.later(days=8)
        self.run_cron("cron_check_health")
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(self.consent().reason, "stop")

    def test_no_goes_back_to_withdrawn(self):
        self.later(days=8)
        self.write("Ich hätte doch noch eine Frage")
        self.tap(1)
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertTrue(self._suppressed())

    def test_yes_lifts_the_suppression_for_service_only(self):
        self.set_state("withdrawn", purpose="marketing", reason="stop")
        self.later(days=8)
        self.write("Ich hätte doch noch eine Frage")
        self.tap(0)
        self.assertEqual(self.consent().state, "given")
        self.assertFalse(self._suppressed())
        self.assertEqual(self.consent(purpose="marketing").state, "withdrawn")

    def test_start_asks_and_gives_nothing(self):
        self.write("START")
        self.assertEqual(self.consent().state, "pending")

    def test_meanwhile_nobody_can_answer(self):
        self.write("Ich hätte doch noch eine Frage")
        with self.assertRaises(UserError):
            self.answer(self.ticket)


@tagged("post_install", "-at_install")
class TestPartialWithdrawal(ToolCase):
    def scene(self):
        super().scene()
        self.agree()
        self.set_state("given", purpose="marketing")

    def test_review_words_pause_advertising_only(self):
        for text in REVIEW:
            with self.subTest(text):
                self.set_state("given", purpose="marketing")
                self.write(text)
                self.assertEqual(self.consent(purpose="marketing").state, "withdrawn")
                self.assertEqual(self.consent().state, "given")

    def test_metas_stop_ends_advertising(self):
        self.sim.customer_prefers(ERIKA, "stop")
        self.work()
        self.assertEqual(self.consent(purpose="marketing").state, "withdrawn")
        self.assertEqual(self.consent().state, "given")

    def test_metas_resume_is_no_consent(self):
        self.sim.customer_prefers(ERIKA, "stop")
        self.sim.customer_prefers(ERIKA, "resume")
        self.work()
        self.assertEqual(self.consent(purpose="marketing").state, "withdrawn")
