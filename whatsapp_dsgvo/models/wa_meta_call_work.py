from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.cloud_api import errors, payloads
from ..lib.cloud_api.error_table_fallback import INVALID, OUTAGE
from ..lib.consent import gate, states
from . import rounds
from .wa_meta_call import WORKER

BATCH = 20
THREADS = 10
LOST_AFTER = timedelta(minutes=2)
# Meta takes no message to somebody it has blocked, so the closing hint goes first.
HINT_FIRST = timedelta(minutes=10)
TYPING_LASTS = timedelta(seconds=20)
AGAIN = (errors.TemporaryError, errors.NotSent, errors.UncertainOutcome)
BLOCKS = ("block", "unblock")


class WaMetaCallWork(models.Model):
    """Making the calls: claimed and committed, made without a transaction, noted."""

    _inherit = "wa.meta.call"

    @api.model
    def _cron_call(self):
        rounds.work_off(
            self.env,
            WORKER,
            self._call_pending,
            self._count_to_call,
            self._next_to_call,
        )

    @api.model
    def _call_pending(self):
        """One batch; returns how many calls were looked at."""
        self._take_up_lost()
        claimed = self._claim_to_call()
        jobs = [call._job() for call in claimed if call.state == "calling"]
        # from here on a crash makes the call once more, which changes nothing
        self.env.cr.commit()  # pylint: disable=invalid-commit
        for call_id, outcome in self._make(jobs):
            self._note_outcome(call_id, outcome)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return len(claimed)

    def _due(self):
        now = fields.Datetime.now()
        return [
            ("state", "=", "waiting"),
            ("next_try_at", "<=", now),
            ("channel_id.state", "=", "connected"),
            "|",
            ("channel_id.rests_until", "=", False),
            ("channel_id.rests_until", "<=", now),
        ]

    @api.model
    def _count_to_call(self):
        # sudo: wa.meta.call - the worker is the system's
        return self.sudo().search_count(self._due())

    @api.model
    def _next_to_call(self):
        waiting = [("state", "=", "waiting"), ("channel_id.state", "=", "connected")]
        # sudo: wa.meta.call - the worker is the system's
        first = self.sudo().search(waiting, order="next_try_at", limit=1)
        return first.next_try_at or None

    @api.model
    def _claim_to_call(self):
        # sudo: wa.meta.call - made by the system
        due = self.sudo().search(self._due(), limit=BATCH)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM wa_meta_call
                 WHERE id IN %s AND state = 'waiting' ORDER BY id
                   FOR UPDATE SKIP LOCKED
                """,
                tuple(due.ids) or (0,),
            )
        )
        claimed = due.browse(row[0] for row in rows)
        claimed.invalidate_recordset()
        for call in claimed:
            call._decide_again()
        return claimed

    def _decide_again(self):
        """The decision may be old: a STOP, a lifted block, an erasure came since."""
        now = fields.Datetime.now()
        if not self._is_still_wanted():
            self._note("dropped")
        elif self._hint_is_under_way():
            self._note("waiting", next_try_at=now + timedelta(seconds=2))
        else:
            self._note("calling", calling_at=now, attempts=self.attempts + 1)

    def _is_still_wanted(self):
        conversation = self.conversation_id
        if conversation.subject_id.erased_at:
            return False
        if self.kind in BLOCKS:
            is_blocked = conversation._state() == states.BLOCKED
            return is_blocked == (self.kind == "block")
        return conversation._may_tell_reading()

    def _hint_is_under_way(self):
        if self.kind != "block":
            return False
        if self.queued_at < fields.Datetime.now() - HINT_FIRST:
            return False
        return bool(
            self.env["wa.message"].search_count(
                [
                    ("conversation_id", "=", self.conversation_id.id),
                    ("exception_code", "=", gate.SAFETY),
                    ("state", "in", ("queued", "sending")),
                ],
                limit=1,
            )
        )

    def _job(self):
        """Everything the HTTP call needs, so that it touches no database."""
        try:
            client = self.channel_id._client()
        except ValueError:
            # no token or address one could call with
            return self.id, None, errors.AccountError()
        return self.id, *self._call_with(client)

    def _call_with(self, client):
        """(function, what it is given)."""
        if self.kind in BLOCKS:
            phone, bsuid = self.conversation_id.subject_id._address()
            person = payloads.Recipient(phone=phone, bsuid=bsuid)
            return getattr(client, f"{self.kind}_users"), ([person],)
        typing = self._still_shows_typing() and not self._is_answered()
        return client.mark_read, (self.message_id._wamid() or "", typing)

    def _still_shows_typing(self):
        young = fields.Datetime.now() - TYPING_LASTS
        return self.kind == "typing" and self.queued_at > young

    def _is_answered(self):
        """What the agent was typing has been sent: "typing" would come too late."""
        domain = [
            ("conversation_id", "=", self.conversation_id.id),
            ("direction", "=", "out"),
            ("queued_at", ">=", self.queued_at),
            # our own receipts answer nobody
            ("exception_code", "=", False),
        ]
        return bool(self.env["wa.message"].search_count(domain, limit=1))

    def _make(self, jobs):
        if not jobs:
            return
        with ThreadPoolExecutor(min(THREADS, len(jobs))) as pool:
            yield from pool.map(_call, jobs)

    @api.model
    def _note_outcome(self, call_id, outcome):
        # sudo: wa.meta.call - the worker is the system's
        call = self.sudo().browse(call_id).exists()
        if not call:
            # erased meanwhile
            return
        code = _code_of(outcome)
        if code is None:
            call._note("done", error_code=0)
        elif isinstance(outcome, errors.AccountError):
            call._note_account_error(code)
        else:
            delay = call._delay_after(outcome)
            if delay is None:
                call._note("failed", error_code=code)
                call._alarm_if_admins_matter()
            else:
                at = fields.Datetime.now() + delay
                call._note("waiting", error_code=code, next_try_at=at)
        if call.kind in BLOCKS:
            call.conversation_id._show_block()

    def _note_account_error(self, code):
        """The whole number stops; a block waits and is told once that is repaired."""
        state = "waiting" if self.kind in BLOCKS else "failed"
        self._note(state, error_code=code, attempts=self.attempts - 1)
        self.channel_id._pause_by_error(errors.rule_for(code))

    def _alarm_if_admins_matter(self):
        rule = errors.rule_for(self.error_code)
        if rule.admin:
            self.channel_id._alarm(rule)

    def _delay_after(self, outcome):
        """None: not again. Who reads on is told about later messages anyway."""
        if self.kind not in BLOCKS or not isinstance(outcome, AGAIN):
            return None
        return self._patience(outcome)

    def _patience(self, outcome):
        return errors.retry_delay(_rule_of(outcome), self.attempts - 1)

    @api.model
    def _take_up_lost(self):
        """Longer under way than any time-out: the worker died."""
        limit = fields.Datetime.now() - LOST_AFTER
        # sudo: wa.meta.call - the worker is the system's
        lost = self.sudo().search(
            [("state", "=", "calling"), ("calling_at", "<", limit)]
        )
        if lost:
            lost._note("waiting")


def _call(job):
    """Runs in a thread without database access; never raises."""
    call_id, make, given = job
    if make is None:
        return call_id, given
    try:
        return call_id, make(*given)
    except (errors.CloudApiError, payloads.InvalidPayload) as error:
        return call_id, error


def _rule_of(error):
    """An unanswered call may simply be made again: twice is as good as once."""
    unanswered = isinstance(error, errors.UncertainOutcome)
    return OUTAGE if unanswered else error.rule


def _code_of(outcome):
    """None if Meta did it; else its code, as stored."""
    if isinstance(outcome, errors.CloudApiError):
        return _rule_of(outcome).code or errors.TOKEN_INVALID
    if isinstance(outcome, Exception):
        return INVALID.code
    failed = getattr(outcome, "failed", None) or {}
    return next(iter(failed.values()), None)
