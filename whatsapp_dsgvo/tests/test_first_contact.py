from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..lib.consent import gate
from .common import ERIKA, MAX
from .first_contact import PictureCase
from .tools import change, nobody, text_message, webhook

# what another person may cost, in queries
ASKED_EACH, AGREED_EACH, AT_ONCE_EACH = 1, 6, 6


@tagged("post_install", "-at_install")
class TestFirstContact(PictureCase):
    """Who writes for the first time, and who says yes, is worked off with others.

    What follows must be the same as message by message: each story is told twice.
    """

    def setUp(self):
        super().setUp()
        self.channel.urgent_words = "Rohrbruch"
        self.model = type(self.env["wa.conversation"])

    def _alone(self, *args):
        raise AssertionError("worked off message by message")

    def _tell(self, customer, story, together):
        """Live through a story; what stands in the database afterwards."""
        name = "_process_waiting" if together else "_meet"
        instead = self._alone if together else nobody
        with patch.object(self.model, name, instead):
            story(customer)
        return self.picture(customer)

    def _assert_same(self, story, mode="strict"):
        self.channel.consent_mode = mode
        together = self._tell(ERIKA, story, together=True)
        alone = self._tell(MAX, story, together=False)
        self.assertEqual(together, alone)
        return together

    # -- stories ---------------------------------------------------------------------

    def _writes(self, *texts):
        def story(customer):
            for text in texts:
                self.sim.customer_sends_text(customer, text)
            self.work()

        return story

    def test_question_is_asked(self):
        found = self._assert_same(self._writes("Meine Rechnung stimmt nicht"))
        self.assertEqual(found["consents"][0]["state"], "pending")
        self.assertEqual(len(found["sent"]), 1)
        self.assertFalse(found["tickets"])

    def test_several_messages_are_held_and_one_question_asked(self):
        found = self._assert_same(self._writes("Hallo", "Rohrbruch!", "Bitte helfen"))
        labels = [
            m["triage_label"] for m in found["messages"] if m["direction"] == "in"
        ]
        self.assertEqual(labels, ["greeting", "urgent", "other"])
        self.assertEqual(len(found["sent"]), 1)

    def test_yes_by_the_button_opens_the_ticket(self):
        def story(customer):
            self._writes("Meine Rechnung stimmt nicht", "Nummer 4711")(customer)
            self.tap(0, customer)

        found = self._assert_same(story)
        (ticket,) = found["tickets"]
        self.assertEqual(len(ticket["lines"]), 5)  # two, question, yes, receipt
        self.assertTrue(any(m["used"] for m in found["messages"]))

    def test_yes_in_words_opens_the_ticket(self):
        def story(customer):
            self._writes("Meine Rechnung stimmt nicht")(customer)
            self._writes("Ja, einverstanden")(customer)

        found = self._assert_same(story)
        self.assertEqual(found["consents"][0]["state"], "given")
        self.assertEqual(len(found["tickets"]), 1)

    def test_ticket_at_once_where_the_company_answers_before_the_yes(self):
        def story(customer):
            self._writes("Meine Rechnung stimmt nicht", "Nummer 4711")(customer)
            self._writes("Ja")(customer)

        self.channel.consent_mode = "service_reply"
        alone = self._tell(MAX, story, together=False)
        # the yes has a ticket already, and goes by itself
        self._writes("Meine Rechnung stimmt nicht", "Nummer 4711")(ERIKA)
        self._writes("Ja")(ERIKA)
        self.assertEqual(self.picture(ERIKA), alone)
        self.assertEqual(len(alone["tickets"]), 1)

    def test_yes_after_a_refusal_lifts_the_suppression(self):
        def story(customer):
            with patch.object(self.model, "_meet", nobody):
                self._writes("Meine Rechnung stimmt nicht")(customer)
                self._writes("STOPP")(customer)
                self._writes("START")(customer)
            if customer == MAX:
                self._writes("Ja")(customer)
                return
            with patch.object(self.model, "_process_waiting", self._alone):
                self._writes("Ja")(customer)

        together = self._tell_freely(ERIKA, story)
        self.assertEqual(together, self._tell(MAX, story, together=False))
        self.assertFalse(together["suppressed"])

    def _tell_freely(self, customer, story):
        story(customer)
        return self.picture(customer)

    def test_old_button_is_no_yes(self):
        """The code counts once; what is unusual goes message by message."""
        self.agree()
        nonce = self.last_notice().choice_nonce
        self._writes("STOPP")(ERIKA)
        self.tap_again(nonce)
        self.assertEqual(self.consent().state, "pending")  # asked anew

    def test_failure_of_one_person_stops_nobody_else(self):
        self._writes("Guten Tag")(ERIKA)
        self._writes("Guten Tag")(MAX)
        broken = self.conversation(ERIKA)
        real = self.model._steps

        def fails(one, *args):
            if one.id == broken.id:
                raise ValueError("broken")
            return real(one, *args)

        for customer in (ERIKA, MAX):
            self.sim.customer_sends_text(customer, "Ja")
        self.deliver()
        with patch.object(self.model, "_steps", fails):
            self.run_cron("cron_process_events")
        for customer in (ERIKA, MAX):
            self.assertEqual(self.consent(customer).state, "given", customer)

    def test_person_on_two_numbers_gets_no_more_than_the_day_allows(self):
        app, channel = self._make_channel(self.company, self.team, "9")
        number = channel.phone_number_id
        self._writes("Guten Tag")(ERIKA)
        allowance = self.env["wa.allowance"]
        mine = [("blind_index", "in", self._indexes(ERIKA))]
        for _more in range(gate.ALL_PER_DAY - 2):
            allowance._use(self.subject(), gate.CHOICE_ACK, fields.Datetime.now())
        # the question goes to the other number, the yes to this one: both are due
        self.post(webhook(change(text_message("wamid.two.1", "Ja", ERIKA))))
        hello = change(text_message("wamid.two.2", "Hallo", ERIKA), number_id=number)
        self.post(webhook(hello), key=app.webhook_key)
        self.run_cron("cron_process_events")
        identities = len(self._indexes(ERIKA))
        self.assertEqual(allowance.search_count(mine), gate.ALL_PER_DAY * identities)

    # -- cost ------------------------------------------------------------------------

    def _people(self, first, number):
        return [f"+49151556{first + place:05d}" for place in range(number)]

    def _cost(self, people, text):
        for phone in people:
            body = webhook(change(text_message(f"wamid.{phone}.{text}", text, phone)))
            self.post(body)
        self.env["wa.event"]._process_batch()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        with patch.object(self.model, "_process_waiting", self._alone):
            self.env["wa.conversation"]._process_batch()
            self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _assert_cost(self, text, few, many, each):
        self._cost(few[:1], text)
        more = self._cost(many, text) - self._cost(few[1:], text)
        self.assertLessEqual(more, (len(many) - len(few) + 1) * each)

    def test_asking_another_person_costs_hardly_a_query(self):
        self._assert_cost(
            "Guten Tag", self._people(100, 3), self._people(200, 12), ASKED_EACH
        )

    def test_yes_of_another_person_costs_little_more_than_its_ticket(self):
        few, many = self._people(300, 3), self._people(400, 12)
        self._cost([*few, *many], "Guten Tag")
        self.env.cr.execute(
            "UPDATE wa_message SET state = 'delivered', sent_at = queued_at "
            "WHERE state = 'queued'"
        )
        self.env.invalidate_all()
        self._assert_cost("Ja", few, many, AGREED_EACH)

    def test_ticket_at_once_costs_little_more_than_itself(self):
        self.channel.consent_mode = "service_reply"
        self._assert_cost(
            "Guten Tag", self._people(500, 3), self._people(600, 12), AT_ONCE_EACH
        )
