import logging
import time

import psycopg2

from odoo import api, fields, models

from . import rounds
from .outbox_calls import Calls

_logger = logging.getLogger(__name__)

ROUND = 1.0  # seconds in which a round takes new messages
LONGEST = 30.0  # and while a slow number would hold up the others
TICK = 0.1  # seconds of answers for one T2
TRIES = 5
# {database: {number: its pace}}; the scheduled action runs once at a time
_paces = {}


class WaOutbox(models.Model):
    """Sending in two transactions: nothing leaves before commit, nothing twice.

    T1 locks conversations, asks the gate again, marks a message of each `sending` and
    commits. The HTTP calls run without a transaction, many at a time. T2 writes the
    results that have come meanwhile. A crash in between leaves `sending`, which becomes
    `uncertain` and is settled by Meta's status.
    """

    _inherit = "wa.message"

    @api.model
    def _send_pending(self):
        """One round of about a second; returns how many messages were looked at.

        New messages are claimed while the answers to others are awaited. What is under
        way when the second is over is awaited too; if that takes long because of one
        number, the others go on.
        """
        self._notice_lost_answers()
        looked_at, written = 0, []
        with Calls(_paces.setdefault(self.env.cr.dbname, {})) as calls:
            self._assume_what_others_sent(calls)
            started = time.monotonic()
            try:
                while True:
                    age = time.monotonic() - started
                    slow = calls.slow_numbers(ROUND)
                    more = age < ROUND or not looked_at or (slow and age < LONGEST)
                    claimed = self._start_calls(calls, slow) if more else 0
                    looked_at += claimed
                    written = self._write_answers(calls, written)
                    if not (claimed or written or calls.under_way()):
                        if looked_at or not self._rest_for_pace(calls):
                            return looked_at
            finally:
                self._write_last_answers(calls, written)

    def _start_calls(self, calls, slow):
        """T1 and its calls; how many messages were looked at."""
        quotas = self._quotas(calls, slow)
        # the claim's snapshot begins with its lock
        self.env.cr.commit()  # pylint: disable=invalid-commit
        claimed = self._claim_surely(quotas) if quotas else self.browse()
        jobs = claimed.filtered(lambda m: m.state == "sending")._jobs()
        # T1 ends here: from now on a crash can't send a message twice
        self.env.cr.commit()  # pylint: disable=invalid-commit
        for number, job in jobs:
            calls.start(number, job)
        return len(claimed)

    def _claim_surely(self, quotas):
        """Again if another worker has just changed one of the rows."""
        for _try in range(TRIES):
            try:
                return self._claim_to_send(quotas)
            except psycopg2.errors.SerializationFailure:
                self.env.cr.rollback()
        return self.browse()

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

    # -- T2 --------------------------------------------------------------------------

    def _write_answers(self, calls, before):
        """What came within a tick; what another worker has locked comes again."""
        answers = before + calls.answers(TICK)
        return self._note_outcomes_surely(answers) if answers else []

    def _write_last_answers(self, calls, before):
        """Also after an error: an answer that is not written would be lost."""
        self.env.cr.rollback()
        while before or calls.under_way():
            before = self._write_answers(calls, before)

    @api.model
    def _note_outcomes_surely(self, outcomes):
        """T2; what is left to be written later. One that fails takes no other along."""
        for _try in range(TRIES):
            try:
                left = self._note_outcomes(outcomes)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                return left
            except psycopg2.errors.SerializationFailure:
                self.env.cr.rollback()
            except Exception as error:
                self.env.cr.rollback()
                if len(outcomes) == 1:
                    # it stays `sending`: Meta's status or a person settles it
                    _logger.error(
                        "wa.message %s: T2 %s", outcomes[0][0], type(error).__name__
                    )
                    return []
                parts = [self._note_outcomes_surely([one]) for one in outcomes]
                return [one for part in parts for one in part]
        return outcomes

    # -- pace ------------------------------------------------------------------------

    def _rest_for_pace(self, calls):
        """Nothing could be claimed: wait if it is only for a number's second."""
        waits = [calls.wait(number) for number in self._busy_numbers()]
        self.env.cr.commit()  # pylint: disable=invalid-commit
        waits = [seconds for seconds in waits if seconds > 0]
        if waits:
            time.sleep(min(waits))
        return bool(waits)

    def _assume_what_others_sent(self, calls):
        """The turn before this one may have been another process's."""
        if calls.has_sent_lately():
            return
        self.env.cr.execute(
            """
            SELECT coalesce(sum(done), 0) FROM ir_cron_progress
             WHERE cron_id = %s AND write_date > now() AT TIME ZONE 'UTC'
                                                 - interval '2 seconds'
            """,
            [self.env.ref("whatsapp_dsgvo.cron_send_messages").id],
        )
        count = self.env.cr.fetchone()[0]
        for number in self._busy_numbers() if count else ():
            calls.assume(number, count)
