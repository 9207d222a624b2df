"""The last of a person: no block is left at Meta, and no key too few."""

from datetime import date, datetime, timezone

from odoo import fields
from odoo.tests import tagged

from ..lib.privacy.retention import Period
from .common import ERIKA
from .retention_tools import RetentionCase

WRONG = "Ich heiße Musterfrau, nicht Muster"


class PeopleCase(RetentionCase):
    def years_later(self):
        """Three years after this one, when evidence is no longer needed."""
        start = fields.Datetime.now().replace(tzinfo=timezone.utc)
        due = Period(3, "years", year_end=True).due(start)
        self.later(days=(due - start).days + 2)

    def due_soon(self):
        """A person of whom nothing is left but the evidence of a withdrawn consent."""
        ticket = self.closed("no")
        self.write("STOPP")
        return ticket, self.subject()


@tagged("post_install", "-at_install")
class TestBlockedAtMeta(PeopleCase):
    def scene(self):
        super().scene()
        self.ticket, self.person = self.due_soon()
        wizard = self.env["wa.block"].with_user(self.agent)
        wizard.create({"ticket_id": self.ticket.id, "hint": False}).action_block()
        self.run_cron("cron_call_meta")
        self.assertTrue(self.at_meta())

    def at_meta(self):
        blocked = self.sim.world.numbers[self.channel.phone_number_id].blocked
        return self.sim.person(ERIKA).id in blocked

    def unblock_in_vain(self):
        """The block is lifted with us; the call to Meta never worked."""
        address, self.channel.api_base_url = (
            self.channel.api_base_url,
            "http://127.0.0.1:9",
        )
        self.person.conversation_ids._unblock()
        call = self.person.conversation_ids._meta_block()
        call._note("failed", attempts=5)
        self.channel.api_base_url = address

    def todo(self):
        return self.channel.activity_ids.filtered(
            lambda one: "WhatsApp Manager" in (one.summary or "")
        )

    def test_meta_is_asked_before_the_person_is_forgotten(self):
        self.unblock_in_vain()
        self.years_later()
        self.delete_due()
        self.assertTrue(self.person.exists())
        self.run_cron("cron_call_meta")
        self.assertFalse(self.at_meta())
        self.later(days=1)
        self.delete_due()
        self.assertFalse(self.person.exists())
        self.assertFalse(self.todo())

    def test_after_three_days_a_person_is_asked_who_knows_which_number(self):
        self.unblock_in_vain()
        self.years_later()
        self.channel.api_base_url = "http://127.0.0.1:9"
        for day in range(4):
            with self.subTest(day=day):
                self.assertTrue(self.person.exists())
                self.assertFalse(self.todo())
                self.delete_due()
                self.person.exists().conversation_ids._meta_block()._note("failed")
                self.later(days=1)
        self.assertFalse(self.person.exists())
        self.assertIn(self.channel.name, self.todo()[:1].summary)
        self.assertIn(self.coordinator, self.todo().user_id)
        self.assertNotIn(ERIKA, self.todo()[:1].summary)

    def test_whose_block_stands_is_never_forgotten(self):
        self.years_later()
        self.delete_due()
        self.assertTrue(self.person.exists())
        self.assertTrue(self.at_meta())


@tagged("post_install", "-at_install")
class TestLastWords(PeopleCase):
    def case(self):
        request = self.env["wa.request"]._receive(self.subject(), "rectification")
        request._add_correction(WRONG)
        return request

    def test_what_is_to_be_corrected_stays_readable_without_any_message(self):
        self.closed("no")
        case, person = self.case(), self.subject()
        case.write({"state": "done", "closed_at": fields.Datetime.now()})
        self.later(days=200)
        self.delete_due()
        self.assertFalse(
            self.env["wa.message"].search([("subject_id", "=", person.id)])
        )
        case.invalidate_recordset()
        self.assertEqual(case._correction(), WRONG)

    def test_its_key_goes_with_the_case(self):
        self.closed("no")
        case, person = self.case(), self.subject()
        self.later(days=200)
        case.write(
            {
                "state": "done",
                "closed_at": fields.Datetime.subtract(fields.Datetime.now(), years=5),
            }
        )
        self.delete_due()
        self.assertTrue(self.living_key(person.uuid))
        self.env["wa.request"]._gc_requests()
        self.later(days=1)
        self.delete_due()
        self.assertIsNone(self.living_key(person.uuid))

    def test_the_words_go_with_the_person_and_the_case_stays(self):
        self.due_soon()
        person, case = self.subject(), self.case()
        case.write({"state": "done", "closed_at": fields.Datetime.now()})
        self.years_later()
        self.delete_due()
        self.assertFalse(person.exists())
        case.invalidate_recordset()
        self.assertFalse(case.correction_sealed or case.correction_key)

    def test_a_case_of_somebody_all_is_held_of_stays(self):
        self.closed("no")
        case = self.case()
        old = fields.Datetime.subtract(fields.Datetime.now(), years=5)
        case.write({"state": "done", "closed_at": old})
        hold = self.env["wa.hold"].create(
            {
                "subject_id": self.subject().id,
                "reference": "K-1",
                "norm": "Art. 17 (3) e DSGVO",
                "reason": "Klage",
                "until": fields.Date.add(fields.Date.today(), days=100),
            }
        )
        self.env["wa.request"]._gc_requests()
        self.assertTrue(case.exists())
        hold.action_release()
        self.env["wa.request"]._gc_requests()
        self.assertFalse(case.exists())

    def test_the_year_of_a_letter_is_that_of_berlin(self):
        """23:30 UTC on New Year's Eve is January there: a year more to keep."""
        ticket = self.closed("yes")
        letter = self.of_ticket(ticket)[0]
        letter._admitted_write({"event_at": datetime(2026, 12, 31, 23, 30)})
        norm, until = letter._kept_because(self.env["wa.hold"])
        self.assertEqual((norm, until), ("§ 257 HGB", date(2033, 12, 31).isoformat()))
