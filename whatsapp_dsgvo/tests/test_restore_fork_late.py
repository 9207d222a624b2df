"""Journals that part only when all is repeated already, before the release."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MAX
from .test_restore_fork import ForkCase


@tagged("post_install", "-at_install")
class TestRestoreForkLate(ForkCase):
    def setUp(self):
        super().setUp()
        self.lose(self.index(MAX))
        self.env["wa.journal.mark"]._catch_up(self.env["wa.journal.mark"]._sinks())
        self.replay_all()
        self.right = self.file.read_bytes()

    def part(self):
        """Two machines write to the same place."""
        self.lose(self.index())
        self.only_elsewhere(self.index(MAX))

    def released_by(self, user):
        self.restore().with_user(user).action_release()

    def test_the_seal_goes_on_and_the_finding_has_a_name(self):
        self.part()
        self.run_cron("cron_seal")
        restore = self.restore()
        self.assertEqual((restore.state, restore.stopped_by), ("replayed", "K-33"))
        texts = restore.with_user(self.coordinator).with_context(lang="en_US")
        self.assertIn("contradict each other (code K-33)", texts.text)
        self.assertIn("only there: 1", texts.fork_text)
        self.assertIn("K-33", self.channel.quarantine_text)

    def test_nobody_releases_it_whether_or_not_it_was_noticed_before(self):
        self.part()
        for noticed in (False, True):
            with self.subTest(noticed=noticed):
                with self.assertRaisesRegex(UserError, "K-33"):
                    self.released_by(self.coordinator)
                self.assertFalse(self.restore().first_user_id)
                self.run_cron("cron_seal")

    def test_nor_the_second_one(self):
        self.released_by(self.coordinator)
        self.part()
        with self.assertRaisesRegex(UserError, "K-33"):
            self.released_by(self.second)
        self.assertFalse(self.restore().released_at)

    def test_two_join_them_and_the_release_begins_anew(self):
        self.released_by(self.coordinator)
        self.part()
        self.run_cron("cron_seal")
        self.assertEqual(self.consent().state, "given")
        self.decide(self.coordinator)
        self.decide(self.second)
        self.run_cron("cron_seal")
        self.run_cron("cron_run_retention")
        self.assertEqual(self.restore().state, "replayed")
        self.assertFalse(self.restore().stopped_by)
        self.assertFalse(self.restore().first_user_id)
        self.assertEqual(self.consent().state, "withdrawn")
        self.release()
        self.run_cron("cron_seal")
        self.assert_one_chain()
        self.assertEqual(self.channel.state, "connected")

    def test_the_right_copy_in_place_needs_no_decision(self):
        self.only_elsewhere(self.index(MAX))
        parted = self.file.read_bytes()
        self.file.write_bytes(self.right)
        self.lose(self.index())
        self.file.write_bytes(parted)
        self.run_cron("cron_seal")
        self.assertEqual(self.restore().stopped_by, "K-33")
        self.file.write_bytes(self.right)
        self.run_cron("cron_seal")
        self.assertFalse(self.restore().stopped_by)

    def test_what_waits_to_be_told_is_told_afterwards(self):
        self.part()
        self.conversation()._withdraw("marketing", "phone")
        self.run_cron("cron_seal")
        waiting = self.env["wa.journal.mark"].search([("seq", "=", False)])
        self.assertTrue(waiting)
        self.decide(self.coordinator)
        self.decide(self.second)
        for _turn in range(2):
            self.run_cron("cron_seal")
        self.assert_one_chain()
