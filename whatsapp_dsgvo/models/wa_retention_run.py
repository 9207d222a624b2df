import logging
import time
import uuid
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..lib.privacy import batches, retention
from ..lib.privacy.retention_classes import EVIDENCE, LIFT, SILENCE, START
from . import guard
from .rounds import TRIES
from .wa_retention_hold import LOCK_HOLDS, delete_from_disk
from .wa_retention_rule import aware

_logger = logging.getLogger(__name__)

# Older than this and nobody can say that periods are kept.
STALE_AFTER = timedelta(hours=36)
# The first deletes nothing, the others lock once they have found somebody.
UNLOCKED = (START, SILENCE, LIFT, EVIDENCE)
# What a batch costs, however few rows it takes, is no reason to take fewer.
AT_ONCE = {"keys": 200}
ENDED = ("done", "failed", "paused")


class WaRetentionRun(models.Model):
    """One run over the data of a company: counts per class, no content.

    It commits after each batch, counts included. Killed, it goes on where it was with
    the next turn of the scheduled action; run twice, it finds nothing more.
    """

    _name = "wa.retention.run"
    _description = "Retention run"
    _inherit = "wa.guarded.mixin"
    _order = "started_at desc, id desc"
    _rec_name = "started_at"

    uuid = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    started_at = fields.Datetime("Started", required=True, readonly=True)
    finished_at = fields.Datetime("Finished", readonly=True)
    turns = fields.Integer(readonly=True, help="More than one: it was interrupted.")
    state = fields.Selection(
        [
            ("running", "Running"),
            ("done", "Done"),
            ("paused", "Paused"),
            ("failed", "With errors"),
        ],
        required=True,
        readonly=True,
        default="running",
    )
    error = fields.Char(readonly=True, help="Class and kind of error, no content.")
    line_ids = fields.One2many("wa.retention.line", "run_id", "Classes", readonly=True)
    done = fields.Integer("Deleted", compute="_compute_sums")
    held = fields.Integer("On hold", compute="_compute_sums")
    overdue = fields.Integer(compute="_compute_sums")
    keys = fields.Integer("Keys destroyed", readonly=True)
    undecided = fields.Integer(
        "Closed, not decided",
        readonly=True,
        help="Closed tickets nobody has decided how long to keep.",
    )
    light = fields.Selection(
        [("green", "Green"), ("grey", "Unknown"), ("red", "Red")],
        compute="_compute_light",
    )

    @api.depends("started_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for run in self:
            run.display_name = format_datetime(self.env, run.started_at)

    @api.depends("line_ids")
    def _compute_sums(self):
        for run in self:
            for name in ("done", "held", "overdue"):
                run[name] = sum(run.line_ids.mapped(name))

    @api.depends("state", "finished_at", "line_ids")
    def _compute_light(self):
        """Red: something is overdue or went wrong. Not known is never green."""
        old = fields.Datetime.now() - STALE_AFTER
        for run in self:
            if run.overdue or run.state in ("failed", "paused"):
                run.light = "red"
            elif run.state == "done" and run.finished_at >= old:
                run.light = "green"
            else:
                run.light = "grey"

    @api.model
    def _cron_run(self):
        """Each company once a day; what a turn does not finish, the next one does."""
        # sudo: res.company - which companies have rules
        companies = self.env["res.company"].sudo()._whatsapp_retention_companies()
        self.env["wa.retention.rule"]._seed(companies)
        for company in companies:
            run = self._open_run(company)
            if run and not run._take_turn():
                return
        self.env["ir.cron"]._commit_progress(remaining=0)

    def _open_run(self, company):
        # sudo: wa.retention.run - written by the system
        runs = guard.admitted(self.sudo())
        last = runs.search([("company_id", "=", company.id)], limit=1)
        if last.state == "running":
            return last
        if company.whatsapp_retention_paused_at or (last and last._is_of_today()):
            return runs.browse()
        return runs._begin(company)

    @api.model
    def _last(self, company):
        """The last run that took stock."""
        return self.search(
            [("company_id", "=", company.id), ("state", "!=", "running")], limit=1
        )

    def _begin(self, company):
        # sudo: wa.retention.run - written by the system
        return guard.admitted(self.sudo()).create(
            {"company_id": company.id, "started_at": fields.Datetime.now()}
        )

    def _is_of_today(self):
        midnight = retention.Period(0, "days").cutoff(aware(fields.Datetime.now()))
        return aware(self.started_at) >= midnight

    def _take_turn(self):
        """Work until all is done; whether it is."""
        self.turns += 1
        problems = []
        for step in self._steps():
            try:
                finished = self._work_off(step)
            except Exception as error:
                self.env.cr.rollback()
                _logger.error("retention %s: %s", step, type(error).__name__)
                problems.append(f"{step} {type(error).__name__}")
                continue
            if not finished:
                return False
            if self._is_paused():
                break
        self._end(problems)
        self._commit()
        return True

    def _work_off(self, step):
        """Batches of one step until it is done (True) or the time is over."""
        # read now: the files of translations take longer than a batch
        self._gone_texts()
        self._commit()
        after, size = None, AT_ONCE.get(step, batches.FIRST)
        while self._may_go_on(step):
            begun = time.monotonic()
            count, after, paths = self._batch_safely(step, after, size)
            in_time = self._commit(count)
            if step not in AT_ONCE:
                size = batches.next_size(count, time.monotonic() - begun)
            # Odoo's own collector does it within a day if the process dies here
            delete_from_disk(paths)
            if not after:
                return True
            if not in_time:
                return False
        # taking stock takes seconds, and needs no hold to wait
        self._commit()
        return True

    def _batch_safely(self, step, *args):
        """Somebody else was faster at one row: once more, with a new view of it."""
        for _try in range(TRIES):
            try:
                return self._batch(step, *args)
            except psycopg2.errors.SerializationFailure:
                self.env.cr.rollback()
                self.env.invalidate_all()
                self._wait_for_holds(step)
        return self._batch(step, *args)

    def _may_go_on(self, step):
        """Begin a batch, as its first statement."""
        self._wait_for_holds(step)
        return not self._is_paused()

    def _wait_for_holds(self, step):
        if step not in UNLOCKED:
            self.env.cr.execute(LOCK_HOLDS)

    def _commit(self, count=0):
        """Whether there is time left. Each batch begins with a new view of the data."""
        left = self.env["ir.cron"]._commit_progress(count, remaining=1)
        self.env.invalidate_all()
        return left

    def _is_paused(self):
        # alone: whatever else there is of a company would be read with each batch
        self.company_id.fetch(["whatsapp_retention_paused_at"])
        return bool(self.company_id.whatsapp_retention_paused_at)

    def _end(self, problems):
        self._take_stock()
        state = "failed" if problems else "done"
        self.write(
            {
                "state": "paused" if self._is_paused() else state,
                "error": ", ".join(problems) or False,
                "finished_at": fields.Datetime.now(),
            }
        )
        self.env["wa.journal.mark"]._note_run(self)
