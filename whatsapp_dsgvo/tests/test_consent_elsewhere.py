"""A yes or no that was said to something else is none to the notice."""

from odoo.tests import tagged

from .amending import AmendCase, edit
from .common import ERIKA
from .tools import change


@tagged("post_install", "-at_install")
class TestAnswersToSomethingElse(AmendCase):
    def scene(self):
        super().scene()
        desk = self.ticket.with_user(self.agent)
        desk.whatsapp_send_buttons("Passt Dienstag?", ["Ja", "Nein"])
        desk.whatsapp_send_list("Passt Mittwoch?", "Antworten", [["Ja"], ["Nein"]])
        self.work()
        self.buttons, self.rows = (sent.id for sent in self.received_by()[-2:])

    def asked_again(self):
        self.publish()
        self.write("Noch eine Frage")
        self.assertEqual(self.consent().state, "reconfirm")

    def asked_after_a_stop(self):
        self.write("STOPP")
        self.write("Hallo, noch eine Frage")
        self.assertEqual(self.consent().state, "pending")

    def test_a_tap_on_the_agents_yes_is_none_to_the_notice(self):
        self.asked_after_a_stop()
        self.tap(0, message=self.buttons)
        self.tap(0, message=self.rows)
        self.assertEqual(self.consent().state, "pending")

    def test_nor_to_a_new_version_of_it(self):
        self.asked_again()
        self.tap(0, message=self.buttons)
        self.assertEqual(self.consent().state, "reconfirm")
        self.assertEqual(self.consent().notice_version, 1)

    def test_a_tap_on_the_agents_no_withdraws_nothing_and_reaches_the_desk(self):
        self.asked_again()
        self.tap(1, message=self.buttons)
        self.assertEqual(self.consent().state, "reconfirm")
        said = self.messages(direction="in")[-1]
        self.assertEqual(
            (said.ticket_id, self.body(said)["text"]), (self.ticket, "Nein")
        )

    def test_words_that_quote_something_else_answer_that(self):
        self.asked_after_a_stop()
        self.write("Ja", quote=self.buttons)
        self.assertEqual(self.consent().state, "pending")

    def test_words_that_quote_the_notice_count(self):
        self.asked_after_a_stop()
        self.write("Ja", quote=self.notices()[-1].id)
        self.assertEqual(self.consent().state, "given")

    def test_forwarded_words_were_said_to_somebody_else(self):
        self.asked_after_a_stop()
        forwarded = {"text": {"body": "Ja"}, "context": {"forwarded": True}}
        self.sim.customer_sends(ERIKA, {"type": "text", **forwarded})
        self.work()
        self.assertEqual(self.consent().state, "pending")

    def test_words_below_a_picture_belong_to_it(self):
        self.asked_after_a_stop()
        picture = {"mime_type": "image/png", "caption": "Ja"}
        self.sim.customer_sends_file(ERIKA, "image", b"picture", **picture)
        self.work()
        self.assertEqual(self.consent().state, "pending")

    def test_an_older_message_that_is_changed_is_no_new_one(self):
        self.write("STOPP")
        older = self.write("Hallo, noch eine Frage")
        self.take(change(edit(older, "Ja")))
        self.assertEqual(self.consent().state, "pending")

    def test_a_stop_counts_whatever_it_quotes(self):
        self.write("Stopp", quote=self.buttons)
        self.assertEqual(self.consent().state, "withdrawn")

    def test_a_tap_of_somebody_new_is_none_either(self):
        """Their first messages are worked off together."""
        other = "+4915155500777"
        self.write("Guten Tag", other)
        tap = {"type": "button_reply", "button_reply": {"id": "0", "title": "Ja"}}
        self.sim.customer_sends(other, {"type": "interactive", "interactive": tap})
        self.work()
        self.assertEqual(self.consent(other).state, "pending")
