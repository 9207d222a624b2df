import json
import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from .. import wake
from ..lib.cloud_api import events
from ..lib.cloud_api.errors import rule_for

_logger = logging.getLogger(__name__)

INBOX = "inbox"
BATCH = 50
CRONS = ("cron_process_events",)
RETRY_AFTER = (1, 5, 30, 120, 600)  # seconds, then parked
AGAIN = (
    psycopg2.errors.UniqueViolation,
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
)


class WaEvent(models.Model):
    """Inbox: a webhook body as Meta sent it, encrypted with the day's inbox key."""

    _name = "wa.event"
    _description = "Received WhatsApp event"
    _log_access = False
    _order = "id"

    app_id = fields.Many2one("wa.app", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="app_id.company_id")
    received_at = fields.Datetime(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True, groups="base.group_system")
    body = fields.Binary(attachment=False, readonly=True, groups="base.group_system")
    state = fields.Selection(
        [("new", "New"), ("done", "Done"), ("parked", "Parked")],
        required=True,
        readonly=True,
        default="new",
    )
    attempts = fields.Integer(readonly=True)
    next_try_at = fields.Datetime(readonly=True)
    content_type = fields.Char("Kind", readonly=True)
    error = fields.Char(readonly=True)

    _digest_uniq = models.UniqueIndex("(app_id, digest)")
    _todo_idx = models.Index("(next_try_at, id) WHERE state = 'new'")

    @api.model
    def _store_event(self, app, body):
        """Keep a signed body; a redelivery is a no-op. One SQL statement, one commit."""
        parsed, error = self._parse_received(body)
        vault = self.env["wa.vault"]
        now = fields.Datetime.now()
        day = now.date().isoformat()
        digest = vault._digest(body)
        sealed = vault._seal(body, self._name, "body", digest, f"{INBOX}/{day}", INBOX)
        senders = [
            vault._index(kind, value)
            for kind, value in events.sender_identities(parsed)
        ]
        self.env.cr.execute(
            """
            WITH stored AS (
                INSERT INTO wa_event
                    (app_id, received_at, day, digest, body, state, error, attempts,
                     next_try_at)
                VALUES (%(app)s, %(now)s, %(day)s, %(digest)s, %(body)s, %(state)s,
                        %(error)s, 0, %(now)s)
                ON CONFLICT (app_id, digest) DO NOTHING
                RETURNING id
            )
            INSERT INTO wa_event_sender (event_id, blind_index)
            SELECT id, unnest(%(senders)s::text[]) FROM stored
            """,
            {
                "app": app.id,
                "now": now,
                "day": day,
                "digest": digest,
                "body": psycopg2.Binary(sealed),
                "state": "parked" if error else "new",
                "error": error,
                "senders": senders,
            },
        )
        wake.after_commit(self.env, *CRONS)

    def _parse_received(self, body):
        """Signed but broken: kept for the administrator, and Meta need not repeat it."""
        try:
            return events.parse(body), None
        except events.BrokenBody:
            return (), "broken JSON"

    # -- stage 1: events become received messages ------------------------------------

    @api.model
    def _process_pending(self):
        """Work off both stages in short rounds; returns what remains."""
        done = self._process_batch()
        done += self.env["wa.conversation"]._process_batch()
        return done

    @api.model
    def _cron_process(self):
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self._remaining())
        while (done := self._process_pending()) and cron._commit_progress(
            done, remaining=self._remaining()
        ):
            pass

    @api.model
    def _remaining(self):
        self.env.cr.execute(
            """
            SELECT (SELECT count(*) FROM (
                        SELECT 1 FROM wa_event
                         WHERE state = 'new' AND next_try_at <= %(now)s LIMIT 1000) e)
                 + (SELECT count(*) FROM (
                        SELECT 1 FROM wa_message
                         WHERE state = 'received' LIMIT 1000) m)
            """,
            {"now": fields.Datetime.now()},
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _process_batch(self):
        """Claim a batch, each event in its own savepoint; poison stops nobody else."""
        claimed = self._claim(BATCH)
        for event in claimed:
            event._process_safely()
        return len(claimed)

    @api.model
    def _claim(self, limit):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM wa_event
                 WHERE state = 'new' AND next_try_at <= %s
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                fields.Datetime.now(),
                limit,
            )
        )
        # sudo: wa.event - the inbox is worked off by the system
        return self.sudo().browse(row[0] for row in rows)

    def _process_safely(self):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._process()
        except AGAIN as error:
            # another worker was faster with the same person: a fresh look settles it
            self._retry(type(error).__name__, seconds=0)
        except Exception as error:  # noqa: BLE001 - one bad item must not stop the rest
            _logger.warning("wa.event %s: %s", self.id, type(error).__name__)
            self._retry(type(error).__name__)

    def _retry(self, error, seconds=None):
        attempts = self.attempts + 1
        if seconds is None and attempts > len(RETRY_AFTER):
            self._park(error)
            return
        delay = RETRY_AFTER[attempts - 1] if seconds is None else seconds
        now = fields.Datetime.now()
        self.write(
            {
                "attempts": self.attempts if seconds == 0 else attempts,
                "error": error,
                "next_try_at": now + timedelta(seconds=delay),
            }
        )

    def _park(self, error):
        self.write({"state": "parked", "error": error})

    def _clear_body(self):
        self.ensure_one()
        vault = self.env["wa.vault"]
        return vault._unseal(
            self.with_context(bin_size=False).body,
            self._name,
            "body",
            self.digest,
            f"{INBOX}/{self.day.isoformat()}",
            INBOX,
        )

    def _process(self):
        """Parse and store; afterwards neither body nor senders are kept."""
        parsed = events.parse(self._clear_body())
        for item in parsed:
            self._take(item)
        self._finish(parsed)

    def _finish(self, parsed):
        self.env.cr.execute(
            "DELETE FROM wa_event_sender WHERE event_id = %s", [self.id]
        )
        kinds = sorted({getattr(item, "kind", None) or item.field for item in parsed})
        self.write(
            {
                "state": "done",
                "body": False,
                "error": False,
                "content_type": ", ".join(kinds)[:200],
            }
        )

    def _take(self, item):
        """Hand one item to its model; what has no number of ours is parked."""
        if isinstance(item, events.CoexistenceEvent):
            self.app_id.refused_count += 1
            return
        channel = self._channel_of(item)
        if item.phone_number_id and not channel:
            self._park_item(item, "foreign phone number id")
            return
        if getattr(item, "group_id", None) and isinstance(item, events.InboundMessage):
            # nobody can consent for a group, and we answer no groups
            self._park_item(item, "group message")
            return
        handler = self._handlers().get(type(item))
        if handler and channel:
            handler(channel, item)
        else:
            self._park_item(item, "unknown kind of event")

    def _handlers(self):
        message = self.env["wa.message"]
        return {
            events.InboundMessage: message._receive,
            events.StatusUpdate: message._settle_status,
            events.IdentityChange: message._receive_identity_change,
            events.PreferenceChange: self.env["wa.conversation"]._note_preference,
            events.AccountEvent: self._note_on_channel,
            events.TemplateEvent: self._note_on_channel,
            events.GroupEvent: self._note_on_channel,
            events.CallEvent: self._note_on_channel,
            events.ReceivedError: self._note_errors,
        }

    def _note_on_channel(self, channel, item):
        """What Meta says of the account, in words that name no person."""
        word = getattr(item, "event", None) or ""
        channel.message_post(
            body=self.env._(
                "Meta reports: %(field)s %(event)s", field=item.field, event=word
            )
        )

    def _note_errors(self, channel, item):
        for error in item.errors:
            rule = rule_for(error.code, error.subcode)
            channel.message_post(
                body=self.env._(
                    "Meta reports error %(code)s: %(text)s",
                    code=error.safe_code,
                    text=rule.agent_en,
                )
            )

    def _channel_of(self, item):
        # sudo: wa.channel - the event decides, not a user
        channels = self.env["wa.channel"].sudo().search([("app_id", "=", self.app_id.id)])
        if not item.phone_number_id:
            return channels[:1]
        return channels.filtered(lambda c: c.phone_number_id == item.phone_number_id)

    def _park_item(self, item, error):
        """One bad item is kept for the administrator; the others go on."""
        body = json.dumps(item.raw, default=str).encode()
        vault = self.env["wa.vault"]
        digest = vault._digest(body)
        sealed = vault._seal(
            body, self._name, "body", digest, f"{INBOX}/{self.day.isoformat()}", INBOX
        )
        if self.search_count([("app_id", "=", self.app_id.id), ("digest", "=", digest)]):
            if self.digest == digest:
                self._park(error)
            return
        self.create(
            {
                "app_id": self.app_id.id,
                "received_at": self.received_at,
                "day": self.day,
                "digest": digest,
                "body": sealed,
                "state": "parked",
                "error": error,
                "content_type": getattr(item, "kind", None) or item.field,
            }
        )

    def action_replay(self):
        """An administrator found the cause: try again now."""
        # sudo: wa.event - the right to replay is the button's group
        self.sudo().filtered(lambda e: e.state == "parked").write(
            {"state": "new", "attempts": 0, "next_try_at": fields.Datetime.now()}
        )
        wake.after_commit(self.env, *CRONS)

    @api.autovacuum
    def _gc_events(self):
        """Finished events go after 8 days (Meta redelivers for 7), parked after 7."""
        now = fields.Datetime.now()
        done = [("state", "=", "done"), ("received_at", "<", now - timedelta(days=8))]
        parked = [
            ("state", "=", "parked"),
            ("received_at", "<", now - timedelta(days=7)),
        ]
        self.search(done, limit=10000).unlink()
        self.search(parked, limit=10000).unlink()
        self._destroy_finished_inbox_keys()

    @api.model
    def _destroy_finished_inbox_keys(self):
        """A day's inbox key goes when nothing of that day is left to read."""
        today = fields.Date.today()
        waiting = {
            row[0]
            for row in self.env.execute_query(
                SQL("SELECT DISTINCT day FROM wa_event WHERE body IS NOT NULL")
            )
        }
        store = self.env["wa.vault"]._vault().store
        for age in range(1, 30):
            day = today - timedelta(days=age)
            if day not in waiting and store.get(f"{INBOX}/{day}", INBOX):
                store.destroy(f"{INBOX}/{day}")
