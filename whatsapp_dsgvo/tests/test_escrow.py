"""A copy of the key store in a safe: what it brings back, and what it must not."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.keys import escrow
from ..lib.keys.journal_entries import DROPPED, JournalEvent, naming
from ..lib.keys.restore import scoped
from ..models import guard
from ..models.key_places import master_key_file
from .common import ERIKA, MAX
from .keys_away import AwayCase

PASSPHRASE = "ein langer Satz für den Tresor"
LOGS = mute_logger(
    "odoo.addons.whatsapp_dsgvo.models.wa_vault",
    "odoo.addons.whatsapp_dsgvo.models.wa_journal_mark",
)


@tagged("post_install", "-at_install")
class TestEscrow(AwayCase):
    def scene(self):
        super().scene()
        self.agree(customer=ERIKA)
        self.agree(customer=MAX)

    def setUp(self):
        super().setUp()
        self.enterContext(patch.dict(os.environ))
        os.environ.pop("WHATSAPP_DSGVO_JOURNAL_DIR", None)
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        self.file = self.folder / "escrow"
        self.vault = self.env["wa.vault"]
        self.vault._escrow_export(self.file, PASSPHRASE)
        self.heard = self.texts(), self.texts(MAX)

    def lose(self):
        """The whole key store."""
        self._take_away()

    def back(self):
        return self.vault._escrow_import(self.file, PASSPHRASE)

    def test_everything_is_readable_again(self):
        self.lose()
        count, _gone = self.back()
        self.assertGreater(count, 4)
        self.assertEqual((self.texts(), self.texts(MAX)), self.heard)
        self.write("Und noch etwas")
        self.assertIn("Und noch etwas", self.texts())

    def test_a_store_that_lacks_nothing_stays_as_it_is(self):
        self.assertEqual(self.back()[0], 0)

    def test_the_file_is_private_and_never_overwritten(self):
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        with self.assertRaises(UserError):
            self.vault._escrow_export(self.file, PASSPHRASE)

    def test_a_wrong_passphrase_changes_nothing(self):
        self.lose()
        with self.assertRaisesRegex(UserError, "K-14"):
            self.vault._escrow_import(self.file, "ein anderer langer Satz")
        self.assertFalse(self.path.exists())

    def test_who_was_erased_since_does_not_come_back(self):
        subject = self.subject()
        self.vault._vault().store.destroy(subject.uuid)
        subject.sudo().erased_at = "2026-01-01"
        self.lose()
        self.back()
        self.assertEqual(self.texts(MAX), self.heard[1])
        self.assertNotIn(self.heard[0][0], self.texts())

    def test_the_living_store_knows_best(self):
        self.vault._vault().store.destroy(self.subject().uuid)
        self.assertEqual(self.back()[0], 0)
        self.assertNotIn(self.heard[0][0], self.texts())

    def second_journal(self):
        """With what the key store's journal has now; a file of its own."""
        os.environ["WHATSAPP_DSGVO_JOURNAL_DIR"] = str(self.folder)
        # sudo: set up anew, as on the first day
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("whatsapp_dsgvo.second_journal_since", False)
        marks = self.env["wa.journal.mark"]
        marks._catch_up(marks._sinks())

    def test_the_second_journal_knows_of_erasures_that_a_backup_forgot(self):
        """Key store lost, database restored: only the journal elsewhere remembers."""
        store = self.vault._vault().store
        self.file.unlink()
        self.vault._escrow_export(self.file, PASSPHRASE)
        self.second_journal()
        digest = scoped(self.company.id, self.vault._index("phone", ERIKA))
        store.journal_append(JournalEvent("2026-03-02T09:00:00Z", "erasure", digest))
        marks = self.env["wa.journal.mark"]
        marks._catch_up(marks._sinks())
        self.lose()
        _count, gone = self.back()
        self.assertGreaterEqual(gone, 3)
        self.assertNotIn(self.heard[0][0], self.texts())
        self.assertEqual(self.texts(MAX), self.heard[1])

    def test_nothing_comes_back_if_the_journal_let_go_of_what_happened_since(self):
        """Whoever was erased before that is not known any more."""
        self._drop_an_erasure()
        self.lose()
        with self.assertRaisesRegex(UserError, "K-36"):
            self.back()
        self.assertEqual(self.count_keys(), 0)

    def test_a_database_that_knows_what_the_journal_let_go_of_is_enough(self):
        self._drop_an_erasure()
        # sudo: as the database of those days, which has not been restored
        self.subject().sudo().erased_at = "2026-03-02"
        head = self.vault._vault().store.head()
        known = {"seq": head.seq, "entry_hash": head.hash}
        marks = guard.admitted(self.env["wa.journal.mark"].sudo())
        marks._note(DROPPED, self.subject(), ["1:ab"])
        marks.search([("kind", "=", DROPPED)], limit=1).write(known)
        self.lose()
        self.back()
        self.assertNotIn(self.heard[0][0], self.texts())
        self.assertEqual(self.texts(MAX), self.heard[1])

    def _drop_an_erasure(self):
        self.second_journal()
        marks = self.env["wa.journal.mark"]
        store, second = marks._sinks()
        digest = scoped(self.company.id, self.vault._index("phone", ERIKA))
        at = "2026-03-02T09:00:00Z"
        gone = store.journal_append(JournalEvent(at, "erasure", digest))
        store.journal_append(JournalEvent(at, DROPPED, naming(gone.head)))
        marks._catch_up([store, second])
        store.journal_drop()
        second.journal_drop()

    def test_who_had_the_number_of_somebody_erased_keeps_their_keys(self):
        self.second_journal()
        digest = scoped(self.company.id, self.vault._index("phone", ERIKA))
        at, kind = "2026-03-02T09:00:00Z", "erasure_of_identity/contact"
        self.vault._vault().store.journal_append(JournalEvent(at, kind, digest))
        marks = self.env["wa.journal.mark"]
        marks._catch_up(marks._sinks())
        self.lose()
        self.back()
        self.assertEqual(self.texts(), self.heard[0])

    @LOGS
    def test_nothing_comes_back_while_the_second_journal_is_away(self):
        self.second_journal()
        (journal,) = self.folder.glob("*.journal")
        journal.unlink()
        self.lose()
        with self.assertRaisesRegex(UserError, "K-31"):
            self.back()
        self.assertEqual(self.count_keys(), 0)

    def count_keys(self):
        return self.vault._open_store(may_be_empty=True).count()

    def test_the_key_of_deleted_content_does_not_come_back(self):
        """Retention forgets it; a backup of the database still has the ciphertext."""
        subject = self.subject()
        pair = (subject.uuid, "content")
        self.assertTrue(self.vault._vault().store.get(*pair))
        self.env.cr.execute(
            "UPDATE wa_message SET content_sealed = NULL, wamid_sealed = NULL"
            " WHERE subject_id = %s",
            [subject.id],
        )
        self.lose()
        self.back()
        self.assertIsNone(self.vault._vault().store.get(*pair))

    def test_an_escrow_of_another_database_is_refused(self):
        copy = escrow.open_(self.file.read_bytes(), PASSPHRASE)
        fields = {**vars(copy), "store_uuid": "another"}
        self.file.write_bytes(escrow.close(escrow.Escrow(**fields), PASSPHRASE))
        self.lose()
        with self.assertRaisesRegex(UserError, "K-02"):
            self.back()

    def test_a_lost_master_key_comes_back_and_another_is_not_overwritten(self):
        path = master_key_file()
        text = path.read_text()
        self.addCleanup(path.write_text, text)
        path.unlink()
        self.lose()
        self.back()
        self.assertEqual(path.read_text(), text)
        other = "epoch:1:" + "A" * 43 + "=\n"
        path.write_text(other)
        with self.assertRaisesRegex(UserError, "K-1[01]"):
            self.back()
        self.assertEqual(path.read_text(), other)
