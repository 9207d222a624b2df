import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.cloud_api import errors, payloads
from ..lib.consent import gate, states
from . import rounds
from .wa_conversation_question import TEMPLATE

_logger = logging.getLogger(__name__)

BATCH = 40
THREADS = 20
T2_ATTEMPTS = 5


class WaOutbox(models.Model):
    """Sending in two transactions: nothing leaves before commit, nothing twice.

    T1 locks the conversation, asks the gate again, marks the message `sending` and
    commits. The HTTP call runs without a transaction. T2 writes the result. A crash in
    between leaves `sending`, which becomes `uncertain` and is settled by Meta's status.
    """

    _inherit = "wa.message"

    @api.model
    def _send_pending(self):
        """One batch; returns how many messages were looked at."""
        self._notice_lost_answers()
        claimed = self._claim_to_send()
        sendable = claimed.filtered(lambda m: m.state == "sending")
        jobs = [message._job() for message in sendable]
        # T1 ends here: from now on a crash can't send a message twice
        self.env.cr.commit()  # pylint: disable=invalid-commit
        for opaque_id, outcome in self._call(jobs):
            self._note_outcome_surely(opaque_id, outcome)
        return len(claimed)

    @api.model
    def _cron_send(self):
        rounds.work_off(
            self.env,
            "cron_send_messages",
            self._send_pending,
            self._count_to_send,
            self._next_to_send,
        )

    @api.model
    def _next_to_send(self):
        """When the oldest queued message of a connected number may go; None if none."""
        self.env.cr.execute(
            """
            SELECT min(greatest(m.next_try_at, n.rests_until)) FROM wa_message m
              JOIN wa_channel n ON n.id = m.channel_id
             WHERE m.direction = 'out' AND m.state = 'queued'
               AND n.state = 'connected'
            """
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _count_to_send(self):
        return self.search_count(
            [
                ("direction", "=", "out"),
                ("state", "=", "queued"),
                ("next_try_at", "<=", fields.Datetime.now()),
                ("channel_id.state", "=", "connected"),
                "|",
                ("channel_id.rests_until", "=", False),
                ("channel_id.rests_until", "<=", fields.Datetime.now()),
            ]
        )

    @api.model
    def _claim_to_send(self):
        """T1: the oldest message of each conversation that has none under way."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id,
                       (SELECT min(m.id) FROM wa_message m
                         WHERE m.conversation_id = c.id AND m.direction = 'out'
                           AND m.state = 'queued' AND m.next_try_at <= %(now)s)
                  FROM wa_conversation c
                 WHERE c.id IN (
                        SELECT m.conversation_id FROM wa_message m
                          JOIN wa_channel n ON n.id = m.channel_id
                         WHERE m.direction = 'out' AND m.state = 'queued'
                           AND m.next_try_at <= %(now)s AND n.state = 'connected'
                           AND (n.rests_until IS NULL OR n.rests_until <= %(now)s)
                         ORDER BY m.id LIMIT %(wide)s)
                   AND NOT EXISTS (
                        SELECT 1 FROM wa_message s
                         WHERE s.conversation_id = c.id AND s.state = 'sending')
                 LIMIT %(limit)s
                   FOR UPDATE OF c SKIP LOCKED
                """,
                now=fields.Datetime.now(),
                wide=BATCH * 4,
                limit=BATCH,
            )
        )
        # sudo: wa.message - sent by the system; the gate decides, not rights
        claimed = self.sudo().browse(row[1] for row in rows if row[1])
        claimed.invalidate_recordset()
        for message in claimed:
            message._pass_second_gate()
        return claimed

    def _pass_second_gate(self):
        """The decision at queue time may be old: a STOP may have come since."""
        verdict = self._second_verdict()
        now = fields.Datetime.now()
        if verdict.allowed and not self._files_are_uploaded():
            self._wait_for_upload()
        elif verdict.allowed:
            self._admitted_write(
                {"state": "sending", "sending_at": now, "attempts": self.attempts + 1}
            )
        elif verdict.reason in ("unheard", "not_connected"):
            self._wait_until(now + timedelta(seconds=1))
        elif verdict.reason == "window_closed" and self._may_wait():
            self._wait_for_window()
        else:
            self._cancel(verdict.reason)

    def _second_verdict(self):
        if self.exception_code:
            return self._exception_still_holds()
        if self.kind == TEMPLATE:
            return self.conversation_id._may_still_ask(self)
        return self.conversation_id._may_send(None, self.purpose or states.SERVICE)

    def _exception_still_holds(self):
        """Caps were counted when it was queued; window and block count now too."""
        situation = self.conversation_id._situation()
        return gate.may_send(situation, self.exception_code, states.SERVICE)

    def _job(self):
        """Everything the HTTP call needs, so that it touches no database."""
        self.ensure_one()
        try:
            client = self.channel_id._client()
        except ValueError:
            # no token or address one could call with: this number stops, no other
            return self.opaque_id, None, errors.AccountError()
        try:
            payload = self._payload()
        except payloads.InvalidPayload as error:
            return self.opaque_id, None, error
        return self.opaque_id, client, payload

    def _payload(self):
        phone, bsuid = self.subject_id._address()
        to = payloads.Recipient(phone=phone, bsuid=None if phone else bsuid)
        content = self._content()
        quoted = self.quoted_id._wamid() if self.quoted_id else None
        if self.exception_code == gate.NOTICE:
            return self._notice_payload(to, content)
        if self.kind == TEMPLATE:
            return self._question_payload(to, content)
        if self._is_composed():
            return self._payload_of_kind(to, content, quoted)
        if self.media_ids:
            return self._file_payload(to, content, quoted)
        return payloads.text(
            to, content.get("text") or "", quoted_wamid=quoted, opaque_id=self.opaque_id
        )

    def _notice_payload(self, to, content):
        notice = self.notice_id
        buttons = [
            payloads.Button(f"c1.yes.{self.choice_nonce}", notice.yes_title),
            payloads.Button(f"c1.no.{self.choice_nonce}", notice.no_title),
        ]
        return payloads.buttons(
            to,
            content.get("text") or "",
            buttons,
            footer=content.get("footer"),
            opaque_id=self.opaque_id,
        )

    def _call(self, jobs):
        """[(opaque id, SendResult or error)] in the order the answers arrive."""
        if not jobs:
            return
        with ThreadPoolExecutor(min(THREADS, len(jobs))) as pool:
            yield from pool.map(_send, jobs)

    @api.model
    def _note_outcome_surely(self, opaque_id, outcome):
        """T2, again if a status of the same message was written meanwhile."""
        for attempt in range(T2_ATTEMPTS):
            try:
                self._note_outcome(opaque_id, outcome)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                return
            except psycopg2.errors.SerializationFailure:
                self.env.cr.rollback()
                _logger.info("wa.message %s: T2 attempt %s", opaque_id, attempt + 1)


def _send(job):
    """Runs in a thread without database access; never raises."""
    opaque_id, client, payload = job
    if client is None:
        return opaque_id, payload
    try:
        return opaque_id, client.send(payload)
    except errors.CloudApiError as error:
        return opaque_id, error
