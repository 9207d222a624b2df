"""What goes when its period is over, what stays, and what is said of it."""

from datetime import date

from odoo import fields
from odoo.tests import tagged

from .common import ERIKA, MAX
from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestPeriods(RetentionCase):
    def test_an_enquiry_is_deleted_six_months_after_closing(self):
        ticket = self.closed("no")
        self.assertTrue(self.of_ticket(ticket))
        self.later(days=180)
        self.delete_due()
        self.assertTrue(self.of_ticket(ticket))
        self.later(days=6)
        run = self.delete_due()
        self.assertFalse(self.of_ticket(ticket))
        self.assertEqual((run.state, run.overdue), ("done", 0))
        self.assertTrue(self.line("LK-03").done)

    def test_the_chatter_says_what_became_of_the_messages(self):
        ticket = self.closed("no")
        before = len(self.stubs(ticket))
        self.later(days=190)
        self.delete_due()
        (text,) = self.stubs(ticket)
        self.assertTrue(before)
        self.assertIn("gelöscht", text)

    def test_a_business_letter_stays_until_the_end_of_the_sixth_year(self):
        ticket = self.closed("yes")
        # the year ends in Berlin, up to two hours before it does in UTC
        today = fields.Date.today()
        end = date(today.year + 6, 12, 31)
        self.later(days=(end - today).days - 1)
        self.delete_due()
        self.assertTrue(self.of_ticket(ticket))
        self.later(days=3)
        self.delete_due()
        self.assertFalse(self.of_ticket(ticket))

    def test_an_undecided_ticket_is_listed_and_not_deleted(self):
        ticket = self.agree()
        self.close(ticket)
        self.later(days=3000)
        run = self.delete_due()
        self.assertTrue(self.of_ticket(ticket))
        self.assertEqual(run.undecided, 1)

    def test_deciding_later_starts_the_period_at_the_closing(self):
        ticket = self.agree()
        self.close(ticket)
        closed_at = ticket.closed_date
        self.later(days=100)
        self.decide(ticket, "no")
        self.assertEqual(
            set(self.of_ticket(ticket).mapped("retention_from")), {closed_at}
        )

    def test_an_open_ticket_has_no_period_and_reopening_ends_it(self):
        ticket = self.closed("no")
        self.assertTrue(all(self.of_ticket(ticket).mapped("retention_from")))
        self.later(days=2)
        self.write("Noch eine Frage dazu, bitte")
        self.assertFalse(ticket.closed)
        self.assertFalse(any(self.of_ticket(ticket).mapped("retention_from")))
        self.later(days=400)
        self.delete_due()
        self.assertTrue(self.of_ticket(ticket))

    def test_an_archived_ticket_counts_as_ended(self):
        ticket = self.agree()
        self.decide(ticket, "no")
        ticket.active = False
        self.later(days=190)
        self.delete_due()
        self.assertFalse(self.of_ticket(ticket))

    def test_a_thank_you_after_closing_moves_the_period(self):
        ticket = self.closed("no")
        self.later(hours=5)
        self.write("Danke")
        last = max(self.of_ticket(ticket).mapped("event_at"))
        self.assertTrue(ticket.closed)
        self.assertEqual(set(self.of_ticket(ticket).mapped("retention_from")), {last})

    def test_after_stop_a_month_is_enough(self):
        ticket = self.closed("no")
        self.later(days=1)
        self.write("STOPP")
        classes = set(self.of_ticket(ticket).mapped("retention_class"))
        self.assertEqual(classes, {"LK-03w"})
        self.later(days=32)
        self.delete_due()
        self.assertFalse(self.of_ticket(ticket))

    def test_a_letter_stays_a_letter_after_stop(self):
        ticket = self.closed("yes")
        self.write("STOPP")
        classes = set(self.of_ticket(ticket).mapped("retention_class"))
        self.assertEqual(classes, {"LK-04"})

    def test_notices_go_when_they_no_longer_count(self):
        self.write("Hallo")
        notice = self.last_notice()
        self.later(days=29)
        self.delete_due()
        self.assertTrue(notice.exists())
        self.later(days=2)
        self.delete_due()
        self.assertFalse(notice.exists())

    def test_after_the_yes_a_held_message_has_the_period_of_its_ticket(self):
        self.write("Hallo, sind Sie da?")
        held = self.messages(state="held")
        held.with_user(self.triage).action_triage_nothing()
        self.later(minutes=1)
        self.delete_due()
        self.assertEqual(held.retention_class, "LK-02")
        self.assertTrue(held.retention_from)
        self.tap()
        self.assertTrue(held.ticket_id)
        self.assertFalse(held.retention_from)
        self.later(days=30)
        self.delete_due()
        self.assertEqual(held.retention_class, "LK-03")
        self.assertIn("Hallo, sind Sie da?", self.texts())

    def test_the_message_id_goes_after_ninety_days_and_the_message_stays(self):
        ticket = self.agree()
        self.later(days=92)
        self.delete_due()
        messages = self.of_ticket(ticket).sudo()
        self.assertFalse(any(messages.mapped("wamid_sealed")))
        self.assertIn("Meine Rechnung stimmt nicht", self.texts())

    def test_marked_content_goes_and_its_time_stays(self):
        ticket = self.agree()
        marked = self.of_ticket(ticket).filtered(lambda m: m.direction == "in")[0]
        now = fields.Datetime.now()
        marked._admitted_write({"retention_class": "LK-03s", "retention_from": now})
        self.later(days=32)
        self.delete_due()
        self.assertTrue(marked.exists())
        self.assertFalse(marked._content())
        self.assertTrue(marked.retention_done_at)
        self.assertEqual(marked._readable()["kind"], "shredded")

    def test_run_twice_finds_nothing_more(self):
        self.closed("no")
        self.later(days=190)
        self.delete_due()
        self.later(days=1)
        run = self.delete_due()
        self.assertEqual((run.done, run.keys), (0, 0))

    def test_a_run_is_made_once_a_day(self):
        self.delete_due()
        first = self.last_run()
        self.later(minutes=1)
        self.delete_due()
        self.assertEqual(self.last_run(), first)


