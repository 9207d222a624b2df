"""Withdrawals reach the journal outside the database, as keyed hashes only."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models.wa_erasure import BACKUP_DAYS
from .common import ERIKA, MAX, WhatsAppCase


@tagged("post_install", "-at_install")
class TestJournal(WhatsAppCase):
    def setUp(self):
        super().setUp()
        self.enterContext(patch.dict(os.environ))
        # each test names its own folder, or none
        os.environ.pop("WHATSAPP_DSGVO_JOURNAL_DIR", None)

    def _withdraw(self):
        self.agree()
        self.write("STOPP")
        self.run_cron("cron_seal")
        indexes = self.subject()._identity_indexes()
        return self.env["wa.journal.mark"].search([("digest", "in", indexes)])

    def test_a_withdrawal_stands_in_the_journal_of_the_key_store(self):
        marks = self._withdraw()
        self.assertTrue(marks)
        store = self.env["wa.vault"]._vault().store
        for mark in marks:
            (entry,) = [
                entry
                for entry in store.journal_since(mark.seq - 1)
                if entry.seq == mark.seq
            ]
            self.assertEqual(
                (entry.digest, entry.entry_hash),
                (f"{self.company.id}/{mark.digest}", mark.entry_hash),
            )

    def test_the_database_s_copy_goes_and_it_still_knows_how_far_it_was_told(self):
        first = self._withdraw()
        self.agree("Hallo", MAX)
        self.write("STOPP", MAX)
        self.run_cron("cron_seal")
        marks = self.env["wa.journal.mark"]
        known = marks._known_seq()
        parameters = self.env["ir.config_parameter"]
        for days, left in ((0, True), (400, True), (10, False)):
            parameters.set_param(BACKUP_DAYS, days)
            with self.subTest(days=days):
                self._clean_up()
                self.assertEqual(bool(first.exists()), left)
        # no backup could lack the entry that says so either, but it stays
        self.assertGreater(marks._known_seq(), known)
        self.assertFalse(self.env["wa.restore"]._is_behind())

    def _clean_up(self):
        """Two days in a row, a hundred days later."""
        with patch.object(fields.Datetime, "now", return_value=self._in_days(100)):
            self.env["wa.journal.mark"]._gc_marks()
            self.env["wa.journal.mark"]._tell_journal()
            self.env["wa.journal.mark"]._gc_marks()

    def test_outside_the_database_the_hashes_go_as_well(self):
        folder = self.make_folder()
        os.environ["WHATSAPP_DSGVO_JOURNAL_DIR"] = str(folder)
        self._withdraw()
        self.env["ir.config_parameter"].set_param(BACKUP_DAYS, 10)
        self._clean_up()
        (file,) = folder.glob("*.journal")
        store = self.env["wa.vault"]._vault().store
        (entry,) = store.journal_since(0)
        self.assertEqual(entry.kind, "dropped")
        (line,) = file.read_text().splitlines()
        self.assertIn(entry.entry_hash, line)
        # it says something once, not each day anew
        self._clean_up()
        self.assertEqual(len(store.journal_since(0)), 1)
        # and the next withdrawal goes on with the chain
        self.agree("Hallo", MAX)
        self.write("STOPP", MAX)
        self.run_cron("cron_seal")
        later = store.journal_since(entry.seq)
        self.assertEqual(later[0].prev_hash, entry.entry_hash)
        self.assertEqual(len(file.read_text().splitlines()), 1 + len(later))
        self.assertFalse(self.env["wa.restore"]._is_behind())

    def test_an_older_key_store_gets_back_what_is_left(self):
        self._withdraw()
        self.env["ir.config_parameter"].set_param(BACKUP_DAYS, 10)
        self._clean_up()
        known = self.env["wa.journal.mark"]._known_head()
        store = self.env["wa.vault"]._vault().store
        with store._file.writing() as connection:
            connection.execute("DELETE FROM journal")
        with self.assertLogs("odoo.addons.whatsapp_dsgvo", "ERROR"):
            self.run_cron("cron_seal")
        self.assertEqual(store.head(), known)

    def test_what_a_backup_may_lack_stays(self):
        first = self._withdraw()
        self.env["ir.config_parameter"].set_param(BACKUP_DAYS, 100)
        self._clean_up()
        self.assertTrue(first.exists())
        store = self.env["wa.vault"]._vault().store
        told = {entry.entry_hash for entry in store.journal_since(0)}
        self.assertLessEqual(set(first.mapped("entry_hash")), told)

    def _in_days(self, days):
        return fields.Datetime.add(fields.Datetime.now(), days=days)

    def test_the_second_journal_gets_the_same_entries(self):
        folder = self.make_folder()
        os.environ["WHATSAPP_DSGVO_JOURNAL_DIR"] = str(folder)
        marks = self._withdraw()
        (file,) = folder.glob("*.journal")
        text = file.read_text()
        for mark in marks:
            self.assertIn(mark.entry_hash, text)
        self.assertNotIn(ERIKA[3:], text)

    def test_a_journal_that_vanished_is_missed_and_not_made_anew(self):
        folder = self.make_folder()
        os.environ["WHATSAPP_DSGVO_JOURNAL_DIR"] = str(folder)
        self._withdraw()
        (file,) = folder.glob("*.journal")
        file.unlink()
        with self.assertLogs("odoo.addons.whatsapp_dsgvo", "ERROR"):
            self.run_cron("cron_seal")
        self.assertFalse(file.exists())

    def make_folder(self):
        return Path(self.enterContext(TemporaryDirectory()))
