"""What is overdue, one by one, and why: pseudonyms and numbers of tickets."""

from datetime import datetime, time, timedelta, timezone
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.privacy.retention import BERLIN, day_in_berlin
from .common import ERIKA, MAX
from .privacy_cases import hold
from .retention_tools import RetentionCase
from .test_retention_people import PeopleCase

RUN = "odoo.addons.whatsapp_dsgvo.models.wa_retention_run"


class LeftCase(RetentionCase):
    def left(self, user=None, code="LK-03"):
        runs = self.env["wa.retention.run"].with_user(user or self.dpo)
        action = runs.with_company(self.company).action_overdue()
        rows = self.env[action["res_model"]].with_user(user or self.dpo)
        return rows.search(action["domain"]).filtered(lambda row: row.code == code)


@tagged("post_install", "-at_install")
class TestLeft(LeftCase):
    def test_each_ticket_is_listed_with_its_reason(self):
        mine, theirs = self.closed("no"), self.closed("no", MAX)
        self.later(days=230)
        hold(self.env, self.subject(ERIKA))
        rows = self.left()
        self.assertEqual(
            {row.ticket_number: row.reason for row in rows},
            {mine.number: "hold", theirs.number: "no_run"},
        )
        self.assertEqual(
            set(rows.mapped("pseudonym")),
            {self.subject(ERIKA).uuid, self.subject(MAX).uuid},
        )
        row = rows.filtered(lambda r: r.ticket_number == mine.number)
        self.assertEqual(row.count, len(self.of_ticket(mine)))
        start = min(self.of_ticket(mine).mapped("retention_from"))
        day = fields.Date.add(
            day_in_berlin(start.replace(tzinfo=timezone.utc)), months=6
        )
        midnight = datetime.combine(fields.Date.add(day, days=1), time(), BERLIN)
        self.assertEqual(row.due_at.replace(tzinfo=timezone.utc), midnight)

    def test_a_hold_on_one_message_explains_that_one(self):
        ticket = self.closed("no")
        self.later(days=230)
        hold(self.env, self.subject(), self.of_ticket(ticket)[0])
        rows = self.left()
        self.assertEqual(
            {row.reason: row.count for row in rows},
            {"hold": 1, "no_run": len(self.of_ticket(ticket)) - 1},
        )

    def test_open_requests_and_restrictions_are_told_apart(self):
        self.closed("no")
        self.closed("no", MAX)
        self.later(days=230)
        self.env["wa.request"]._receive(self.subject(ERIKA), "access")
        self.subject(MAX).restricted = True
        self.assertEqual(
            {row.pseudonym: row.reason for row in self.left()},
            {
                self.subject(ERIKA).uuid: "asked",
                self.subject(MAX).uuid: "restricted",
            },
        )

    def test_while_deletion_is_paused_it_says_so(self):
        self.closed("no")
        self.later(days=230)
        self.company.with_user(self.dpo)._whatsapp_pause_retention()
        self.assertEqual(self.left().reason, "paused")

    @mute_logger(RUN)
    def test_a_step_that_failed_is_named(self):
        self.closed("no")
        self.later(days=230)
        run = type(self.env["wa.retention.run"])
        with patch.object(run, "_delete_due", side_effect=ValueError("Erika Muster")):
            self.delete_due()
        row = self.left()
        self.assertEqual((row.reason, row.detail), ("failed", "LK-03 ValueError"))

    def test_what_is_due_for_less_than_a_week_is_not_late(self):
        self.closed("no")
        self.later(days=186)
        self.assertFalse(self.left())

    def test_after_a_run_nothing_is_left(self):
        self.closed("no")
        self.later(days=230)
        self.delete_due()
        self.assertFalse(self.left())

    def test_only_data_protection_sees_it_and_each_their_own_list(self):
        self.closed("no")
        self.later(days=230)
        for user in (self.agent, self.triage, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.left(user)
        mine = self.left(self.coordinator)
        self.assertTrue(mine)
        rows = self.env["wa.retention.left"].with_user(self.dpo)
        self.assertFalse(rows.search([("id", "in", mine.ids)]))


@tagged("post_install", "-at_install")
class TestPeopleLeft(LeftCase, PeopleCase):
    def test_people_are_listed_with_what_keeps_them(self):
        """Their messages went with a run; of them the last run was long ago."""
        _ticket, person = self.due_soon()
        self.later(days=200)
        self.delete_due()
        self.years_later()
        self.later(days=8)
        self.assertEqual(self.left(code="LK-06").reason, "no_run")
        today = fields.Datetime.now().date()
        held = hold(self.env, person, until=fields.Date.add(today, months=6))
        row = self.left(code="LK-06")
        self.assertEqual((row.pseudonym, row.reason), (person.uuid, "hold"))
        held.action_release()
        self.delete_due()
        self.assertFalse(self.left(code="LK-06"))

    @mute_logger(RUN)
    def test_a_run_counts_them_too(self):
        """Else the light is green while the list is not empty."""
        _ticket, person = self.due_soon()
        self.later(days=200)
        self.delete_due()
        self.years_later()
        self.later(days=8)
        run = type(self.env["wa.retention.run"])
        with patch.object(run, "_batch_people", side_effect=ValueError):
            self.delete_due()
        line = self.line("LK-06")
        self.assertEqual((line.overdue, line.held), (1, 0))
        since = max(person.create_date, person.consent_ids.since)
        self.assertEqual(line.oldest, since)
        self.assertEqual(line.run_id.light, "red")
        today = fields.Datetime.now().date()
        held = hold(self.env, person, until=fields.Date.add(today, months=6))
        self.later(days=1)
        self.delete_due()
        line = self.line("LK-06")
        self.assertEqual((line.overdue, line.held), (0, 1))
        held.action_release()
        self.later(days=1)
        self.delete_due()
        self.assertEqual((self.line("LK-06").overdue, self.line("LK-06").done), (0, 1))


@tagged("post_install", "-at_install")
class TestSilentLeft(LeftCase):
    """LK-02: of whom we asked in vain no message is left."""

    def scene(self):
        super().scene()
        self.write("Hallo, sind Sie da?")
        held = self.messages(state="held")
        held.with_user(self.triage).action_triage_nothing()
        self.person = self.subject()
        self.heard = self.person.conversation_ids.last_inbound_at

    def pass_days(self, days):
        """A run in which forgetting them fails."""
        self.later(days=days)
        self.env["wa.conversation"]._expire_consents()
        run = type(self.env["wa.retention.run"])
        with patch.object(run, "_batch_silent", side_effect=ValueError):
            return self.delete_due()

    def setUp(self):
        super().setUp()
        with mute_logger(RUN):
            self.pass_days(8)
            self.assertFalse(self.messages())
            self.assertFalse(self.left(code="LK-02"))
            self.assertEqual(self.line("LK-02").overdue, 0)
            self.last = self.pass_days(8)

    def test_a_run_counts_them(self):
        line = self.line("LK-02")
        self.assertEqual((line.overdue, line.held), (1, 0))
        self.assertAlmostEqual(line.oldest, self.heard, delta=timedelta(seconds=30))
        self.assertEqual(self.last.light, "red")
        self.assertEqual(self.rule("LK-02").due_now, 1)

    def test_they_are_listed_with_what_keeps_them(self):
        row = self.left(code="LK-02")
        self.assertEqual((row.pseudonym, row.count), (self.person.uuid, 1))
        self.assertFalse(row.ticket_number)
        held = hold(self.env, self.person)
        self.assertEqual(self.left(code="LK-02").reason, "hold")
        held.action_release()
        self.later(days=1)
        self.delete_due()
        self.assertFalse(self.person.exists())
        self.assertFalse(self.left(code="LK-02"))
        self.assertEqual(self.line("LK-02").overdue, 0)
