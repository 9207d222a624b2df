import logging
from contextlib import contextmanager
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools.misc import split_every

from .. import wake
from ..lib.keys.errors import KeyStoreError
from ..lib.privacy import erasure
from .wa_erasure import BATCH
from .wa_vault import KeysAway

TRIES = 3
MOMENT = 5  # seconds
DUE = (erasure.CONFIRMED, erasure.RUNNING, erasure.STOPPED)
# The session's, not the transaction's: a job commits after each step.
LOCK = "SELECT pg_try_advisory_lock(hashtext('wa_erasure'), %s)"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('wa_erasure'), %s)"
_logger = logging.getLogger(__name__)

# Another transaction was faster: the step begins again, with a new view.
AGAIN = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.UniqueViolation,
)


class StepFailed(Exception):
    """A step can't be finished yet; `code` is shown, counted and searched for."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class StepWaits(Exception):
    """Nothing is wrong; what the step waits for takes a moment."""


class WaErasureRun(models.Model):
    """One step after the other, a commit after each; what fails is tried again."""

    _inherit = "wa.erasure"

    @api.model
    def _cron_run(self):
        due = self._due()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for job in due:
            job._run()
            if not cron._commit_progress(1):
                break
        self._erase_ended_holds()

    @api.model
    def _due(self):
        # sudo: wa.erasure - the job is the system's
        return self.sudo().search(
            [
                ("state", "in", DUE),
                ("next_try_at", "<=", fields.Datetime.now()),
            ],
            order="id",
        )

    def _run(self):
        self.ensure_one()
        with self._alone() as is_mine:
            if is_mine and self.state in DUE:
                for step in erasure.remaining(self.step or None):
                    if not self._run_safely(step):
                        return

    @contextmanager
    def _alone(self):
        """Whether no other process works on this job; what it did before is seen.

        Two at once would count everything twice and sign two certificates.
        """
        self._commit()
        self.env.cr.execute(LOCK, [self.id])
        is_mine = self.env.cr.fetchone()[0]
        # the snapshot may be older than the lock, and what was read older still
        self._commit()
        self.env.invalidate_all()
        try:
            yield is_mine
        except BaseException:
            # a failed transaction would not unlock
            self._undo()
            raise
        finally:
            if is_mine:
                self.env.cr.execute(UNLOCK, [self.id])

    def _run_safely(self, step):
        """Run and commit one step; a failure leaves the job where it was."""
        for _try in range(TRIES):
            try:
                self._run_step(step)
                return True
            except AGAIN:
                code = "busy"
                self._undo()
                continue
            except StepWaits:
                self._undo()
                self._wait_a_moment()
                return False
            except (KeysAway, KeyStoreError, StepFailed) as error:
                code = error.code
            except Exception as error:
                code = type(error).__name__
            self._undo()
            break
        self._stop(step, code)
        return False

    def _undo(self):
        self.env.cr.rollback()
        self.env.invalidate_all()

    def _run_step(self, step):
        getattr(self, f"_step_{step}")()
        self._finish(step)
        self._commit()

    def _finish(self, step):
        now = fields.Datetime.now()
        vals = {"step": step, "error": False, "attempts": 0}
        if not self.started_at:
            vals["started_at"] = now
        if step == erasure.STEPS[-1]:
            self._move(erasure.DONE, finished_at=now, next_try_at=False, **vals)
            self.request_id.write({"state": "answer"})
        else:
            self._move(erasure.RUNNING, **vals)

    def _stop(self, step, code):
        """Nothing is lost: the next run begins with this step."""
        _logger.warning("wa.erasure %s: stopped at %s, %s", self.id, step, code)
        attempts = self.attempts + 1
        at = fields.Datetime.now() + erasure.retry_after(attempts)
        self._move(erasure.STOPPED, error=str(code), attempts=attempts, next_try_at=at)
        self._commit()

    def _wait_a_moment(self):
        at = fields.Datetime.now() + timedelta(seconds=MOMENT)
        self._move(erasure.RUNNING, next_try_at=at)
        wake.later_after_commit(self.env, MOMENT, "cron_run_erasures")
        self._commit()

    def _commit(self):
        """Each step counts, whatever comes after it."""
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _erase_sources(self, step):
        """Everything that is stored for this step, batch by batch."""
        while batch := self._next_batch(step):
            source, records = batch
            source.erase(records)
            self._count(source.name, len(records))
            self._commit()
            self.env.invalidate_all()

    def _next_batch(self, step):
        for source in self.subject_ids._wa_privacy_sources():
            todo = source.to_erase() if source.step == step else None
            if todo:
                return source, next(iter(split_every(BATCH, todo.ids, todo.browse)))
        return None

    @api.model
    def _erase_ended_holds(self):
        """What had to stay goes when the last reason for it has ended."""
        self.env.cr.execute(
            "SELECT DISTINCT c.subject_id FROM wa_conversation c"
            " JOIN wa_subject s ON s.id = c.subject_id WHERE s.erased_at IS NOT NULL"
        )
        # sudo: wa.subject - erased already, but for what was kept
        for (subject_id,) in self.env.cr.fetchall():
            subject = self.env["wa.subject"].sudo().browse(subject_id)
            if not self._is_being_erased(subject):
                subject._erase_kept()
                self._commit()

    def _is_being_erased(self, subject):
        return bool(
            # sudo: wa.erasure - whether a job still works on this person
            self.sudo().search_count(
                [
                    ("subject_ids", "in", subject.ids),
                    ("state", "not in", (erasure.DONE, erasure.CANCELLED)),
                ]
            )
        )

    def action_retry(self):
        """Somebody has removed the hindrance: go on at once."""
        self.check_access("read")
        self._check_may_operate()
        stopped = self.filtered(lambda job: job.state == erasure.STOPPED)
        stopped._admitted_write({"next_try_at": fields.Datetime.now()})
        wake.after_commit(self.env, "cron_run_erasures")
