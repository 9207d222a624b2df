"""A key store restored from an older backup knows keys that were destroyed since."""

import contextlib
import sqlite3
from unittest.mock import patch

from odoo.tests import tagged

from ..models import wa_vault_sweep
from ..models.key_places import key_dsn
from ..models.wa_subject import CONTENT, PERSON
from ..models.wa_vault import forget_open_vaults
from .common import MAX
from .erasing import ErasureCase

SWEEP = "odoo.addons.whatsapp_dsgvo.models.wa_vault_sweep"


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
        subject.sudo().erased_at = self.now()
        self._sweep()
        self.assertEqual(self._living(subject), {PERSON, CONTENT})

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
