import logging
from datetime import timezone

from odoo import api, fields, models

from .. import wake
from ..lib.keys.errors import JournalUnavailable, KeyStoreError
from ..lib.keys.journal import catch_up
from ..lib.keys.journal_entries import (
    DROPPED,
    Head,
    JournalEntry,
    JournalEvent,
    dropped,
)
from ..lib.keys.restore import WITHDRAWAL, kind_with, scoped, told
from ..lib.ledger.canonical import utc_second
from . import guard

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
        [
            ("withdrawal", "Withdrawal of everything"),
            ("withdrawal/service", "Withdrawal: answers to enquiries"),
            ("withdrawal/proactive", "Withdrawal: contact on our own initiative"),
            ("withdrawal/marketing", "Withdrawal: advertising"),
            ("withdrawal/survey", "Withdrawal: satisfaction survey"),
            ("erasure", "Erasure"),
            ("erasure/identities", "Erasure without the contact"),
            ("erasure/contact", "Erasure with the contact"),
            (
                "erasure/identities+forgotten",
                "Erasure without the contact, nothing kept on the suppression list",
            ),
            (
                "erasure/contact+forgotten",
                "Erasure with the contact, nothing kept on the suppression list",
            ),
            ("recycled", "The number has a new owner"),
            ("restricted", "Processing restricted (Art. 18)"),
            ("restriction_lifted", "Restriction lifted"),
        ],
        required=True,
        readonly=True,
    )
    digest = fields.Char("Blind index", required=True, readonly=True)
    seq = fields.Integer("Number in journal", readonly=True)
    entry_hash = fields.Char(readonly=True)

    _seq_idx = models.Index("(seq) WHERE seq IS NOT NULL")
    _waiting_idx = models.Index("(id) WHERE seq IS NULL")

    @api.model
    def _note_withdrawals(self, ended):
        """ended: [(subject, purpose, or None for every purpose)]"""
        whole = {subject for subject, purpose in ended if purpose is None}
        for subject, purpose in dict.fromkeys(ended):
            if purpose is None or subject not in whole:
                self._note(kind_with(WITHDRAWAL, purpose), subject)

    @api.model
    def _note(self, kind, subject, indexes=None):
        """One mark for each identity of the person, as a keyed hash, or for these.

        A number that is somebody else's by now would tell it of them.
        """
        # sudo: wa.journal.mark - written by the channel only
        guard.admitted(self.sudo()).create(
            [
                {
                    "company_id": subject.company_id.id,
                    "at": fields.Datetime.now(),
                    "kind": kind,
                    "digest": index,
                }
                for index in indexes or subject._own_indexes()
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
        store = sinks[0]
        self._bring_up_to_date(sinks)
        # told before a crash, but not written down here
        known = {told(entry): entry for entry in store.journal_since(self._known_seq())}
        for mark in waiting:
            event = mark._event()
            key = (event.at, event.kind, event.digest)
            entry = known.pop(key, None) or store.journal_append(event)
            mark.write({"seq": entry.seq, "entry_hash": entry.entry_hash})
        self._catch_up(sinks)
        return len(waiting)

    def _bring_up_to_date(self, sinks):
        """What is added to a journal that lags behind would hide what it lacks."""
        store, known = sinks[0], self._known_head()
        if any(store.head().seq < seq for seq in (known.seq, *self._heads(sinks))):
            _logger.error("the key store is older than its journal: an older backup")
            self.env["wa.vault"]._settle_older_store()
        highest = self._catch_up(sinks).seq
        if store.head().seq < known.seq:
            store.journal_copy(self._entries_after(store.head()))
        if store.head().seq < max(highest, known.seq):
            raise JournalUnavailable

    def _heads(self, sinks):
        for sink in sinks:
            try:
                yield sink.head().seq
            except KeyStoreError as error:
                _logger.error("journal sink %s: %s", sink.name, error.code)

    def _entries_after(self, head):
        """What the database was told once, as it stands in the chain."""
        # sudo: wa.journal.mark - read by the system
        marks = self.sudo().search([("seq", ">", head.seq)], order="seq, id")
        entries, first = [], marks[:1].seq
        head = next((gone for gone in dropped(marks) if gone.seq + 1 == first), head)
        for mark in marks.grouped("seq").values():
            event, hash_ = mark[0]._event(), mark[0].entry_hash
            chained = {"prev_hash": head.hash, "entry_hash": hash_, **vars(event)}
            entries.append(JournalEntry(mark[0].seq, **chained))
            head = Head(mark[0].seq, hash_)
        return entries

    def _event(self):
        at = utc_second(self.at.replace(tzinfo=timezone.utc))
        return JournalEvent(at, self.kind, scoped(self.company_id.id, self.digest))

    @api.model
    def _known_seq(self):
        return self._known_head().seq

    @api.model
    def _known_head(self):
        """How far the database knows the journal."""
        self.flush_model(["seq", "entry_hash"])
        self.env.cr.execute(
            "SELECT seq, entry_hash FROM wa_journal_mark WHERE seq IS NOT NULL"
            " ORDER BY seq DESC LIMIT 1"
        )
        return Head(*(self.env.cr.fetchone() or ()))

    @api.model
    def _head_at(self, seq):
        """Number and hash of one entry that the database knows."""
        # sudo: wa.journal.mark - read by the system
        mark = self.sudo().search([("seq", "=", seq)], limit=1)
        return Head(mark.seq, mark.entry_hash) if mark else Head()

    def _known_hashes(self):
        """{number: hash} of what the database was told, as far as it remembers."""
        # sudo: wa.journal.mark - read by the system
        marks = self.sudo().search([("seq", "!=", False)])
        return {mark.seq: mark.entry_hash for mark in marks}

    def _told_again(self, seq):
        """What was told after this number waits to be found in the journal again."""
        # sudo: wa.journal.mark - the numbers are of a journal that is no more
        marks = self.sudo()
        told_ = marks.search([("seq", "!=", False), ("seq", ">", seq)])
        guard.admitted(told_).write({"seq": False, "entry_hash": False})
        waiting = guard.admitted(marks.search([("seq", "=", False)]))
        events = [mark._event() for mark in waiting]
        # the number it names may be another entry's now; the clean-up names a new one
        waiting.filtered(lambda mark: mark.kind == DROPPED).unlink()
        return [(event.at, event.kind, event.digest) for event in events]

    def _sinks(self):
        """The key store first, it is the one that numbers."""
        return [self.env["wa.vault"]._vault().store, *self._second_sinks()]

    def _catch_up(self, sinks):
        report = catch_up(sinks)
        for name, code in report.unreachable:
            _logger.error("journal sink %s: %s", name, code)
        return report.head
