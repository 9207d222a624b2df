"""A customer asks by e-mail: the agent of that ticket passes it on, too."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .erasing import ErasureCase


@tagged("post_install", "-at_install")
class TestRequestEmail(ErasureCase):
    def by_email(self, partner):
        return self.env["helpdesk.ticket"].create(
            {
                "name": "Frage",
                "description": "Bitte löschen Sie meine Daten",
                "company_id": self.company.id,
                "partner_id": partner.id,
            }
        )

    def report(self, ticket, kind="erasure"):
        """(what the agent is told, the case)"""
        action = ticket.with_user(self.agent).action_whatsapp_report_request()
        reports = self.env["wa.request.report"].with_user(self.agent)
        wizard = reports.with_context(**action["context"]).create({"kind": kind})
        told = wizard.action_report()["params"]["message"]
        cases = self.env["wa.request"].search([], order="id")
        return told, next(case for case in cases if case.name in told)

    def test_the_month_runs_from_what_was_written(self):
        ticket, partner = self.person()
        mail = self.by_email(partner)
        days = [fields.Datetime.now() - timedelta(days=days) for days in (9, 5)]
        mail.sudo()._write({"create_date": days[0]})
        mail.invalidate_recordset(["create_date"])
        self.assertEqual(self.report(mail)[1].received_at, days[0])
        mail.sudo().message_post(body="Auskunft!", message_type="email", date=days[1])
        self.assertEqual(self.report(mail, "access")[1].received_at, days[1])
        said = self.messages(direction="in").filtered(lambda m: not m.is_control)
        enquiry = said[-1]
        self.later(days=3)
        case = self.report(ticket, "objection")[1]
        self.assertEqual(case.received_at, enquiry.event_at)

    def test_an_agent_reports_one_from_an_email_too(self):
        _ticket, partner = self.person()
        mail = self.by_email(partner)
        _told, case = self.report(mail)
        self.assertEqual(
            (case.ticket_id, case.partner_id, case.received_by, case.kind),
            (mail, partner, "email", "erasure"),
        )
        self.assertEqual(case.subject_ids, self.subject())
        self.assertEqual((case.company_id, case.state), (self.company, "new"))
        with self.assertRaises(AccessError):
            case.with_user(self.agent).read(["kind"])
        # by either way it is the same case
        self.assertEqual(self.report(self.ticket_of(partner))[1], case)

    def ticket_of(self, partner):
        return partner.whatsapp_subject_ids.conversation_ids.ticket_id

    def test_also_of_a_contact_who_never_wrote_on_whatsapp(self):
        partner = self.env["res.partner"].create({"name": "Max Beispiel"})
        _told, case = self.report(self.by_email(partner), "access")
        self.assertEqual((case.partner_id, case.subject_ids.ids), (partner, []))
        self.assertEqual(self.report(self.by_email(partner), "access")[1], case)
        self.assertNotEqual(self.report(self.by_email(partner), "objection")[1], case)

    def test_an_email_of_nobody_we_know_needs_a_contact_first(self):
        mail = self.by_email(self.env["res.partner"])
        with self.assertRaisesRegex(UserError, "contact first"):
            mail.with_user(self.agent).action_whatsapp_report_request()

    def test_others_do_not_report_from_an_email(self):
        partner = self.env["res.partner"].create({"name": "Max Beispiel"})
        mail = self.by_email(partner)
        for user in (self.dpo, self.triage, self.helpdesk_only):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                mail.with_user(user).action_whatsapp_report_request()
        wizard = self.env["wa.request.report"].with_user(self.agent)
        wizard = wizard.create({"ticket_id": mail.id, "kind": "erasure"})
        self.agent.group_ids -= self.env.ref("whatsapp_dsgvo.group_agent")
        with self.assertRaises(AccessError):
            wizard.action_report()
