"""An erasure is killed at every step, before and after its commit, and goes on."""

import contextlib
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.keys.errors import KeyStoreUnavailable
from ..lib.privacy import erasure
from .erasing import PersonCase

RUN = "odoo.addons.whatsapp_dsgvo.models.wa_erasure_run"


# These count and write in the very transaction that ends them.
ONCE = (erasure.KEYS, erasure.LEDGER, erasure.RECIPIENTS)


class Killed(BaseException):
    """As a kill: no handler of the code gets to see it."""


@tagged("post_install", "-at_install")
class TestErasureCrash(PersonCase):
    def killed_at(self, step, committed):
        """Run until `step`, and die just before or just after it counts."""
        jobs = self.env.registry["wa.erasure"]
        finish, commit = jobs._finish, jobs._commit

        def dying_finish(this, done):
            if done == step and not committed:
                raise Killed
            finish(this, done)

        def dying_commit(this):
            commit(this)
            if this.step == step and committed:
                raise Killed

        with (
            patch.object(jobs, "_finish", dying_finish),
            patch.object(jobs, "_commit", dying_commit),
        ):
            # not assertRaises: that takes back what was committed before
            try:
                self.run_cron("cron_run_erasures")
            except Killed:
                self.env.invalidate_all()
                return
        self.fail("it was not killed")

    def assert_erased(self, job, subject):
        self.assertEqual((job.state, job.error), ("done", False))
        self.assertEqual(self.rows_of(subject), {})
        facts = job._facts()
        done = {name: facts["done"].get(name) for name in facts["preview"]}
        self.assertEqual(done, facts["preview"])
        self.assertTrue(job._verify_certificate())

    def test_it_is_killed_at_every_step_and_goes_on(self):
        subject = self.subject()
        job = self.propose(self.partner)
        self.confirm(job)
        for step in erasure.STEPS:
            # the very last commit is the end
            for committed in (False, step != erasure.STEPS[-1]):
                with self.subTest(step=step, committed=committed):
                    self.killed_at(step, committed)
        self.run_job(job)
        self.assert_erased(job, subject)
        self.assertFalse(self.partner.exists())

    def test_it_dies_after_every_single_commit_and_goes_on(self):
        """Also between two batches, here of one record each."""
        subject = self.subject()
        job = self.propose(self.partner)
        self.confirm(job)
        jobs = self.env.registry["wa.erasure"]
        commit, deaths = jobs._commit, set()

        def dying_commit(this):
            """Once at each place, for a repeated step commits there again."""
            commit(this)
            place = (this.step, this.facts, bool(this.subject_ids.erased_at))
            if this.state != erasure.DONE and place not in deaths:
                deaths.add(place)
                raise Killed

        with patch.object(jobs, "_commit", dying_commit), patch(f"{RUN}.BATCH", 1):
            while job.state != erasure.DONE:
                with contextlib.suppress(Killed):
                    self.run_cron("cron_run_erasures")
                self.assertLess(len(deaths), 200)
        self.assertGreater(len(deaths), len(erasure.STEPS) + 10)
        self.assert_erased(job, subject)

    def test_every_step_may_be_repeated(self):
        """As after a crash between the last commit and its note."""
        subject = self.subject()
        job = self.erase(self.partner)
        before = job._facts()
        jobs = self.env.registry["wa.erasure"]
        with patch.object(jobs, "_commit", lambda this: None):
            for step in erasure.STEPS[2:-1]:
                if step not in ONCE:
                    getattr(job, f"_step_{step}")()
        self.assertEqual(job._facts()["done"], before["done"])
        self.assertEqual(self.rows_of(subject), {})

    def test_a_run_without_work_changes_nothing(self):
        job = self.erase(self.partner)
        certificate, facts = job.certificate, job.facts
        self.run_job(job)
        self.assertEqual((job.certificate, job.facts), (certificate, facts))

    @mute_logger(RUN)
    def test_a_file_that_can_not_be_deleted_stops_it_without_certificate(self):
        job = self.propose(self.partner)
        self.confirm(job)
        attachments = self.env.registry["ir.attachment"]
        with patch.object(attachments, "_whatsapp_gone", lambda this, name: False):
            self.run_job(job)
        self.assertEqual((job.state, job.error), ("stopped", "disk-1"))
        self.assertTrue(job.keys_destroyed_at)
        self.assertFalse(job.certificate)
        self.assertIn("unreadable already", job.with_context(lang="en_US").progress)
        job.with_user(self.coordinator).action_retry()
        self.run_job(job)
        self.assertEqual(job.state, "done")
        self.assertTrue(job.certificate)

    @mute_logger(RUN)
    def test_a_key_store_that_is_locked_stops_it(self):
        job = self.propose(self.partner)
        self.confirm(job)
        store = type(self.env["wa.vault"]._vault().store)
        away = KeyStoreUnavailable("locked")
        with patch.object(store, "destroy", side_effect=away):
            self.run_job(job)
        self.assertEqual((job.state, job.error), ("stopped", "K-04"))
        self.assertFalse(job.keys_destroyed_at or job.certificate)
        self.later(minutes=2)
        self.run_job(job)
        self.assertEqual(job.state, "done")

    @mute_logger(RUN)
    def test_nothing_is_erased_before_the_journal_knows(self):
        subject = self.subject()
        job = self.propose(self.partner)
        self.confirm(job)
        store = type(self.env["wa.vault"]._vault().store)
        away = KeyStoreUnavailable("io")
        with patch.object(store, "journal_append", side_effect=away):
            self.run_job(job)
        self.assertEqual((job.step, job.error), (erasure.BLOCK, "K-05"))
        self.assertIn("wa.message", self.rows_of(subject))
        self.later(minutes=2)
        self.run_job(job)
        self.assertEqual(self.rows_of(subject), {})

    @mute_logger(RUN)
    def test_meta_away_is_tried_again_and_then_said(self):
        self.send_file_to(self.ticket)
        job = self.propose(self.partner)
        self.confirm(job)
        self.channel.api_base_url = "http://127.0.0.1:9"
        self.run_job(job)
        self.assertEqual((job.step, job.error), (erasure.JOURNAL, "meta"))
        for _try in range(3):
            self.later(hours=2)
            self.run_job(job)
        self.assertEqual(job.state, "done")
        meta = job._facts()["meta"]
        self.assertEqual((meta["asked"], meta["confirmed"]), (1, 0))
