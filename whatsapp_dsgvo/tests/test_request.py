"""Requests of data subjects: how they come in, their dates, who is told."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ERIKA
from .erasing import ErasureCase
from .tools import change, text_message


@tagged("post_install", "-at_install")
class TestRequest(ErasureCase):
    def scene(self):
        super().scene()
        self.write("Hallo, eine Frage")

    def request(self, subject=None, **values):
        return (
            self.env["wa.request"]
            .with_user(self.coordinator)
            .create(
                {
                    "kind": "access",
                    "company_id": self.company.id,
                    "subject_ids": [(6, 0, (subject or self.subject()).ids)],
                    **values,
                }
            )
        )

    def test_three_dates_count_from_the_receipt(self):
        case = self.request(received_at=datetime(2026, 11, 25, 9))
        self.assertRegex(case.name, r"^DS-\d{4}$")
        self.assertEqual(
            (case.internal_date, case.legal_date, case.extended_date),
            tuple(map(fields.Date.to_date, ("2026-12-02", "2026-12-28", "2027-02-25"))),
        )
        self.assertEqual(case.due_date, case.legal_date)

    def test_what_comes_tomorrow_has_not_been_received(self):
        with (
            self.assertRaisesRegex(ValidationError, "in the future"),
            self.env.cr.savepoint(),
        ):
            self.request(received_at=self.now() + timedelta(minutes=2))
        case = self.request(received_at=self.now() + timedelta(seconds=30))
        before = case.legal_date
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            case.received_at = self.now() + timedelta(days=30)
        self.env.invalidate_all()
        self.assertEqual(case.legal_date, before)

    def test_a_clock_of_meta_that_is_ahead_loses_no_request(self):
        now = self.now()
        text = "Bitte löschen Sie alle meine Daten"
        ahead = now + timedelta(minutes=10)
        self.take(change(text_message("wamid.ahead", text, at=ahead)))
        case = self.env["wa.request"]._open_of(self.subject())
        self.assertEqual(case.kind, "erasure")
        self.assertLessEqual(case.received_at, self.now())

    def test_the_urgent_ones_come_first_and_in_their_column(self):
        now = self.now()
        for kind, days in (("access", 20), ("erasure", 5), ("objection", 0)):
            self.request(
                kind=kind, received_at=fields.Datetime.subtract(now, days=days)
            )
        requests = self.env["wa.request"].with_user(self.coordinator)
        groups = requests._read_group(
            [("company_id", "=", self.company.id)], ["urgency"], ["__count"]
        )
        self.assertEqual(groups, [("overdue", 1), ("soon", 1), ("later", 1)])
        late = requests.search(
            [("urgency", "in", ["overdue"]), ("company_id", "=", self.company.id)]
        )
        self.assertEqual((late.kind, late.urgency), ("access", "overdue"))

    def test_delete_my_data_in_a_message_becomes_a_proposal(self):
        self.write("Bitte löschen Sie alle meine Daten")
        case = self.env["wa.request"].search(
            [("subject_ids", "in", self.subject().ids)]
        )
        self.assertEqual(
            (case.kind, case.state, case.received_by, case.identity_level),
            ("erasure", "proposed", "whatsapp", "1"),
        )
        asked = self.messages(direction="in").sorted("id")[-1]
        self.assertEqual(case.received_at, asked.event_at)
        self.write("Löschen Sie meine Daten endlich!")
        self.assertEqual(
            self.env["wa.request"].search([("subject_ids", "in", self.subject().ids)]),
            case,
        )
        case.with_user(self.coordinator).action_accept()
        self.assertEqual((case.state, case.user_id), ("new", self.coordinator))

    def test_a_proposal_that_was_none_is_dismissed(self):
        self.write("Bitte löschen Sie alle meine Daten")
        case = self.env["wa.request"].search(
            [("subject_ids", "in", self.subject().ids)]
        )
        case.with_user(self.coordinator).action_dismiss()
        self.assertEqual((case.state, case.decision), ("done", "none"))

    def test_an_agent_reports_one_from_the_ticket_and_reads_no_case(self):
        ticket = self.agree()
        action = ticket.with_user(self.agent).action_whatsapp_report_request()
        wizard = (
            self.env["wa.request.report"]
            .with_user(self.agent)
            .with_context(**action["context"])
        )
        # a careless click must not become an erasure
        self.assertNotIn("kind", wizard.default_get(["kind", "received_by"]))
        wizard = wizard.create({"kind": "erasure"})
        told = wizard.action_report()
        case = self.env["wa.request"].search([("ticket_id", "=", ticket.id)])
        self.assertIn(case.name, told["params"]["message"])
        self.assertEqual(case.subject_ids, self.subject())
        with self.assertRaises(AccessError):
            case.with_user(self.agent).read(["kind"])

    def test_others_can_not_report_from_a_ticket_they_do_not_read(self):
        ticket = self.agree()
        for user in (self.dpo, self.triage, self.helpdesk_only):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                ticket.with_user(user).action_whatsapp_report_request()

    def test_the_agent_of_the_ticket_is_told_and_not_who_else(self):
        ticket = self.agree()
        ticket.user_id = self.agent
        case = self.env["wa.request"]._receive(
            self.subject(), "erasure", state="proposed"
        )
        told = ticket.activity_ids
        self.assertEqual(told.user_id, self.agent)
        self.assertIn(case.name, told.summary)
        case.with_user(self.coordinator).action_dismiss()
        self.assertFalse(told.exists())

    def test_one_open_case_for_each_person_and_right(self):
        self.request()
        with self.assertRaises(ValidationError):
            self.request()
        self.request(kind="rectification")

    def test_a_contact_brings_all_its_people(self):
        partner = self.env["res.partner"].create({"name": "Erika Muster"})
        self.subject().partner_id = partner
        case = self.env["wa.request"].with_user(self.coordinator)
        case = case.create({"partner_id": partner.id, "company_id": self.company.id})
        self.assertEqual(case.subject_ids, self.subject())

    def test_an_erasure_is_not_done_without_its_certificate(self):
        with self.assertRaisesRegex(UserError, "certificate"):
            self.request(kind="erasure").action_done()

    def test_restriction_stops_reading_and_writing_until_it_is_lifted(self):
        ticket = self.agree()
        case = self.request(kind="restriction")
        self.assertEqual((case.may_restrict, case.may_lift), (True, False))
        case.action_restrict()
        self.assertEqual((case.may_restrict, case.may_lift), (False, True))
        self.assertFalse(ticket.with_user(self.agent)._whatsapp_is_readable())
        letter = case.action_letter_lift()["res_id"]
        letter = (
            self.env["wa.request.letter"].with_user(self.coordinator).browse(letter)
        )
        letter.write({"reason": "agreed", "ends_on": fields.Date.today()})
        letter.text = letter._proposal()
        letter.action_sent_by_letter()
        case.action_lift_restriction()
        self.assertTrue(ticket.with_user(self.agent)._whatsapp_is_readable())

    def test_the_officer_reads_and_operates_nothing(self):
        case = self.request(kind="restriction").with_user(self.dpo)
        self.assertEqual(case.kind, "restriction")
        for call in (
            case.action_restrict,
            case.action_done,
            case.action_erase,
            case.action_dismiss,
            case.action_lift_restriction,
        ):
            with self.subTest(call.__name__), self.assertRaises(AccessError):
                call()

    def test_a_case_that_was_worked_on_is_not_deleted(self):
        case = self.request(kind="objection")
        case.action_done()
        with self.assertRaises(UserError):
            case.unlink()

    def test_what_a_person_asked_for_is_not_deleted(self):
        text = "Bitte löschen Sie alle meine Daten"
        self.take(change(text_message("wamid.asked", text)))
        case = self.env["wa.request"]._open_of(self.subject())
        for state in ("proposed", "new"):
            self.assertEqual(case.state, state)
            with self.assertRaisesRegex(UserError, "kept"):
                case.with_user(self.coordinator).unlink()
            if state == "proposed":
                case.with_user(self.coordinator).action_accept()

    def test_a_mistake_is_deleted_by_who_made_it_while_nothing_was_sent(self):
        case = self.request(kind="objection")
        other = self.coordinator.copy({"login": "other", "name": "Other"})
        with self.assertRaisesRegex(UserError, "kept"):
            case.with_user(other).unlink()
        letter = self.env["wa.request.letter"].with_user(self.coordinator)
        letter = letter.browse(case.action_letter_receipt()["res_id"])
        letter.action_sent_by_email()
        with self.assertRaisesRegex(UserError, "kept"):
            case.unlink()
        mistake = self.request(kind="restriction")
        mistake.unlink()
        self.assertFalse(mistake.exists())

    def test_each_right_is_heard_in_a_message_also_in_the_first(self):
        asked = {
            "rectification": "Bitte berichtigen Sie meine Daten",
            "restriction": "Bitte schränken Sie die Verarbeitung meiner Daten ein",
            "portability": "Ich verlange Datenübertragbarkeit",
        }
        self.agree()
        for number, (kind, text) in enumerate(asked.items()):
            for customer in (ERIKA, f"+49151600000{number}"):
                with self.subTest(kind, customer=customer):
                    self.write(text, customer=customer)
                    case = self.env["wa.request"]._open_of(self.subject(customer), kind)
                    self.assertEqual(case.state, "proposed")
