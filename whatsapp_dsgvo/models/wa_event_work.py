import logging
import time

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.cloud_api import events
from . import rounds
from .binary import whole
from .wa_event import AGAIN, INBOX
from .wa_subject import ErasedError
from .wa_vault import KeysAway

_logger = logging.getLogger(__name__)

BATCH = 400
# Meta puts up to a thousand messages into one body, so the number of bodies alone bounds
# no transaction, and Odoo kills a worker after two minutes: all would begin again.
BATCH_BYTES = 256 * 1024
TURN = 1.0  # seconds for what goes one by one
PATIENCE = 30  # seconds
# What may concern all numbers of an account.
OF_ACCOUNT = (
    *(events.AccountEvent, events.TemplateEvent),
    *(events.GroupEvent, events.ReceivedError),
)
PARSED = "wa.event.parsed"  # in the cache of the cursor


class WaEventWork(models.Model):
    """Working off the inbox: claim, parse, hand on; poison stops nobody else."""

    _inherit = "wa.event"

    @api.model
    def _process_pending(self):
        """Work off both stages in short rounds; returns what remains."""
        done = self._process_batch()
        done += self.env["wa.conversation"]._process_batch()
        return done

    @api.model
    def _cron_process(self):
        rounds.work_off(
            self.env,
            "cron_process_events",
            self._process_pending,
            self._remaining,
            self._next_due,
        )

    @api.model
    def _next_due(self):
        """When the oldest waiting event or message may be tried; None if none waits."""
        self.env.cr.execute(
            """
            SELECT least(
                (SELECT min(next_try_at) FROM wa_event WHERE state = 'new'),
                (SELECT min(coalesce(next_try_at, event_at)) FROM wa_message
                  WHERE state = 'received'))
            """
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _remaining(self):
        self.env.cr.execute(
            """
            SELECT (SELECT count(*) FROM (
                        SELECT 1 FROM wa_event
                         WHERE state = 'new' AND next_try_at <= %(now)s LIMIT 1000) e)
                 + (SELECT count(*) FROM (
                        SELECT 1 FROM wa_message
                         WHERE state = 'received'
                           AND (next_try_at IS NULL OR next_try_at <= %(now)s)
                         LIMIT 1000) m)
            """,
            {"now": fields.Datetime.now()},
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _process_batch(self):
        """Claim a batch; what is not plain has a savepoint: poison stops nobody else."""
        # what was opened in the round before is not needed any more
        self.env.cr.cache.pop(PARSED, None)
        claimed = self._claim(BATCH)
        together = claimed._process_together()
        end = time.monotonic() + TURN
        for done, event in enumerate(claimed - together, 1 + len(together)):
            # if not: this transaction can't see what the other worker wrote, so end it
            if not event._process_safely() or time.monotonic() >= end:
                return done
        return len(claimed)

    @api.model
    def _claim(self, limit):
        rows = self.env.execute_query(
            SQL(
                """
                WITH due AS MATERIALIZED (
                    SELECT id, octet_length(body) AS size FROM wa_event
                     WHERE state = 'new' AND next_try_at <= %s
                     ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
                SELECT id FROM (
                    SELECT id, sum(size) OVER (ORDER BY id) - size AS before FROM due
                ) counted WHERE before < %s ORDER BY id
                """,
                fields.Datetime.now(),
                limit,
                BATCH_BYTES,
            )
        )
        # sudo: wa.event - the inbox is worked off by the system
        return self.sudo().browse(row[0] for row in rows)

    def _process_safely(self):
        """False if another worker was faster with the same person."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._process()
        except AGAIN as error:
            # a fresh look, in the next transaction, settles it; twice is poison
            if self.attempts:
                self._retry(type(error).__name__)
                return True
            self._try_again(type(error).__name__, 0)
            self.attempts = 1
            return False
        except KeysAway as error:
            # nothing is wrong with the event; it waits until the keys are back
            self._try_again(error.code, PATIENCE)
        except ErasedError as error:
            # whose it is, is known when the erasure has taken the number away; it may
            # be stopped for hours, and a new owner's first message must not be lost
            if error.has_begun:
                self._try_again("erasing", PATIENCE)
            else:
                self._retry(type(error).__name__)
        except Exception as error:
            _logger.warning("wa.event %s: %s", self.id, type(error).__name__)
            self._retry(type(error).__name__)
        return True

    def _clear_body(self):
        self.ensure_one()
        vault = self.env["wa.vault"]
        return vault._unseal(
            whole(self).body,
            self._name,
            "body",
            self.digest,
            f"{INBOX}/{self.day.isoformat()}",
            INBOX,
        )

    def _parsed(self):
        """What is in it; opened once in a round."""
        self.ensure_one()
        known = self.env.cr.cache.setdefault(PARSED, {})
        if self.id not in known:
            body, sha256 = self._clear_body(), self.body_sha256 or None
            known[self.id] = events.parse(body, sha256)
        return known[self.id]

    def _process(self):
        """Parse and store; afterwards no sender is kept, and a body only if parked."""
        parsed = self._parsed()
        for item in parsed:
            self._take(item)
        self._finish({self: parsed})

    @api.model
    def _finish(self, parsed):
        """parsed: {event: what was in it}"""
        events_ = self.browse().union(*parsed)
        events_.flush_recordset()
        shown = [
            ", ".join(sorted({item.shown_kind for item in items}))[:200]
            for items in parsed.values()
        ]
        self.env.cr.execute(
            """
            UPDATE wa_event SET content_type = finished.shown, senders = NULL,
                   body = CASE state WHEN 'parked' THEN body END,
                   body_sha256 = CASE state WHEN 'parked' THEN body_sha256 END,
                   error = CASE state WHEN 'parked' THEN error END,
                   state = CASE state WHEN 'parked' THEN state ELSE 'done' END
              FROM unnest(%s::int[], %s::text[]) AS finished(event, shown)
             WHERE id = finished.event
            """,
            [events_.ids, shown],
        )
        events_.invalidate_recordset()

    def _take(self, item):
        """Hand one item to its model; what has no number of ours is parked."""
        if isinstance(item, events.CoexistenceEvent):
            self.app_id.refused_count += 1
            return
        channels = self._channels_of(item)
        if item.phone_number_id and not channels:
            self._park_item(item, "foreign phone number id")
            return
        channel = channels[:1]
        if getattr(item, "group_id", None) and isinstance(item, events.InboundMessage):
            self._take_group_message(channel, item)
            return
        if isinstance(item, events.InboundMessage) and channel:
            if self._was_erased(channel, item):
                return
        handler = self._handlers().get(type(item))
        if handler and channel:
            handler(channels if type(item) in OF_ACCOUNT else channel, item)
        else:
            is_foreign = handler and item.waba_id
            error = "foreign account" if is_foreign else "unknown kind of event"
            self._park_item(item, error)

    def _take_group_message(self, channel, item):
        """Nobody can consent for a group, and we answer none.

        Without a ticket to tell it in it is parked: the administrator learns of it.
        """
        if not self.env["wa.message"]._receive_group_message(channel, item):
            self._park_item(item, "group message")

    def _handlers(self):
        message = self.env["wa.message"]
        return {
            events.InboundMessage: message._receive,
            events.StatusUpdate: message._settle_status,
            events.IdentityChange: message._receive_identity_change,
            events.PreferenceChange: self.env["wa.conversation"]._note_preference,
            events.AccountEvent: self._note_account,
            events.TemplateEvent: self._note_template,
            events.GroupEvent: self._note_on_channel,
            events.CallEvent: self._note_call,
            events.ReceivedError: self._note_errors,
        }
