"""A restored backup: what the periods have deleted since is deleted again."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MAX
from .restoring import RestoreCase
from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestRestoreRetention(RestoreCase, RetentionCase):
    def due(self):
        """The backup had its run today; what became due since is in it again."""
        self.delete_due()
        messages = self.of_ticket(self.closed("no"))
        long_ago = fields.Datetime.subtract(fields.Datetime.now(), years=1)
        messages._admitted_write({"retention_from": long_ago})
        self.lose(self.index(MAX))
        return messages

    def begin_to_release(self):
        self.restore().with_user(self.coordinator).action_release()

    def test_released_only_after_a_run_in_the_restored_database(self):
        messages = self.due()
        self.blocks()
        self.restore().with_user(self.coordinator).action_replay()
        # the action that repeats, and not yet the one that deletes
        self.env["wa.restore"]._replay_batch()
        self.env["wa.restore"]._replay_batch()
        self.assertEqual(self.restore().state, "replayed")
        self.assertTrue(messages.exists())
        with self.assertRaisesRegex(UserError, "periods"):
            self.begin_to_release()
        self.delete_due()
        self.assertFalse(messages.exists())
        self.release()
        self.assertEqual(self.restore().state, "released")

    def test_a_run_that_the_backup_had_begun_is_gone_on_with(self):
        messages = self.due()
        run = self.last_run()._begin(self.company)
        self.replay_all()
        self.assertEqual((self.last_run(), run.state), (run, "done"))
        self.assertFalse(messages.exists())

    def test_paused_by_people_it_deletes_nothing_and_nobody_waits_for_it(self):
        messages = self.due()
        self.company.with_user(self.dpo)._whatsapp_pause_retention()
        self.replay_all()
        self.release()
        self.assertEqual(self.restore().state, "released")
        self.assertTrue(messages.exists())
