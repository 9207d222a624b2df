from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.consent import gate, states
from .answers import TEMPLATE
from .outbox_calls import THREADS

# T1 takes at most so many at once, or a single answer would wait behind them.
BATCH = 60


class WaOutboxClaim(models.Model):
    """T1: which messages go now, each number getting its share."""

    _inherit = "wa.message"

    @api.model
    def _busy_numbers(self):
        """{connected number with something to send now: messages a second}"""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT n.id, n.messages_per_second FROM wa_channel n
                 WHERE n.state = 'connected'
                   AND (n.rests_until IS NULL OR n.rests_until <= %(now)s)
                   AND EXISTS (
                        SELECT 1 FROM wa_message m
                         WHERE m.channel_id = n.id AND m.direction = 'out'
                           AND m.state = 'queued' AND m.next_try_at <= %(now)s)
                """,
                now=fields.Datetime.now(),
            )
        )
        return dict(rows)

    @api.model
    def _quotas(self, calls):
        """{number: how many it may send now}: equal shares, and none above its pace.

        A share is always left for a number that has nothing to send yet, so calls that
        hang on some numbers never use up all threads.
        """
        slow = calls.slow_numbers()
        limits = self._busy_numbers()
        busy = [number for number in limits if number not in slow]
        share = max(THREADS // (len(busy) + len(slow) + 1), 1)
        at_once = max(BATCH // max(len(busy), 1), 1)
        free = THREADS - calls.under_way()
        quotas = {}
        for number in busy:
            calls.allow(number, limits[number])
            quota = min(calls.may_start(number, share), at_once, free)
            free -= max(quota, 0)
            if quota > 0:
                quotas[number] = quota
        return quotas

    @api.model
    def _claim_to_send(self, quotas=None):
        """The oldest message of each conversation that has none under way."""
        if quotas is None:
            quotas = dict.fromkeys(self._busy_numbers(), BATCH)
        if not quotas:
            return self.browse()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id FROM unnest(%(numbers)s, %(quotas)s) AS q (number, quota)
                 CROSS JOIN LATERAL (
                        SELECT m.id, m.conversation_id FROM wa_message m
                         WHERE m.channel_id = q.number AND m.direction = 'out'
                           AND m.state = 'queued' AND m.next_try_at <= %(now)s
                           AND NOT EXISTS (
                                SELECT 1 FROM wa_message s
                                 WHERE s.conversation_id = m.conversation_id
                                   AND s.state IN ('queued', 'sending')
                                   AND (s.state = 'sending' OR s.id < m.id))
                         ORDER BY m.id LIMIT q.quota) AS o
                  JOIN wa_conversation c ON c.id = o.conversation_id
                   FOR UPDATE OF c SKIP LOCKED
                """,
                numbers=list(quotas),
                quotas=list(quotas.values()),
                now=fields.Datetime.now(),
            )
        )
        # sudo: wa.message - sent by the system; the gate decides, not rights
        claimed = self.sudo().browse(row[0] for row in rows)
        claimed.invalidate_recordset()
        claimed._pass_second_gate()
        return claimed

    def _pass_second_gate(self):
        """The decision at queue time may be old: a STOP may have come since."""
        situations = self.conversation_id._situations() if self else {}
        admitted = self.browse()
        for message in self:
            verdict = message._second_verdict(situations[message.conversation_id.id])
            if not verdict.allowed:
                message._hold_back(verdict.reason)
            elif not message._files_are_uploaded():
                message._wait_for_upload()
            else:
                admitted |= message
        admitted._mark_sending()

    def _mark_sending(self):
        now = fields.Datetime.now()
        for attempts, messages in self.grouped("attempts").items():
            messages._admitted_write(
                {"state": "sending", "sending_at": now, "attempts": attempts + 1}
            )

    def _hold_back(self, reason):
        if reason in gate.PASSING:
            self._wait_until(fields.Datetime.now() + timedelta(seconds=1))
        elif reason == "window_closed" and self._may_wait():
            self._wait_for_window()
        else:
            self._cancel(reason)

    def _second_verdict(self, situation):
        if self.exception_code:
            # caps were counted when it was queued; window and block count now too
            return gate.may_send(situation, self.exception_code, states.SERVICE)
        if self.kind == TEMPLATE:
            return self.conversation_id._may_still_ask(self)
        purpose = self.purpose or states.SERVICE
        if purpose != states.SERVICE:
            return self.conversation_id._may_send(None, purpose)
        return gate.may_send(situation, None, purpose)
