"""The last look: did the person say something between T1 and the call?

T1 claims messages up to 0.3 s before they leave. A STOP that is stored meanwhile sends
the message back into the queue, where the second gate decides anew. What remains is the
time of one look and `FRESH`: whoever stops then reads one message more, on its way.
"""

import logging
import threading
import time

import psycopg2

from odoo import sql_db

_logger = logging.getLogger(__name__)

# One look serves all calls that leave within so many seconds.
FRESH = 0.02
# A message of this person which is stored but not worked off may be a STOP.
UNHEARD = """
    WITH unread AS MATERIALIZED (
        SELECT senders FROM wa_event WHERE state = 'new'
        UNION ALL
        SELECT senders FROM wa_event WHERE state = 'parked')
    SELECT c.id FROM wa_conversation c
      JOIN wa_identity i ON i.subject_id = c.subject_id
      JOIN (SELECT unnest(string_to_array(senders, ' ')) AS blind_index
              FROM unread) s ON s.blind_index = i.blind_index
     WHERE c.id = ANY(%s)
    UNION ALL
    SELECT conversation_id FROM wa_message
     WHERE conversation_id = ANY(%s)
       AND (state = 'received' OR (state = 'held'
            AND parked_at IS NOT NULL AND triage_decision IS NULL))
"""
# What was worked off meanwhile; the second gate let none of these pass.
CLAIMED = """
    SELECT m.opaque_id, m.conversation_id,
           p.restricted OR p.erased_at IS NOT NULL OR p.moved_at IS NOT NULL
           OR EXISTS (SELECT 1 FROM wa_consent c
                       WHERE c.subject_id = p.id AND c.channel_id = m.channel_id
                         AND c.purpose = coalesce(m.purpose, 'service')
                         AND c.state IN ('withdrawn', 'blocked'))
      FROM wa_message m JOIN wa_subject p ON p.id = m.subject_id
     WHERE m.opaque_id = ANY(%s) AND m.exception_code IS NULL
"""


class CalledBack(Exception):
    """Nothing left: something of this person came after T1."""


def unheard_ids(cr, conversation_ids):
    """Those of these conversations in which something is not worked off yet."""
    cr.execute(UNHEARD, [conversation_ids, conversation_ids])
    return {row[0] for row in cr.fetchall()}


def news(cr, opaque_ids):
    """Those of these messages whose person was heard from since T1."""
    cr.execute(CLAIMED, [list(opaque_ids)])
    claimed = cr.fetchall()
    unheard = unheard_ids(cr, [conversation for _id, conversation, _stopped in claimed])
    return {
        opaque_id
        for opaque_id, conversation, stopped in claimed
        if stopped or conversation in unheard
    }


def in_new_snapshot(dbname):
    """`news` for threads: on a connection of its own, whose view is as old as the call."""

    def look(opaque_ids):
        try:
            with sql_db.db_connect(dbname).cursor() as cr:
                return news(cr, opaque_ids)
        except psycopg2.Error as error:
            # nobody knows, so nothing leaves
            _logger.warning("last look: %s", type(error).__name__)
            return set(opaque_ids)

    return look


class LastLook:
    """Asked by each call before it leaves, and answered for all that wait by then."""

    def __init__(self, look, clock=time.monotonic):
        self._look = look
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting = set()
        self._called_back = set()
        self._seen = float("-inf")

    def expect(self, opaque_id):
        """A look before this moment tells nothing about it."""
        with self._lock:
            self._waiting.add(opaque_id)
            self._seen = float("-inf")

    def may_leave(self, opaque_id):
        with self._lock:
            now = self._clock()
            if now - self._seen > FRESH:
                self._called_back |= self._look(self._waiting)
                self._seen = now
            self._waiting.discard(opaque_id)
            return opaque_id not in self._called_back
