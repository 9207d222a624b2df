import logging
from datetime import timedelta
from hashlib import sha256

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .. import wake
from ..lib.cloud_api import events
from .roles import ADMIN

_logger = logging.getLogger(__name__)

INBOX = "inbox"
# Two workers met at the same person; a new transaction sees what the other wrote.
AGAIN = (
    psycopg2.errors.UniqueViolation,
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
)
CRONS = ("cron_process_events",)


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
    # Evidence of a consent names the webhook it came in (Art. 7 (1) GDPR).
    body_sha256 = fields.Char(readonly=True, groups="base.group_system")
    # Keyed hashes of everybody who wrote, until it is worked off: an unread message of
    # a person may be a STOP. A column and no table: each webhook pays for it.
    senders = fields.Char(readonly=True, groups="base.group_system")
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
    _parked_idx = models.Index("(id) WHERE state = 'parked'")

    @api.model
    def _store_event(self, app_id, body):
        """Keep a signed body; a redelivery is a no-op. One statement, one commit."""
        people, error = self._senders(body)
        vault = self.env["wa.vault"]
        now = fields.Datetime.now()
        day = now.date().isoformat()
        digest = vault._digest(body)
        sealed = vault._seal_received(body, self._name, digest, f"{INBOX}/{day}", INBOX)
        senders = [vault._index(kind, value) for kind, value in people]
        self.env.cr.execute(
            """
            INSERT INTO wa_event
                (app_id, received_at, day, digest, body, state, error, attempts,
                 next_try_at, senders, body_sha256)
            VALUES (%(app)s, %(now)s, %(day)s, %(digest)s, %(body)s, %(state)s,
                    %(error)s, 0, %(now)s, %(senders)s, %(sha256)s)
            ON CONFLICT (app_id, digest) DO NOTHING
            """,
            {
                "app": app_id,
                "now": now,
                "day": day,
                "digest": digest,
                "body": psycopg2.Binary(sealed),
                "state": "parked" if error else "new",
                "error": error,
                "senders": " ".join(senders) or None,
                "sha256": sha256(body).hexdigest(),
            },
        )
        wake.after_commit(self.env, *CRONS)

    def _senders(self, body):
        """Signed but broken: kept for the administrator; Meta need not repeat it."""
        try:
            return events.senders(body), None
        except events.BrokenBody:
            return (), "broken JSON"

    def action_replay(self):
        """An administrator found the cause: try again now."""
        if not self.env.user.has_group(ADMIN):
            raise AccessError(self.env._("Only channel administrators replay events."))
        self.check_access("read")  # another company's are not theirs
        # sudo: wa.event - the right was checked above; events are nobody's to write
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
        if not self.env["wa.vault"]._may_forget():
            return
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
