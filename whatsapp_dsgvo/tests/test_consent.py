"""From the first message to a yes or a no, through webhook, machine and outbox."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ERIKA, MAX
from .tools import ToolCase

NO_YES = ("ok", "Okay", "👍", "ja nein", "Ja?", "ja, aber was passiert mit den Daten?")


@tagged("post_install", "-at_install")
class TestYes(ToolCase):
    def test_the_no_button_after_a_yes_ends_the_consent(self):
        ticket = self.agree()
        later = self.answer(ticket)
        self.tap_again(self.last_notice().choice_nonce, choice="no")
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(later.state, "cancelled")
        with self.assertRaises(UserError):
            self.answer(ticket)

    def test_burst_of_messages_gets_one_notice(self):
        with self.sim.webhooks_held():
            for number in range(5):
                self.sim.customer_sends_text(ERIKA, f"Frage {number}")
        self.work()
        self.assertEqual(len(self.received_by()), 1)

    def test_button_gives_consent_to_the_version_shown(self):
        self.agree()
        self.assertEqual(self.consent().state, "given")
        self.assertEqual(self.consent().notice_version, 1)

    def test_yes_in_words_gives_consent(self):
        self.write("Meine Rechnung stimmt nicht")
        self.write("Ja, einverstanden")
        self.assertEqual(self.consent().state, "given")

    def test_wider_yes_counts_while_our_question_is_open(self):
        self.write("Meine Rechnung stimmt nicht")
        self.write("ja gerne")
        self.assertEqual(self.consent().state, "given")

    def test_yes_gets_one_receipt_that_names_stop(self):
        self.agree()
        self.assertEqual(len(self.free_texts()), 1)
        self.assertIn("STOPP", self.free_texts()[0])

    def test_yes_brings_all_held_messages_into_the_ticket_in_order(self):
        for text in ("eins", "zwei", "drei"):
            self.write(text)
        self.tap()
        ticket = self.conversation().ticket_id
        shown = ticket.message_ids.sorted("id").sudo().whatsapp_message_ids
        inbound = [m._content()["text"] for m in shown if m.direction == "in"]
        self.assertEqual(inbound[:3], ["eins", "zwei", "drei"])

    def test_things_that_are_no_yes(self):
        self.write("Meine Rechnung stimmt nicht")
        for text in NO_YES:
            with self.subTest(text):
                self.write(text)
                self.assertEqual(self.consent().state, "pending")

    def test_ok_counts_once_the_company_says_so(self):
        self.channel.ok_counts = True
        self.write("Meine Rechnung stimmt nicht")
        self.write("ok")
        self.assertEqual(self.consent().state, "given")

    def test_reaction_to_the_notice_is_no_yes(self):
        self.write("Meine Rechnung stimmt nicht")
        self.sim.customer_reacts(ERIKA, self.received_by()[0].id, "👍")
        self.work()
        self.assertEqual(self.consent().state, "pending")

    def test_yes_as_the_very_first_word_is_no_consent(self):
        self.write("Ja")
        self.assertEqual(self.consent().state, "pending")
        self.assertEqual(len(self.notices()), 1)

    def test_yes_after_a_failed_notice_is_no_consent(self):
        self.sim.add_fault("error", code=131026)
        self.write("Meine Rechnung stimmt nicht")
        self.write("Ja")
        self.assertEqual(self.consent().state, "pending")

    def test_yes_before_the_notice_was_accepted_is_no_consent(self):
        self.sim.customer_sends_text(ERIKA, "Meine Rechnung stimmt nicht")
        self.sim.customer_sends_text(ERIKA, "Ja")
        self.work()
        self.assertEqual(self.consent().state, "pending")


@tagged("post_install", "-at_install")
class TestOneTimeCode(ToolCase):
    def test_yes_button_counts_once(self):
        self.agree()
        nonce = self.last_notice().choice_nonce
        self.write("STOPP")
        self.tap_again(nonce)
        self.assertNotEqual(self.consent().state, "given")

    def test_button_of_another_person_does_not_count(self):
        self.write("Hallo", ERIKA)
        self.write("Hallo", MAX)
        self.tap_again(self.last_notice(ERIKA).choice_nonce, MAX)
        self.assertEqual(self.consent(MAX).state, "pending")
        self.assertEqual(self.consent(ERIKA).state, "pending")

    def test_guessed_code_does_not_count(self):
        self.write("Hallo")
        for number, code in enumerate(("AAAAAAAAAAAAAAAA", "", "False", "%")):
            self.tap_again(code, wamid=f"wamid.guessed{number}")
            self.assertEqual(self.consent().state, "pending")
        self.assertFalse(self.messages(state="received"))

    def test_empty_code_is_no_yes_to_a_message_without_buttons(self):
        for number in range(2):
            self.tap_again("", wamid=f"wamid.empty{number}")
        self.assertEqual(self.consent().state, "pending")
        self.assertFalse(self.messages(state="received"))

    def test_code_in_a_plain_text_does_not_count(self):
        self.write("Hallo")
        self.write(f"c1.yes.{self.last_notice().choice_nonce}")
        self.assertEqual(self.consent().state, "pending")

    def test_yes_to_an_old_version_covers_only_that_version(self):
        self.write("Hallo")
        nonce = self.last_notice().choice_nonce
        self.publish(retention_text_de="12 Monate nach Abschluss")
        self.tap_again(nonce)
        self.assertNotEqual(self.consent().notice_version, 2)
        old = self.channel.notice_ids.filtered(
            lambda n: n.version == 1 and n.language == "de"
        )
        self.assertEqual(self.consent().last_entry_id.notice_hash, old.text_hash)

    def test_second_tap_under_a_valid_yes_changes_nothing(self):
        self.agree()
        entry = self.consent().last_entry_id
        self.tap_again(self.last_notice().choice_nonce)
        self.assertEqual(self.consent().last_entry_id, entry)
        self.assertEqual(len(self.free_texts()), 1)


@tagged("post_install", "-at_install")
class TestNo(ToolCase):
    def test_no_button_refuses_and_names_another_way(self):
        self.write("Meine Rechnung stimmt nicht")
        self.tap(1)
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(self.consent().reason, "refused")
        self.assertIn("030 5550 100", self.free_texts()[0])

    def test_no_in_words_refuses(self):
        self.write("Meine Rechnung stimmt nicht")
        self.write("Nein danke")
        self.assertEqual(self.consent().reason, "refused")

    def test_yes_button_within_a_day_after_a_no_counts(self):
        self.write("Meine Rechnung stimmt nicht")
        self.tap(1)
        self.later(hours=23)
        self.tap_again(self.last_notice().choice_nonce)
        self.assertEqual(self.consent().state, "given")

    def test_yes_button_more_than_a_day_after_a_no_does_not_count(self):
        self.write("Meine Rechnung stimmt nicht")
        self.tap(1)
        self.later(hours=25)
        self.tap_again(self.last_notice().choice_nonce)
        self.assertNotEqual(self.consent().state, "given")

    def test_yes_in_words_after_a_no_asks_first(self):
        self.write("Meine Rechnung stimmt nicht")
        self.tap(1)
        self.write("Ja")
        self.assertEqual(self.consent().state, "pending")

    def test_held_message_stays_held_after_a_no(self):
        self.write("Ich kündige meinen Vertrag zum Monatsende")
        self.tap(1)
        held = self.messages(state="held")
        self.assertEqual(held.mapped("triage_label"), ["legal"])


@tagged("post_install", "-at_install")
class TestTimePasses(ToolCase):
    def test_open_question_lapses_after_seven_days(self):
        self.write("Hallo")
        self.later(days=8)
        self.run_cron("cron_check_health")
        self.assertEqual(self.consent().state, "expired")

    def test_unused_yes_lapses_after_two_years(self):
        self.agree()
        self.later(days=731)
        self.run_cron("cron_check_health")
        self.assertEqual(self.consent().state, "expired")

    def test_used_yes_stays(self):
        self.agree()
        self.later(days=400)
        self.write("Noch eine Frage")
        self.later(days=400)
        self.run_cron("cron_check_health")
        self.assertEqual(self.consent().state, "given")

    def test_message_after_the_lapse_is_asked_again(self):
        self.agree()
        self.later(days=731)
        self.run_cron("cron_check_health")
        self.write("Hallo, ich bin es wieder")
        self.assertEqual(self.consent().state, "pending")
        self.assertEqual(len(self.notices()), 2)
