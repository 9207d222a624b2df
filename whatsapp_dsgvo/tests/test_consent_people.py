"""Who a person is: without a number, with a new number, on two numbers of ours."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import format_date

from .common import ERIKA, MAX
from .tools import ToolCase, change, text_message

KIM = "+4915155500004"  # hides the number from businesses
SECOND = "100000000000002"


@tagged("post_install", "-at_install")
class TestPersonWithoutNumber(ToolCase):
    """A customer known by the business-scoped user ID only."""

    def setUp(self):
        super().setUp()
        self.kim = self.sim.person(KIM).user_id

    def subject(self, customer=ERIKA):
        if customer != KIM:
            return super().subject(customer)
        index = self.env["wa.vault"]._index("bsuid", self.kim)
        identities = self.env["wa.identity"].search([("blind_index", "=", index)])
        return identities.filtered(lambda i: not i.valid_to).subject_id

    def test_notice_yes_answer_and_stop_work(self):
        ticket = self.agree(customer=KIM)
        self.assertEqual(self.consent(KIM).state, "given")
        self.answer(ticket)
        self.work()
        self.assertEqual(self.free_texts(KIM)[-1], "Ich prüfe das.")
        self.write("STOP", KIM)
        self.assertEqual(self.consent(KIM).state, "withdrawn")

    def test_no_phone_number_is_invented(self):
        self.write("Hallo", KIM)
        self.assertEqual(set(self.subject(KIM).identity_ids.mapped("kind")), {"bsuid"})

    def test_panel_shows_a_masked_id(self):
        ticket = self.agree(customer=KIM)
        panel = ticket.with_user(self.agent).whatsapp_panel()
        self.assertNotIn(self.kim, str(panel))
        self.assertTrue(panel["person"]["masked"])


@tagged("post_install", "-at_install")
class TestRecycledNumber(ToolCase):
    def _said(self, wamid, text, user_id):
        contact = {
            "profile": {"name": "Irgendwer"},
            "wa_id": ERIKA.lstrip("+"),
            "user_id": user_id,
        }
        message = text_message(wamid, text, from_user_id=user_id)
        self.take(change(message, contacts=[contact]))

    def test_same_number_with_another_id_is_a_new_person(self):
        self._said("wamid.1", "Hallo", "DE.1111111111")
        first = self.subject()
        self._said("wamid.2", "Guten Tag", "DE.2222222222")
        self.assertNotEqual(self.subject(), first)

    def test_new_owner_has_no_consent_and_no_history(self):
        self.write("Meine Rechnung stimmt nicht")
        self.tap()
        old = self.subject()
        self._said("wamid.2", "Guten Tag", "DE.2222222222")
        new = self.subject()
        self.assertNotEqual(new, old)
        self.assertEqual(self.consent().state, "pending")
        self.assertFalse(self.conversation().ticket_id)
        self.assertEqual(old.consent_ids.mapped("state"), ["expired"])

    def test_what_the_old_owner_was_to_get_goes_to_nobody(self):
        ticket = self.agree()
        message = self.answer(ticket)
        self._said("wamid.2", "Guten Tag", "DE.2222222222")
        self.work()
        self.assertEqual(message.state, "cancelled")
        self.assertNotIn("Ich prüfe das.", self.free_texts())
        with self.assertRaisesRegex(UserError, "expired"):
            self.answer(ticket)

    def test_two_people_announced_in_the_same_second_leave_two_traces(self):
        people = (ERIKA, MAX)
        for person in people:
            self.agree(customer=person)
        # found now: afterwards nobody has the old numbers any more
        conversations = [self.conversation(person) for person in people]
        at = fields.Datetime.now()
        for person in people:
            user = {"previous": "DE.1", "current": "DE.2"}
            update = {
                "wa_id": person.lstrip("+"),
                "user_id": user,
                "timestamp": str(int(at.timestamp())),
            }
            self.take(change(field="user_id_update", user_id_update=[update]))
        for conversation in conversations:
            traces = conversation.message_ids.filtered(lambda m: m.kind == "system")
            self.assertEqual(len(traces), 1)


@tagged("post_install", "-at_install")
class TestSeveralNumbers(ToolCase):
    """Consent belongs to one person on one number of one company."""

    def setUp(self):
        super().setUp()
        self.second = self.channel.copy(
            {
                "name": "Zweite Nummer",
                "phone_number_id": SECOND,
                "access_token": "demo-access-token",
            }
        )
        self.second._publish_first_notice()
        self.sim.configure(
            numbers=[
                {
                    "id": SECOND,
                    "waba_id": self.channel.waba_id,
                    "display": "+49 30 5550 200",
                }
            ]
        )

    def _conversation_on(self, channel):
        return self.subject().conversation_ids.filtered(
            lambda c: c.channel_id == channel
        )

    def conversation(self, customer=ERIKA):
        conversations = super().conversation(customer)
        return conversations.filtered(lambda c: c.channel_id == self.channel)

    def test_yes_on_one_number_is_no_yes_on_the_other(self):
        self.agree()
        self.write("Hallo auf der anderen", phone_id=SECOND)
        other = self._conversation_on(self.second)
        self.assertEqual(other._state(), "pending")
        self.assertEqual(self.conversation()._state(), "given")

    def test_company_is_not_touched_by_a_stop_to_another_company(self):
        self.agree()
        other = self.env["res.company"].create({"name": "Andere Muster GmbH"})
        self.assertFalse(
            self.env["wa.suppression"].search([("company_id", "=", other.id)])
        )
        subject = self.env["wa.subject"].create({"company_id": other.id})
        vals = self.env["wa.identity"]._prepare_vals(
            subject, "phone", ERIKA, self.consent().since
        )
        self.env["wa.identity"].create(vals)
        self.env["wa.suppression"]._suppress(subject, "withdrawn", self.consent().since)
        self.answer(self.conversation().ticket_id)
        self.work()
        self.assertEqual(self.free_texts()[-1], "Ich prüfe das.")


@tagged("post_install", "-at_install")
class TestRecordedWithdrawal(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        self.partner = self.env["res.partner"].create({"name": "Erika Muster"})
        self.ticket.with_user(self.agent).whatsapp_link_partner(self.partner.id)

    def _record(self, user=None, partner=None, **vals):
        wizard = self.env["wa.withdrawal"].with_user(user or self.agent)
        partner = partner or self.partner
        return wizard.create({"partner_id": partner.id, **vals}).action_record()

    def test_agent_records_a_withdrawal_that_came_by_phone(self):
        self._record(received_by="phone")
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(self.consent().reason, "phone")

    def test_nothing_can_be_sent_afterwards(self):
        self._record()
        with self.assertRaises(UserError):
            self.answer(self.ticket)

    def test_what_was_queued_is_cancelled(self):
        message = self.answer(self.ticket)
        self._record()
        self.assertEqual(message.state, "cancelled")

    def test_the_agent_reads_what_the_customer_did_and_when(self):
        def told(does):
            message = self.answer(self.ticket)
            does()
            self.assertEqual(message.state, "cancelled")
            panel = self.ticket.with_user(self.agent).whatsapp_panel()
            self.assertEqual(panel["sending"]["code"], "withdrawn")
            return panel["sending"]["text"], message._cancel_text()

        day = format_date(self.env, fields.Date.context_today(self.consent()))
        for does, sentence in (
            (lambda: self.write("STOPP"), f"wrote STOP on {day}"),
            (self._record, f"withdrew the consent on {day}"),
        ):
            with self.subTest(sentence):
                for text in told(does):
                    self.assertIn(f"The customer {sentence}.", text)
                cancelled = self.messages(state="cancelled")[-1]
                self.set_state("given")
                self.env["wa.suppression"]._lift(self.subject())
                self.assertIn("had withdrawn the consent.", cancelled._cancel_text())
        # asked again and silent: it is still the STOP of that day
        self.write("STOPP")
        self.later(days=1)
        self.write("Hallo?")
        self.assertEqual(self.consent().state, "pending")
        self.later(days=8)
        self.run_cron("cron_check_health")
        self.assertEqual(self.consent().last_entry_id.event, "expired")
        panel = self.ticket.with_user(self.agent).whatsapp_panel()
        self.assertIn(f"wrote STOP on {day}.", panel["sending"]["text"])
        self.set_state("withdrawn", reason="refused")
        now = fields.Datetime.context_timestamp(self.ticket, fields.Datetime.now())
        day = format_date(self.env, now)
        panel = self.ticket.with_user(self.agent).whatsapp_panel()
        self.assertIn(f"The customer said no on {day}.", panel["sending"]["text"])

    def test_one_purpose_alone_leaves_answers_possible(self):
        self.set_state("given", purpose="marketing")
        message = self.answer(self.ticket)
        self._record(purpose="marketing")
        self.assertEqual(self.consent(purpose="marketing").state, "withdrawn")
        self.assertEqual(self.consent().state, "given")
        self.assertEqual(message.state, "queued")

    def test_ledger_names_the_company_as_actor(self):
        self._record()
        self.assertEqual(self.consent().last_entry_id.actor_kind, "agent")

    def test_contact_without_identity_gets_a_sentence(self):
        other = self.env["res.partner"].create({"name": "Max Beispiel"})
        with self.assertRaisesRegex(UserError, "No WhatsApp identity"):
            self._record(partner=other)

    def test_others_may_not_record_withdrawals(self):
        for user in (self.triage, self.dpo, self.channel_admin, self.helpdesk_only):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._record(user=user)