@tagged("post_install", "-at_install")
class TestKeys(RetentionCase):
    def test_the_key_goes_with_the_last_content_and_a_new_one_comes(self):
        self.closed("no")
        uuid = self.subject().uuid
        self.assertTrue(self.living_key(uuid))
        self.later(days=190)
        run = self.delete_due()
        self.assertEqual(run.keys, 1)
        self.assertIsNone(self.living_key(uuid))
        self.assertEqual(self.subject()._address()[0], ERIKA)
        self.write("Da bin ich wieder")
        self.assertEqual(self.texts(), ["Da bin ich wieder"])

    def test_the_key_stays_while_anything_needs_it(self):
        self.closed("no")
        self.later(days=100)
        self.write("Etwas Neues, das nichts mit dem Alten zu tun hat")
        self.later(days=90)
        run = self.delete_due()
        self.assertTrue(run.done)
        self.assertTrue(self.living_key(self.subject().uuid))
        self.assertEqual(len(self.texts()), 1)

    def test_one_person_s_key_is_not_another_s(self):
        self.closed("no", ERIKA)
        self.closed("yes", MAX)
        self.later(days=190)
        self.delete_due()
        self.assertIsNone(self.living_key(self.subject(ERIKA).uuid))
        # letters of his have a key of their own by now
        self.assertTrue(self.living_key(self.subject(MAX).uuid, "kept"))

    def test_the_journal_learns_of_the_run(self):
        self.delete_due()
        marks = self.env["wa.journal.mark"].search(
            [("kind", "=", "retention"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(marks), 1)

    def test_evidence_and_number_go_three_years_after_the_year_of_the_stop(self):
        self.closed("no")
        self.write("STOPP")
        subject = self.subject()
        uuid, stopped = subject.uuid, fields.Date.today()
        self.later(days=(date(stopped.year + 3, 12, 30) - stopped).days)
        self.delete_due()
        self.assertTrue(subject.exists())
        self.later(days=3)
        self.delete_due()
        self.assertFalse(subject.exists())
        entries = self.env["wa.ledger.entry"].sudo().search([("pseudonym", "=", uuid)])
        self.assertTrue(entries)
        self.assertFalse(any(entries.mapped("blob")))
        self.assertIsNone(self.living_key(uuid, "person"))
        self.assertIsNone(self.living_key(uuid, "evidence"))


@tagged("post_install", "-at_install")
class TestNewYear(RetentionCase):
    def test_closed_at_half_past_midnight_in_berlin_is_the_new_year(self):
        """23:30 UTC on 31 December: the letter's years begin a year later."""
        ticket = self.closed("yes")
        night = fields.Datetime.from_string("2026-12-31 23:30:00")
        ticket.closed_date = night
        self.of_ticket(ticket)._admitted_write({"retention_from": night})
        offset = fields.Datetime.from_string("2033-01-02 12:00:00") - night
        self._move_to(night + offset)
        self.delete_due()
        self.assertTrue(self.of_ticket(ticket))
        self._move_to(fields.Datetime.from_string("2034-01-02 12:00:00"))
        self.delete_due()
        self.assertFalse(self.of_ticket(ticket))

    def _move_to(self, moment):
        self.later(seconds=(moment - fields.Datetime.now()).total_seconds())
