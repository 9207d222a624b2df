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
            with patch.object(fields.Datetime, "now", return_value=self._in_days(100)):
                marks._gc_marks()
            with self.subTest(days=days):
                self.assertEqual(bool(first.exists()), left)
        self.assertEqual(marks._known_seq(), known)
        self.assertFalse(self.env["wa.restore"]._is_behind())

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
