import contextlib
import logging
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.cloud_api import errors
from ..lib.keys.errors import CannotRead
from ..lib.media import fetch
from . import guard, rounds

_logger = logging.getLogger(__name__)

BATCH = 8
THREADS = 4
T2_ATTEMPTS = 5
# Longer than any download may take: after a crash somebody else tries.
LEASE = timedelta(minutes=15)
# Meta's ids of received files are good for this long.
KEPT_AT_META = timedelta(days=7)


class WaMediaFetch(models.Model):
    """Fetching in two transactions, as sending: claim, download without one, store."""

    _inherit = "wa.media"

    @api.model
    def _fetch_pending(self):
        """One batch; returns how many files were looked at."""
        claimed = self._claim_to_fetch()
        started = claimed.filtered(lambda media: media._start())
        rooms = started._rooms()
        jobs = [job for media in started if (job := media._job_or_later(rooms))]
        fetching = {job.uuid for job in jobs}
        put_off = claimed.filtered(lambda media: media.uuid not in fetching)
        put_off.message_id._changed()
        # the claim is on disk: nobody else downloads the same
        self.env.cr.commit()  # pylint: disable=invalid-commit
        stored = [job for job, outcome in _run(jobs) if self._note_surely(job, outcome)]
        for job in stored:
            if forget_at_meta(job, job.media_id):
                self._note_forgotten(job.uuid)
        return len(claimed)

    @api.model
    def _cron_fetch(self):
        """Both ways: files of customers are fetched, files of agents are uploaded."""
        rounds.work_off(
            self.env,
            "cron_fetch_media",
            lambda: self._fetch_pending() + self._upload_pending(),
            self._count_to_fetch,
            self._next_to_move,
        )

    @api.model
    def _next_to_move(self):
        uploads = [at for _id, at in self._waiting_uploads()]
        times = [self._next_to_fetch(), *uploads]
        return min((at for at in times if at), default=None)

    @api.model
    def _count_to_fetch(self):
        return self.search_count(
            [
                ("state", "=", "pending"),
                ("next_try_at", "<=", fields.Datetime.now()),
                ("channel_id.state", "in", ("connected", "paused")),
            ]
        )

    @api.model
    def _next_to_fetch(self):
        self.env.cr.execute(
            """
            SELECT min(m.next_try_at) FROM wa_media m
              JOIN wa_channel n ON n.id = m.channel_id
             WHERE m.state = 'pending' AND n.state IN ('connected', 'paused')
            """
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _claim_to_fetch(self):
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.id FROM wa_media m
                  JOIN wa_channel n ON n.id = m.channel_id
                 WHERE m.state = 'pending' AND m.next_try_at <= %s
                   AND n.state IN ('connected', 'paused')
                 ORDER BY m.next_try_at, m.id LIMIT %s
                   FOR UPDATE OF m SKIP LOCKED
                """,
                fields.Datetime.now(),
                BATCH,
            )
        )
        # sudo: wa.media - fetched by the system, for no user
        claimed = self.sudo().browse(row[0] for row in rows)
        claimed.invalidate_recordset()
        return claimed

    def _start(self):
        """Whether it may be fetched now; else the row says why not."""
        now = fields.Datetime.now()
        if now - self.received_at >= KEPT_AT_META:
            self._settle("expired")
        elif not self.is_wanted and self._is_over_cap(now):
            self._settle("on_demand", "cap")
        else:
            self._admitted_write(
                {
                    "started_at": self.started_at or now,
                    "next_try_at": now + LEASE,
                    "attempts": self.attempts + 1,
                }
            )
            return True
        return False

    def _job_or_later(self, rooms):
        """A row that can't be worked off must not hold up the others."""
        try:
            client = self.channel_id._media_client()
        except ValueError:
            # no token or address one could call with
            self._note_failure(errors.AccountError())
            return None
        try:
            return self._job(client, rooms)
        except (CannotRead, OSError, ValueError) as error:
            self._note_failure(error)
        return None

    def _job(self, client, rooms):
        facts = self._facts()
        key, aad = self.env["wa.vault"]._file_key(self.uuid, self.subject_id)
        return fetch.Job(
            uuid=self.uuid,
            api=client,
            media_id=facts.get("media_id") or "",
            kind=self.kind,
            claimed_type=facts.get("mime_type"),
            claimed_name=facts.get("name"),
            sha256=facts.get("sha256"),
            key=key,
            aad=aad,
            folder=self.env["ir.attachment"]._whatsapp_folder(),
            clock=time.monotonic,
            scanner=self._scanner(),
            room=None if self.is_wanted else rooms[self.subject_id.id],
        )

    @api.model
    def _note_surely(self, job, outcome):
        """T2, again if somebody else wrote meanwhile; True if the file is stored."""
        with contextlib.ExitStack() as files:
            if isinstance(outcome, fetch.Fetched):
                files.enter_context(outcome.file)
            for attempt in range(T2_ATTEMPTS):
                try:
                    stored = self._note_fetched(job.uuid, outcome)
                    self.env.cr.commit()  # pylint: disable=invalid-commit
                    return stored
                except psycopg2.errors.SerializationFailure:
                    self.env.cr.rollback()
                    _logger.info("wa.media %s: T2 attempt %s", job.uuid, attempt + 1)
                except OSError as error:
                    # no room for this one; the row says so, and the others may fit
                    self.env.cr.rollback()
                    outcome = error
        return False

    @api.model
    def _note_fetched(self, media_uuid, outcome):
        # sudo: wa.media - fetched by the system, for no user
        media = self.sudo().search([("uuid", "=", media_uuid)])
        media.invalidate_recordset()
        # erased, or settled by somebody else, while it was on its way
        if media.state != "pending":
            return False
        if isinstance(outcome, fetch.Fetched):
            media._store(outcome)
        else:
            media._note_failure(outcome)
        media.message_id._changed()
        return media.state == "ready"

    def _store(self, fetched):
        """What is refused is not kept; what is quarantined is, but not shown."""
        try:
            self.subject_id._lock_for_content()
        except UserError:
            self._settle("refused", "erased")
            return
        verdict = fetched.verdict
        vals = {"size": fetched.length}
        if verdict.state != "refused":
            # sudo: ir.attachment - the bytes of our own row
            attachments = guard.admitted(self.env["ir.attachment"].sudo())
            vals["attachment_id"] = attachments._whatsapp_store(self, fetched.file).id
        facts = {**self._facts(), "mime_type": verdict.mime_type}
        vals["facts_sealed"] = self._seal_facts(self.uuid, self.subject_id, facts)
        self._settle(verdict.state, verdict.reason, **vals)

    def _settle(self, state, reason=False, **vals):
        self._admitted_write(
            {"state": state, "reason": reason, "next_try_at": False, **vals}
        )


def _run(jobs):
    """(job, Fetched or exception) in the order they end; without a transaction."""
    if not jobs:
        return
    with ThreadPoolExecutor(min(THREADS, len(jobs))) as pool:
        running = {pool.submit(_fetch, job): job for job in jobs}
        for ended in as_completed(running):
            yield running[ended], ended.result()


def _fetch(job):
    """Runs in a thread without database access; never raises."""
    try:
        return fetch.fetch(job)
    except Exception as error:
        return error


def forget_at_meta(job, media_id):
    """Data minimisation: whether Meta accepted it, its copy may live on for a while."""
    try:
        job.api.delete(media_id)
    except errors.CloudApiError as error:
        _logger.info("wa.media %s: not deleted at Meta, %s", job.uuid, error)
        return False
    return True
