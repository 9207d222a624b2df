"""Journals that contradict each other: all stands still until two people decide."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.keys.journal_entries import DROPPED, JournalEvent, next_entry
from ..lib.keys.journal_file import FileSink
from ..lib.keys.restore import scoped
from ..models.wa_erasure import BACKUP_DAYS
from .common import ERIKA, MAX
from .erasing import ErasureCase
from .restoring import RestoreCase


class ForkCase(RestoreCase, ErasureCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        self.run_cron("cron_seal")

    def setUp(self):
        super().setUp()
        self.second_journal()

    def sink(self):
        return FileSink(self.file)

    def only_elsewhere(self, *digests, kind="withdrawal"):
        """The second journal goes on by itself."""
        at = f"{fields.Datetime.now().isoformat(timespec='seconds')}Z"
        for digest in digests:
            event = JournalEvent(at, kind, scoped(self.company.id, digest))
            self.sink().journal_copy([next_entry(self.sink().head(), event)])

    def decide(self, user):
        self.restore().with_user(user).action_join_journals()
        self.env.invalidate_all()

    def assert_one_chain(self):
        store, marks = self.store(), self.env["wa.journal.mark"]
        self.assertEqual(
            list(store.journal_since(0)), list(self.sink().journal_since(0))
        )
        self.assertEqual(marks._known_head(), store.head())
        self.assertFalse(marks.search([("seq", "=", False)]))


@tagged("post_install", "-at_install")
class TestRestoreFork(ForkCase):
    def join(self):
        self.assertTrue(self.blocks())
        self.assertEqual(self.restore().stopped_by, "K-33")
        self.decide(self.coordinator)
        self.decide(self.second)
        self.run_cron("cron_seal")
        self.run_cron("cron_run_retention")
        self.assertEqual(self.restore().state, "replayed")

    def test_what_either_has_counts(self):
        message = self.answer(self.ticket)
        before = len(self.sim.sent)
        self.lose(self.index())
        self.only_elsewhere(self.index(MAX))
        self.join()
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(message.state, "cancelled")
        listed = self.env["wa.suppression"]._of(self.company, [self.index(MAX)])
        self.assertTrue(listed)
        self.release()
        self.assertEqual(self.channel.state, "connected")
        self.assertEqual(len(self.sim.sent), before)
        self.run_cron("cron_seal")
        self.assert_one_chain()
        self.assertFalse(self.blocks())

    def test_who_was_erased_in_either_is_erased(self):
        self.env["ir.config_parameter"].set_param("whatsapp_dsgvo.key_backup_days", 14)
        subject = self.subject()
        self.lose(self.index(MAX))
        self.only_elsewhere(subject._journal_index(), kind="erasure_of_person/contact")
        self.join()
        job = self.restore().erasure_ids
        self.assertEqual(job.subject_ids, subject)
        self.run_cron("cron_run_erasures")
        self.assertEqual(job.state, "done")

    def test_what_the_database_knows_is_not_repeated(self):
        """Only its numbers change: it was told by the journal that is shorter."""
        self.write("STOPP")
        before = self.sink().journal_since(0)
        self.run_cron("cron_seal")
        self.assertEqual(self.consent().state, "withdrawn")
        lines = self.file.read_bytes().splitlines(keepends=True)
        self.file.write_bytes(b"".join(lines[: len(before)]))
        self.only_elsewhere(*[self.index(MAX)] * 5)
        events = self.env["wa.ledger.entry"].search_count([("event", "=", "withdrawn")])
        self.join()
        self.assertEqual(self.restore().missing_count, 5)
        self.assertEqual(
            self.env["wa.ledger.entry"].search_count([("event", "=", "withdrawn")]),
            events,
        )
        self.release()
        self.run_cron("cron_seal")
        self.assert_one_chain()

    def test_what_the_database_called_dropped_is_no_more_of_the_joined_chain(self):
        """Its number is that of the shorter journal; here it is another entry's."""
        self._join_after_dropping(told=True)

    def test_nor_what_it_was_about_to_call_dropped(self):
        self._join_after_dropping(told=False)

    def _join_after_dropping(self, told):
        marks, right = self.env["wa.journal.mark"], self.file.read_bytes()
        self.env["ir.config_parameter"].set_param(BACKUP_DAYS, 10)
        self.write("STOPP")
        self.run_cron("cron_seal")
        later = fields.Datetime.now() + timedelta(days=100)
        with patch.object(fields.Datetime, "now", return_value=later):
            marks._gc_marks()
        if told:
            marks._tell_journal()
        called = marks.search([("kind", "=", DROPPED)])
        self.assertEqual(bool(called.seq), told)
        self.file.write_bytes(right)
        self.only_elsewhere(*[self.index(MAX)] * 5)
        self.join()
        self.release()
        marks._tell_journal()
        for _day in range(2):
            marks._gc_marks()
        for sink in marks._sinks():
            self.assertEqual(sink.journal_since(0)[-1].head, marks._known_head())

    def test_the_difference_is_shown_in_words(self):
        self.lose(self.index(), kind="withdrawal/marketing")
        self.only_elsewhere(self.index(MAX), self.index(ERIKA))
        self.blocks()
        restore = self.restore().with_user(self.coordinator)
        text = restore.with_context(lang="en_US").fork_text
        base = self.store().head().seq - 1
        self.assertIn(f"Up to number {base} all", text)
        self.assertIn("Key store, only there: 1, the first of", text)
        self.assertIn("1 × Withdrawal: advertising", text)
        self.assertIn("Second journal, only there: 2, the first of", text)
        self.assertIn("2 × Withdrawal of everything", text)
        self.assertNotIn(self.index(), text)
        self.assertIn("contradict", restore.with_context(lang="en_US").text)

    def test_two_different_people_decide_and_nobody_else(self):
        self.lose(self.index())
        self.only_elsewhere(self.index(MAX))
        self.blocks()
        for user in (self.dpo, self.agent, self.channel_admin):
            with self.assertRaises(AccessError):
                self.decide(user)
        self.decide(self.coordinator)
        with self.assertRaises(UserError):
            self.decide(self.coordinator)
        self.assertTrue(self.blocks())
        self.assertEqual(self.restore().state, "unread")
        self.assertEqual(self.consent().state, "given")
        self.decide(self.second)
        self.assertEqual(self.restore().state, "replaying")

    def test_who_comes_second_decides_on_the_same_facts(self):
        self.lose(self.index())
        self.only_elsewhere(self.index(MAX))
        self.blocks()
        self.decide(self.coordinator)
        self.only_elsewhere(self.index(ERIKA))
        self.decide(self.second)
        self.assertEqual(self.restore().state, "unread")
        self.assertEqual(self.restore().fork_first_id, self.second)
        self.decide(self.coordinator)
        self.assertEqual(self.restore().state, "replaying")

    def test_a_journal_that_is_away_is_waited_for(self):
        self.lose(self.index())
        self.only_elsewhere(self.index(MAX))
        self.blocks()
        self.file.rename(self.file.with_suffix(".away"))
        with self.assertRaisesRegex(UserError, "K-31"):
            self.decide(self.coordinator)

    def test_the_right_copy_in_place_needs_no_decision(self):
        right = self.file.read_bytes()
        self.only_elsewhere(self.index(MAX))
        self.lose(self.index())
        self.blocks()
        self.file.write_bytes(right)
        restore = self.restore()
        with self.assertRaisesRegex(UserError, "do not contradict"):
            self.decide(self.coordinator)
        self.assertEqual(restore.state, "unread")

    def test_the_ledger_has_who_decided_what(self):
        self.lose(self.index())
        self.only_elsewhere(self.index(MAX), self.index(MAX))
        self.join()
        entry = self.env["wa.ledger.entry"].search(
            [("event", "=", "journals_joined"), ("company_id", "=", self.company.id)]
        )
        facts = entry._payload()
        self.assertEqual(facts["by"], [self.coordinator.id, self.second.id])
        self.assertEqual(facts["only_in_one"], [2, 1])
        self.assertEqual(facts["missing"], 3)
