"""Who can't know whether a backup was restored stands still, and says so."""

import os

from odoo.tests import tagged

from ..lib.keys.journal_entries import DROPPED, naming
from .common import ERIKA, MAX
from .restoring import RestoreCase


@tagged("post_install", "-at_install")
class TestRestoreUnread(RestoreCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        self.run_cron("cron_seal")

    def test_an_old_database_with_an_old_key_store_waits_for_its_journal(self):
        """Nothing here is older than anything else; only the journal could tell."""
        file = self.second_journal()
        self.put_elsewhere()
        away = file.rename(file.with_suffix(".away"))
        message = self.answer(self.ticket)
        before = len(self.sim.sent)
        self.run_cron("cron_send_messages")
        self.env.invalidate_all()
        self.assertEqual((message.state, len(self.sim.sent)), ("queued", before))
        restore = self.restore()
        self.assertEqual((restore.state, restore.stopped_by), ("unread", "K-31"))
        self.assertEqual(self.channel.state, "quarantined")
        # what an administrator sees, at the number and in the list of activities
        self.assertIn("can't be read (code K-31)", self.channel.quarantine_text)
        kind = self.env.ref("whatsapp_dsgvo.activity_type_restore")
        told = self.channel.activity_ids.filtered(lambda a: a.activity_type_id == kind)
        self.assertIn(self.channel_admin, told.user_id)
        self.assertIn("K-31", told[0].note)
        # webhooks are taken all the same
        self.sim.customer_sends_text(ERIKA, "Noch da?")
        self.work()
        self.assertTrue(self.events(state="new"))
        away.rename(file)
        self.run_cron("cron_seal")
        self.assertEqual(self.restore().state, "released")
        self.assertEqual(self.channel.state, "connected")
        self.assertFalse(told.exists())
        self.work()
        self.assertIn("Noch da?", self.texts())

    def test_a_journal_the_environment_no_longer_names_is_missed_too(self):
        self.second_journal()
        self.assertFalse(self.blocks())
        del os.environ["WHATSAPP_DSGVO_JOURNAL_DIR"]
        self.put_elsewhere()
        self.assertTrue(self.blocks())
        self.assertEqual(self.restore().state, "unread")

    def test_a_journal_that_was_lost_can_be_given_up_on_the_server(self):
        file = self.second_journal()
        file.unlink()
        self.put_elsewhere()
        self.assertTrue(self.blocks())
        self.assertEqual(self.env["wa.journal.mark"]._renew_second(), 1)
        self.assertFalse(self.blocks())
        self.run_cron("cron_seal")
        self.assertEqual(self.restore().state, "released")
        # made anew, with all that the key store's journal has
        count = len(self.store().journal_since(0))
        self.assertEqual(self.file.read_bytes().count(b"\n"), count)

    def test_in_the_database_it_was_compared_in_a_journal_may_be_away(self):
        file = self.second_journal()
        self.assertFalse(self.blocks())
        file.unlink()
        self.assertFalse(self.blocks())
        self.assertFalse(self.restore())

    def test_what_the_journal_knew_is_repeated_once_it_is_back(self):
        file = self.second_journal()
        self.lose(self.index(MAX))
        marks = self.env["wa.journal.mark"]
        marks._catch_up(marks._sinks())
        self.forget_last_entry()
        self.put_elsewhere()
        away = file.rename(file.with_suffix(".away"))
        self.assertTrue(self.blocks())
        self.assertEqual(self.restore().state, "unread")
        away.rename(file)
        self.assertTrue(self.blocks())
        restore = self.restore()
        self.assertEqual((restore.state, restore.missing_count), ("noticed", 1))
        self.assertFalse(restore.stopped_by)
        self.replay()
        self.assertEqual(restore.state, "replayed")
        self.release()
        self.assertEqual(self.channel.state, "connected")

    def test_a_damaged_journal_that_knows_more_is_not_passed_over(self):
        file = self.second_journal()
        self.assertFalse(self.blocks())
        self.lose(self.index(MAX), self.index(ERIKA))
        marks = self.env["wa.journal.mark"]
        marks._catch_up(marks._sinks())
        self.forget_last_entry(2)
        lines = file.read_bytes().split(b"\n")
        lines[-3] = lines[-3].replace(b"withdrawal", b"withdrawel")
        file.write_bytes(b"\n".join(lines))
        self.assertTrue(self.blocks())
        self.assertEqual(self.restore().stopped_by, "K-32")

    def test_a_journal_that_goes_away_is_not_taken_for_one_that_ends(self):
        """While it is being repeated: the older key store alone knows of nothing."""
        file = self.second_journal()
        self.lose(self.index())
        marks = self.env["wa.journal.mark"]
        marks._catch_up(marks._sinks())
        self.forget_last_entry()
        self.assertTrue(self.blocks())
        away = file.rename(file.with_suffix(".away"))
        self.replay()
        restore = self.restore()
        self.assertEqual((restore.state, restore.stopped_by), ("replaying", "K-31"))
        self.assertIn("K-31", restore.text)
        self.assertEqual(self.consent().state, "given")
        away.rename(file)
        self.run_cron("cron_seal")
        self.assertEqual((restore.state, restore.stopped_by), ("replayed", False))
        self.assertEqual(self.consent().state, "withdrawn")

    def test_what_a_newer_version_wrote_is_not_passed_over(self):
        self.lose(self.index(), kind="objection")
        self.lose(self.index())
        self.blocks()
        self.replay()
        restore = self.restore()
        self.assertEqual((restore.state, restore.stopped_by), ("replaying", "K-35"))
        # half a batch is no batch
        self.assertEqual(restore.replayed_seq, restore.known_seq)
        self.assertEqual(self.consent().state, "given")

    def test_a_journal_that_tells_another_story_stops_everything(self):
        head = self.env["wa.journal.mark"]._known_head()
        self.env.cr.execute(
            "UPDATE wa_journal_mark SET entry_hash = %s WHERE seq = %s",
            ["0" * 63 + "1", head.seq],
        )
        self.env.invalidate_all()
        self.assertTrue(self.blocks())
        self.assertEqual(self.restore().stopped_by, "K-33")

    def test_a_backup_older_than_the_journal_reaches_back_stands_still(self):
        """Who was erased in between nobody can say any more."""
        self.lose(self.index(MAX), self.index())
        last = self.store().head()
        self.lose(naming(last), kind=DROPPED)
        self.store().journal_drop()
        self.assertEqual(self.store().journal_since(0)[0].prev_hash, last.hash)
        self.assertTrue(self.blocks())
        restore = self.restore()
        self.assertEqual((restore.state, restore.stopped_by), ("unread", "K-36"))
        self.assertIn("newer backup", restore.with_context(lang="en_US").text)

    def test_retention_waits_until_people_have_begun(self):
        """By its age it would delete keys that a newer backup needs."""
        runs = self.env["wa.retention.run"]
        before = runs.search_count([])
        self.lose(self.index(MAX))
        self.blocks()
        self.run_cron("cron_run_retention")
        self.assertEqual(runs.search_count([]), before)
        self.replay()
        self.run_cron("cron_run_retention")
        self.assertGreater(runs.search_count([]), before)

    def forget_last_entry(self, count=1):
        """The key store is of the same day as the database."""
        store = self.store()
        head = store.head().seq
        with store._file.writing() as connection:
            connection.execute("DELETE FROM journal WHERE seq > ?", (head - count,))
