"""Periods of what is no message: requests, incidents, messages of a special category."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import guard
from ..models.wa_read_log import KEPT_FOR
from .erasing import ErasureCase
from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestRequests(ErasureCase):
    def years_ago(self, years, **more):
        return fields.Datetime.subtract(self.now(), years=years, **more)

    def closed_case(self, closed_at):
        case = self.env["wa.request"].with_user(self.coordinator)
        case = case.create(
            {
                "kind": "objection",
                "company_id": self.company.id,
                "subject_ids": [(6, 0, self.subject().ids)],
            }
        )
        action = case.action_letter_outcome()
        letter = case.letter_ids.browse(action["res_id"])
        letter.action_sent_by_letter()
        case.sudo().closed_at = closed_at
        return case, letter

    def test_a_case_goes_three_years_after_its_year_with_its_letters(self):
        self.write("Hallo, eine Frage")
        old, letter = self.closed_case(self.years_ago(5))
        scope = letter._scope()
        recent, _letter = self.closed_case(self.years_ago(2))
        self.env["wa.request"]._gc_requests()
        self.assertFalse(old.exists())
        self.assertFalse(letter.exists())
        self.assertTrue(recent.exists())
        store = self.env["wa.vault"]._vault().store
        self.assertIsNone(store.get(scope, "letter"))

    def test_an_erasure_goes_with_its_case(self):
        _ticket, partner = self.person()
        job = self.erase(partner)
        case = job.request_id
        case.write({"state": "done", "closed_at": self.years_ago(5)})
        self.env["wa.request"]._gc_requests()
        self.assertFalse(job.exists() or case.exists())

    def test_nothing_goes_while_deletion_is_paused(self):
        self.write("Hallo, eine Frage")
        old, _letter = self.closed_case(self.years_ago(5))
        logs = self.old_logs()
        self.company.whatsapp_retention_paused_at = self.now()
        self.clean_up()
        self.assertTrue(old.exists())
        self.assertTrue(all(log.exists() for log in logs))
        self.company.whatsapp_retention_paused_at = False
        self.clean_up()
        self.assertFalse(old.exists())
        self.assertFalse(any(log.exists() for log in logs))

    def old_logs(self):
        """An entry of the read log, an emergency access, a search for a number."""
        at = self.now() - KEPT_FOR - timedelta(days=1)
        rows = {
            "wa.read.log": {"at": at, "what": "file", "reader_index": "1:ab"},
            "wa.emergency": {
                "started_at": at,
                "until": at,
                "user_id": self.dpo.id,
                "ticket_number": "HT1",
                "reason": "Rückfrage der Behörde",
            },
            "wa.number.search": {
                "searched_at": at,
                "user_id": self.agent.id,
                "blind_index": "1:ab",
            },
        }
        logs = [
            guard.admitted(self.env[model]).create(
                {"company_id": self.company.id, **values}
            )
            for model, values in rows.items()
        ]
        self.run_cron("cron_seal")
        return logs

    def clean_up(self):
        self.env["wa.request"]._gc_requests()
        self.env["wa.read.log"]._gc_read_log()
        self.env["wa.emergency"]._gc_emergencies()
        self.env["wa.number.search"]._gc_searches()

    def test_an_open_case_never_goes(self):
        self.write("Hallo, eine Frage")
        case = self.env["wa.request"]._receive(
            self.subject(), "access", received_at=self.years_ago(9)
        )
        self.env["wa.request"]._gc_requests()
        self.assertTrue(case.exists())

    def test_an_incident_goes_after_five_years_and_not_by_hand(self):
        incidents = self.env["wa.incident"].create(
            [
                {"title": title, "company_id": self.company.id}
                for title in ("Laptop", "USB-Stick", "Offen")
            ]
        )
        old, recent, _open = incidents
        old.write({"state": "closed", "closed_at": self.years_ago(5, days=2)})
        recent.write({"state": "closed", "closed_at": self.years_ago(4)})
        with self.assertRaises(UserError):
            old.unlink()
        self.env["wa.incident"]._gc_incidents()
        self.assertEqual(incidents.exists(), incidents - old)


@tagged("post_install", "-at_install")
class TestSpecial(RetentionCase):
    def locked(self, ticket, reason="special"):
        message = self.of_ticket(ticket).filtered(lambda m: m.direction == "in")[0]
        ticket.with_user(self.agent).whatsapp_lock(message.opaque_id, reason)
        return message

    def test_a_message_of_a_special_category_goes_after_thirty_days(self):
        ticket = self.agree()
        message = self.locked(ticket)
        self.assertEqual(message.retention_class, "LK-03s")
        others = self.of_ticket(ticket) - message
        self.later(days=32)
        self.delete_due()
        self.assertEqual(message._content(), {})
        self.assertTrue(others[0]._content())

    def test_other_reasons_change_no_period(self):
        message = self.locked(self.agree(), "other_person")
        self.assertEqual(message.retention_class, "LK-03")

    def test_a_business_letter_is_kept_whatever_it_says(self):
        message = self.locked(self.closed("yes"))
        self.assertEqual(message.retention_class, "LK-04")

    def test_once_it_need_not_be_kept_after_all_it_goes_soon_again(self):
        """Somebody took it for a business letter by mistake."""
        ticket = self.agree()
        message = self.locked(ticket)
        for answer, klass in (("yes", "LK-04"), ("no", "LK-03s")):
            self.later(days=3)
            self.decide(ticket, answer)
            self.assertEqual(message.retention_class, klass)
        self.assertEqual(message.retention_from, message.locked_at)
        self.close(ticket)
        self.assertEqual(message.retention_from, message.locked_at)

    def test_unlocked_it_has_the_period_of_its_ticket_again(self):
        ticket = self.agree()
        message = self.locked(ticket)
        message.with_user(self.coordinator).action_unlock()
        self.assertEqual(
            (message.retention_class, message.retention_from), ("LK-03", False)
        )
