"""The identity ladder: what was proven decides what may be erased, and has a date."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .erasing import PersonCase


@tagged("post_install", "-at_install")
class TestRequestIdentity(PersonCase):
    def opened(self, partner):
        """As it opens, nothing typed yet."""
        action = partner.with_user(self.coordinator).action_whatsapp_erase()
        wizard = self.env["wa.erasure.start"].with_user(self.coordinator)
        return wizard.browse(action["res_id"])

    def test_without_a_case_nothing_was_proven(self):
        wizard = self.opened(self.partner)
        self.assertEqual((wizard.identity_level, wizard.erase_contact), ("0", False))

    def test_the_case_says_what_was_proven(self):
        for level, contact in (("1", False), ("2", True)):
            case = self.env["wa.request"]._receive(self.subject(), "erasure")
            case.identity_level = level
            with self.subTest(level):
                wizard = self.opened(self.partner)
                self.assertEqual(
                    (wizard.request_id, wizard.identity_level, wizard.erase_contact),
                    (case, level, contact),
                )

    def test_nobody_is_erased_before_it_is_known_who_asks(self):
        with self.assertRaisesRegex(UserError, "proved who they are"):
            self.propose(self.partner, identity_level="0")
        jobs = self.env["wa.erasure"]
        self.assertFalse(jobs.search([("subject_ids", "in", self.subject().ids)]))

    def test_the_contact_goes_only_with_more_than_the_whatsapp_identity(self):
        with self.assertRaisesRegex(UserError, "WhatsApp identity"):
            self.propose(self.partner, identity_level="1", erase_contact=True)

    # -- the second date -------------------------------------------------------------

    def test_when_it_was_proven_is_noted_by_itself(self):
        case = self.case(received_at=self.now() - timedelta(days=3))
        self.assertFalse(case.identified_at)
        case.identity_level = "3"
        proven = case.identified_at
        self.assertLess(self.now() - proven, timedelta(minutes=1))
        self.assertEqual(case.legal_date, self.legal_end(case))
        self.env.cr.execute(
            "UPDATE wa_request SET identified_at = %s WHERE id = %s",
            [proven - timedelta(days=1), case.id],
        )
        case.invalidate_recordset()
        case.identity_level = "2"
        self.assertEqual(case.identified_at, proven - timedelta(days=1))

    def legal_end(self, case):
        """Doubt about who asks does not move it: it counts from the receipt."""
        same = self.case(kind="objection", received_at=case.received_at)
        return same.legal_date

    def test_back_at_not_yet_there_is_no_such_date(self):
        case = self.case(identity_level="2")
        self.assertTrue(case.identified_at)
        case.identity_level = "0"
        self.assertFalse(case.identified_at)

    def test_a_message_proves_it_when_it_is_sent(self):
        self.write("Bitte löschen Sie alle meine Daten")
        case = self.env["wa.request"]._open_of(self.subject())
        self.assertEqual(case.identified_at, case.received_at)

    def test_the_date_is_not_typed(self):
        case = self.case()
        with self.assertRaises(AccessError):
            case.identified_at = fields.Datetime.now()

    def test_an_erasure_that_begins_without_a_case_notes_it_too(self):
        job = self.propose(self.partner, identity_level="2")
        self.assertTrue(job.request_id.identified_at)

    def test_the_case_tells_who_moved_its_clock_and_what_was_noted_by_itself(self):
        self.company.partner_id.lang = "de_DE"
        case = self.env["wa.request"]._receive(
            self.subject(), "access", state="proposed", received_by="whatsapp"
        )
        self.env.cr.precommit.run()
        case.with_context(lang=False)._hear_whether_meant("yes")
        self.env.cr.precommit.run()
        mine = case.with_user(self.coordinator)
        mine.received_at = self.now() - timedelta(days=2)
        self.env.cr.precommit.run()
        confirmed, moved = mine.history.splitlines()
        self.assertIn("Die Person hat den Antrag bestätigt.", confirmed)
        self.assertIn(self.coordinator.name, moved)
        self.assertIn("→", moved)
