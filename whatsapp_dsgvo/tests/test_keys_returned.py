"""A key store restored from an older backup knows keys that were destroyed since."""

import contextlib
import sqlite3
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import wa_vault, wa_vault_sweep
from ..models.key_places import key_dsn
from ..models.wa_subject import CONTENT, PERSON
from ..models.wa_vault import forget_open_vaults
from .common import MAX
from .erasing import ErasureCase

SWEEP = "odoo.addons.whatsapp_dsgvo.models.wa_vault_sweep"
MARKS = "odoo.addons.whatsapp_dsgvo.models.wa_journal_mark"


@tagged("post_install", "-at_install")
class TestKeysReturned(ErasureCase):
    def test_what_an_erasure_destroyed_is_destroyed_again(self):
        self.assertFalse(key_dsn(), "this test is about the file")
        self.write("Guten Tag")
        self.write("Guten Tag", MAX)
        erased, other = self.subject(), self.subject(MAX)
        backup = self._dump()
        self.erase(subject=erased)
        now = self._dump()
        try:
            self._put_back(backup)
            self.assertEqual(self._living(erased), {PERSON, CONTENT})
            with self.assertLogs(SWEEP, "ERROR"):
                self._sweep()
            self.assertEqual(self._living(erased), set())
            self.assertEqual(self._living(other), {PERSON, CONTENT})
            # told once, for now they are gone for good
            with self.assertNoLogs(SWEEP):
                self._sweep()
        finally:
            self._put_back(now)

    def test_an_unfinished_erasure_keeps_its_order(self):
        """Nothing is destroyed before the journal knows."""
        self.write("Guten Tag")
        subject = self.subject()
        job = self.propose(subject=subject)
        self.confirm(job)
        subject.sudo().erased_at = self.now()
        self._sweep()
        self.assertEqual(self._living(subject), {PERSON, CONTENT})
        self.env["wa.vault"]._settle_older_store()
        self.assertEqual(self._living(subject), {PERSON, CONTENT})

    def test_the_stone_is_enough_when_the_job_is_kept_no_longer(self):
        self.write("Guten Tag")
        subject = self.subject()
        with self.an_older_store(subject):
            self.env.cr.execute("DELETE FROM wa_erasure")
            self.env.invalidate_all()
            with self.assertLogs(SWEEP, "ERROR"):
                self._sweep()
            self.assertEqual(self._living(subject), set())
            self.assertTrue(self._store().is_destroyed(subject.uuid, "another"))

    @mute_logger(SWEEP, MARKS)
    def test_the_next_word_to_the_journal_destroys_them_at_once(self):
        """No day passes: the journal shows that the key store is an older one."""
        self.write("Guten Tag")
        subject = self.subject()
        with self.an_older_store(subject):
            known = self.env["wa.journal.mark"]._known_head()
            self.assertLess(self._store().head().seq, known.seq)
            self.run_cron("cron_seal")
            self.assertEqual(self._living(subject), set())
            # what the database was told once stands in the journal again, as it was
            self.assertEqual(self._store().head(), known)

    @mute_logger(SWEEP, MARKS)
    def test_what_is_added_does_not_hide_what_the_older_journal_lacks(self):
        self.agree()
        with self.an_older_store(self.subject(MAX) or self._max()):
            known = self.env["wa.journal.mark"]._known_head()
            self.conversation()._withdraw("marketing", "phone")
            self.run_cron("cron_seal")
            entries = self._store().journal_since(known.seq)
            self.assertEqual({e.kind for e in entries}, {"withdrawal/marketing"})
            self.assertEqual(entries[0].prev_hash, known.hash)

    @mute_logger(SWEEP, MARKS)
    def test_the_next_retention_run_looks_at_the_keys_of_the_others(self):
        self.write("Guten Tag", MAX)
        other = self.subject(MAX)
        self.write("Guten Tag")
        with self.an_older_store(self.subject()):
            self.run_cron("cron_seal")
            looked_at = self.env["wa.retention.key"].search([])
            self.assertIn(other.uuid, looked_at.mapped("subject_uuid"))
            self.assertNotIn(self.subject().uuid, looked_at.mapped("subject_uuid"))
            self.assertEqual(self._living(other), {PERSON, CONTENT})

    def test_what_an_older_database_does_not_know_is_not_swept(self):
        """It may be the wrong backup: the right one needs these keys."""
        pair = ("11111111-0000-4000-8000-000000000001", CONTENT)
        self._store().create([pair], wa_vault._now())
        self.addCleanup(self._store().forget, [pair])
        with patch.object(type(self.env["wa.restore"]), "_blocks", lambda _self: True):
            self._sweep()
        self.assertTrue(self._store().get(*pair))
        self._sweep()
        self.assertFalse(self._store().get(*pair))

    def _max(self):
        self.write("Guten Tag", MAX)
        return self.subject(MAX)

    def _store(self):
        return self.env["wa.vault"]._vault().store

    @contextlib.contextmanager
    def an_older_store(self, subject):
        """The person was erased after the backup of the key store."""
        backup = self._dump()
        self.erase(subject=subject)
        self.run_cron("cron_seal")
        now = self._dump()
        try:
            self._put_back(backup)
            self.assertEqual(self._living(subject), {PERSON, CONTENT})
            yield
        finally:
            self._put_back(now)

    def _sweep(self):
        self.env.flush_all()
        with patch.object(wa_vault_sweep, "ORPHAN_AFTER", -wa_vault_sweep.ORPHAN_AFTER):
            self.env["wa.vault"]._sweep_keys()

    def _living(self, subject):
        key = self.env["wa.vault"]._existing_key
        return {klass for klass in (PERSON, CONTENT) if key(subject.uuid, klass)}

    def _path(self):
        return self.env["wa.vault"]._vault().store._file._path

    def _dump(self):
        with contextlib.closing(sqlite3.connect(self._path())) as file:
            copy = sqlite3.connect(":memory:")
            file.backup(copy)
        return copy

    def _put_back(self, copy):
        path = self._path()
        forget_open_vaults()
        with contextlib.closing(sqlite3.connect(path)) as file:
            copy.backup(file)
