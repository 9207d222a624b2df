import logging
from datetime import timedelta, timezone

from odoo import api, fields, models

from .. import wake
from ..lib.keys.errors import KeyStoreError
from ..lib.keys.journal import JournalEvent, catch_up
from ..lib.keys.journal_file import FileSink
from ..lib.keys.postgres_journal import PostgresSink
from ..lib.keys.restore import scoped, told
from ..lib.ledger.canonical import utc_second
from . import guard
from .key_places import open_place, second_places
from .wa_tombstone import MARGIN

_logger = logging.getLogger(__name__)

BATCH = 500


class WaJournalMark(models.Model):
    """What a restored backup must be told again, and where it stands in the journal.

    The row is written with the withdrawal itself, in one transaction; the journal
    lies outside the database and gets it seconds later. So neither knows of something
    that never happened, and what happened is told again until both know.
    """

    _name = "wa.journal.mark"
    _description = "Journal mark"
    _inherit = "wa.guarded.mixin"
    _log_access = False
    _order = "id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    at = fields.Datetime("Time", required=True, readonly=True)
    kind = fields.Selection(
        [("withdrawal", "Withdrawal"), ("erasure", "Erasure")],
        required=True,
        readonly=True,
    )
    digest = fields.Char("Blind index", required=True, readonly=True)
    seq = fields.Integer("Number in journal", readonly=True)
    entry_hash = fields.Char(readonly=True)

    _seq_idx = models.Index("(seq) WHERE seq IS NOT NULL")
    _waiting_idx = models.Index("(id) WHERE seq IS NULL")

    @api.model
    def _note(self, kind, subject):
        """One mark for each identity of the person, as a keyed hash."""
        # sudo: wa.journal.mark - written by the channel only
        guard.admitted(self.sudo()).create(
            [
                {
                    "company_id": subject.company_id.id,
                    "at": fields.Datetime.now(),
                    "kind": kind,
                    "digest": index,
                }
                for index in subject._identity_indexes()
            ]
        )
        wake.after_commit(self.env, "cron_seal")

    @api.model
    def _tell_journal(self):
        """Tell the journal what it lacks; both sinks, the second one as far as reached."""
        if self.env["wa.restore"]._holds_journal():
            return 0
        self.env.cr.execute(
            "SELECT id FROM wa_journal_mark WHERE seq IS NULL ORDER BY id LIMIT %s "
            "FOR UPDATE SKIP LOCKED",
            [BATCH],
        )
        # sudo: wa.journal.mark - flushed by the system
        waiting = guard.admitted(self.sudo()).browse(
            row[0] for row in self.env.cr.fetchall()
        )
        sinks = self._sinks()
        self._catch_up(sinks)
        store = sinks[0]
        # told before a crash, but not written down here
        known = {told(entry): entry for entry in store.journal_since(self._known_seq())}
        for mark in waiting:
            event = mark._event()
            key = (event.at, event.kind, event.digest)
            entry = known.pop(key, None) or store.journal_append(event)
            mark.write({"seq": entry.seq, "entry_hash": entry.entry_hash})
        self._catch_up(sinks)
        return len(waiting)

    @api.autovacuum
    def _gc_marks(self):
        """LK-09: the database's copy goes once no backup could lack what it says.

        The last one stays, it says how far the database knows the journal.
        """
        days = self.env["wa.erasure"]._key_backup_days()
        if days is None:
            return
        limit = fields.Datetime.now() - MARGIN - timedelta(days=days)
        # sudo: wa.journal.mark - storage limitation, Art. 5 (1) e GDPR
        old = self.sudo().search(
            [("at", "<", limit), ("seq", "!=", False), ("seq", "<", self._known_seq())],
            limit=10000,
        )
        guard.admitted(old).unlink()

    def _event(self):
        at = utc_second(self.at.replace(tzinfo=timezone.utc))
        return JournalEvent(at, self.kind, scoped(self.company_id.id, self.digest))

    @api.model
    def _known_seq(self):
        """How far the database knows the journal."""
        self.flush_model(["seq"])
        self.env.cr.execute("SELECT max(seq) FROM wa_journal_mark")
        return self.env.cr.fetchone()[0] or 0

    def _sinks(self):
        """The key store first, it is the one that numbers."""
        return [self.env["wa.vault"]._vault().store, *self._second_sinks()]

    def _catch_up(self, sinks):
        for name, code in catch_up(sinks).unreachable:
            _logger.error("journal sink %s: %s", name, code)

    def _named_sinks(self):
        # sudo: ir.config_parameter - which journals were set up is no secret
        parameters = self.env["ir.config_parameter"].sudo()
        return second_places(parameters, "journal", FileSink, PostgresSink)

    def _second_sinks(self):
        """Those of the places elsewhere that can be opened; the others are missed."""
        # sudo: ir.config_parameter - which journals were set up is no secret
        parameters = self.env["ir.config_parameter"].sudo()
        sinks = []
        for parameter, opened in self._named_sinks():
            try:
                sinks.append(open_place(parameters, parameter, opened))
            except (OSError, KeyStoreError) as error:
                _logger.error("second journal: %s", type(error).__name__)
        return sinks
