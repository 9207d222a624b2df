import secrets
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import wake
from ..lib.cloud_api import errors
from . import rounds
from .wa_media_fetch import BATCH, LEASE, THREADS, forget_at_meta
from .wa_outbox_result import _code_of
from .wa_subject import CONTENT
from .wa_vault import KeysAway

# Meta keeps an uploaded file for 30 days; a day is left for the sending.
GOOD_FOR = timedelta(days=29)
TRIES = 8


class Upload(NamedTuple):
    """All that uploading needs, so that it touches no database.

    `key` seals the id Meta answers with, even if the key store is away by then.
    """

    uuid: str
    api: object
    file: object
    name: str
    mime_type: str
    key: object


class WaMediaUpload(models.Model):
    """Files of waiting messages go to Meta first; the message then names their id.

    No message is sent by it, so it may be done again; but Meta gets the content, so
    the gate is asked before.
    """

    _inherit = "wa.media"

    def _is_uploaded(self):
        young = fields.Datetime.now() - GOOD_FOR
        return bool(
            self.upload_sealed and self.uploaded_at and self.uploaded_at > young
        )

    def _upload_id(self):
        return self.env["wa.vault"]._read_field(
            self, "upload_sealed", self.subject_id.uuid, CONTENT
        )

    @api.model
    def _upload_pending(self):
        """One batch; returns how many files were looked at."""
        claimed = self._claim_to_upload()
        allowed = [media for media in claimed if media._may_upload()]
        jobs = [job for media in allowed if (job := media._upload_job_or_fail())]
        # the claim is on disk: nobody else uploads the same
        self.env.cr.commit()  # pylint: disable=invalid-commit
        for job, outcome in _run(jobs):
            noted = rounds.surely(self.env, partial(self._note_answer, job, outcome))
            if not noted and isinstance(outcome, str):
                forget_at_meta(job, outcome)
        return len(claimed)

    @api.model
    def _waiting_uploads(self):
        """(id, when it may be tried) of files that waiting messages need."""
        self.env["wa.message"].flush_model()
        self.flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT f.id, coalesce(f.next_try_at, m.queued_at)
                  FROM wa_media f
                  JOIN wa_message m ON m.id = f.message_id
                  JOIN wa_channel n ON n.id = m.channel_id
                 WHERE m.direction = 'out' AND m.state = 'queued'
                   AND n.state = 'connected' AND f.state = 'ready'
                   AND (n.rests_until IS NULL OR n.rests_until <= %(now)s)
                   AND (f.uploaded_at IS NULL OR f.uploaded_at <= %(old)s)
                 ORDER BY 2, 1 LIMIT 1000 FOR UPDATE OF f SKIP LOCKED
                """,
                now=fields.Datetime.now(),
                old=fields.Datetime.now() - GOOD_FOR,
            )
        )

    @api.model
    def _claim_to_upload(self):
        now = fields.Datetime.now()
        due = [media_id for media_id, at in self._waiting_uploads() if at <= now]
        # sudo: wa.media - uploaded by the system; the gate decides, not rights
        claimed = self.sudo().browse(due[:BATCH])
        claimed.invalidate_recordset()
        for media in claimed:
            media._admitted_write(
                {"next_try_at": now + LEASE, "attempts": media.attempts + 1}
            )
        return claimed

    def _may_upload(self):
        """Else the message waits; the second gate cancels it if it has to."""
        message = self.message_id
        verdict = message.conversation_id._may_send(None, message.purpose or "service")
        if not verdict.allowed:
            at = fields.Datetime.now() + timedelta(seconds=5)
            self._admitted_write({"next_try_at": at, "attempts": self.attempts - 1})
        return verdict.allowed

    def _upload_job_or_fail(self):
        """A file that can't be read any more must not hold up the others."""
        try:
            return self._upload_job()
        except KeysAway:
            raise
        except errors.AccountError as error:
            self._note_upload_account_error(error)
        except UserError as error:
            self.message_id._note_failed(error)
            self.message_id._changed()
        return None

    def _upload_job(self):
        try:
            client = self.channel_id._media_client()
        except ValueError:
            # no token or address one could call with
            raise errors.AccountError() from None
        facts = self._facts()
        return Upload(
            self.uuid,
            client,
            self._open(),
            self._sent_name(facts),
            facts.get("mime_type") or "",
            self._upload_key(),
        )

    def _upload_key(self):
        pair = (self.subject_id.uuid, CONTENT)
        return self.env["wa.vault"]._data_keys([pair])[pair]

    def _seal_upload_id(self, upload_id, key):
        place = (self._name, "upload_sealed", self.uuid, key.subject, key.klass)
        return self.env["wa.vault"]._sealed(key, upload_id.encode(), *place)

    @api.model
    def _note_answer(self, job, outcome):
        """T2 of one file, committed."""
        noted = self._note_uploaded(job, outcome)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return noted

    @api.model
    def _note_uploaded(self, job, outcome):
        """False if the person was erased while it was on its way."""
        # sudo: wa.media - uploaded by the system, for no user
        media = self.sudo().search([("uuid", "=", job.uuid)])
        media.invalidate_recordset()
        try:
            media.subject_id._lock_for_content()
        except UserError:
            return False
        if not media:
            return False
        if isinstance(outcome, str):
            media._admitted_write(
                {
                    "upload_sealed": media._seal_upload_id(outcome, job.key),
                    "uploaded_at": fields.Datetime.now(),
                    "next_try_at": False,
                }
            )
            wake.after_commit(self.env, "cron_send_messages")
        elif isinstance(outcome, errors.AccountError):
            media._note_upload_account_error(outcome)
        else:
            media._note_upload_failure(outcome)
        media.message_id._changed()
        return True

    def _note_upload_account_error(self, error):
        """The whole number stops; the file waits and goes once that is repaired."""
        at = fields.Datetime.now() + timedelta(seconds=5)
        self._admitted_write({"next_try_at": at, "attempts": self.attempts - 1})
        self.channel_id._pause_by_error(errors.rule_for(_code_of(error)))

    def _note_upload_failure(self, error):
        rule = getattr(error, "rule", None)
        delay = rule and errors.retry_delay(rule, self.attempts - 1)
        if delay is None or self.attempts >= TRIES:
            self.message_id._note_failed(error)
            return
        seconds = getattr(error, "retry_after", None) or delay.total_seconds()
        at = fields.Datetime.now() + timedelta(seconds=max(seconds, 1))
        self._admitted_write({"next_try_at": at})


def _run(jobs):
    """(job, id or exception); without a transaction."""
    if not jobs:
        return
    with ThreadPoolExecutor(min(THREADS, len(jobs))) as pool:
        running = {pool.submit(_upload, job): job for job in jobs}
        for ended in as_completed(running):
            yield running[ended], ended.result()


def _upload(job):
    """Runs in a thread without database access; never raises."""
    with job.file:
        try:
            return job.api.upload(
                job.file, job.name, job.mime_type, secrets.token_hex(16)
            )
        except Exception as error:
            return error
