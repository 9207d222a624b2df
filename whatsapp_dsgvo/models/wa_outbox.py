import logging
import time

import psycopg2

from odoo import api, fields, models

from . import rounds
from .outbox_calls import Calls
from .outbox_last_look import in_new_snapshot

_logger = logging.getLogger(__name__)

# Between two turns every number idles for half a second.
TURN = 30.0  # seconds in which new messages are taken
TICK = 0.1  # seconds of answers for one T2
TRIES = 5
# {database: {number: its pace}}; the scheduled action runs once at a time
_paces = {}


class WaOutbox(models.Model):
    """Sending in two transactions: nothing leaves before commit, nothing twice.

    T1 locks conversations, asks the gate again, marks a message of each `sending` and
    commits. The HTTP calls run without a transaction, many at a time; a last look calls
    back what the person may have stopped since. T2 writes the results that have come
    meanwhile. A crash in between leaves `sending`, which becomes
    `uncertain` and is settled by Meta's status.
    """

    _inherit = "wa.message"

    @api.model
    def _send_pending(self):
        """One turn; returns how many messages were looked at.

        New messages are claimed while the answers to others are awaited. What is under
        way when the turn is over is awaited, too.
        """
        self._notice_lost_answers()
        looked_at, left = 0, []
        dbname = self.env.cr.dbname
        look = in_new_snapshot(dbname)
        with Calls(_paces.setdefault(dbname, {}), look) as calls:
            end = time.monotonic() + TURN
            try:
                while True:
                    tick = time.monotonic() + TICK
                    claimed = self._start_calls(calls) if tick < end else 0
                    looked_at += claimed
                    left = self._write_answers(calls, left, tick)
                    waits = left and tick < end
                    if not (claimed or waits or calls.under_way()):
                        return looked_at
            finally:
                self._write_last_answers(calls, left)

    def _start_calls(self, calls):
        """T1 and its calls; how many messages were looked at."""
        quotas = self._quotas(calls)
        # the claim's snapshot begins with its lock
        self.env.cr.commit()  # pylint: disable=invalid-commit
        claimed = self._claim_surely(quotas) if quotas else self.browse()
        jobs = claimed.filtered(lambda m: m.state == "sending")._jobs(calls)
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

    def _write_answers(self, calls, before, tick):
        """What came until then; what another worker has locked comes again."""
        seconds = max(tick - time.monotonic(), 0.01)
        if before and not calls.under_way():
            time.sleep(seconds)
        answers = before + calls.answers(seconds)
        return self._note_outcomes_surely(answers) if answers else []

    def _write_last_answers(self, calls, before):
        """After an error, too: an answer that is not written would be lost."""
        self.env.cr.rollback()
        while calls.under_way():
            before = self._write_answers(calls, before, time.monotonic() + TICK)
        if before:
            self._note_outcomes_surely(before)

    @api.model
    def _note_and_commit(self, outcomes):
        left = self._note_outcomes(outcomes)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        return left

    @api.model
    def _note_outcomes_surely(self, outcomes):
        """T2; what is left to be written later. One that fails takes no other along."""
        for _try in range(TRIES):
            try:
                return self._note_and_commit(outcomes)
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
