import logging
from collections import namedtuple
from datetime import datetime

from odoo import api, models

from ..lib.consent.states import PURPOSES, SERVICE
from ..lib.keys.errors import JournalUnavailable, JournalUnknown, KeyStoreError
from ..lib.keys.journal import beyond
from ..lib.keys.journal_entries import DROPPED, Head
from ..lib.keys.restore import (
    ERASURES,
    EXTENTS,
    LIFTED,
    LINKED,
    OF_IDENTITY,
    OF_PERSON,
    RECYCLED,
    RESTRICTED,
    RETENTION,
    WITHDRAWAL,
    kind_of,
    kind_with,
    scope_of,
)
from . import guard
from .wa_restore import REPLAYED, REPLAYING
from .wa_vault import KeysAway

_logger = logging.getLogger(__name__)

BATCH = 100
KINDS = (
    WITHDRAWAL,
    *ERASURES,
    RETENTION,
    RECYCLED,
    RESTRICTED,
    LIFTED,
    LINKED,
    DROPPED,
)
DETAILS = {WITHDRAWAL: PURPOSES, **dict.fromkeys(ERASURES, EXTENTS)}

# `detail`: purpose of a withdrawal, or extent of an erasure
# `erased`: the people whom the missing part of the journal calls erased
Event = namedtuple("Event", "company digest at detail erased")


class WaRestoreReplay(models.Model):
    """Repeating what a backup does not know, one `_replay_<kind>` per kind.

    Position and effect are one transaction: a crash repeats nothing and leaves out
    nothing; and each step does nothing where it has been done before.
    """

    _inherit = "wa.restore"

    @api.model
    def _replay_batch(self):
        """Some entries; True while more remain.

        What can't be read is never taken for what isn't there.
        """
        restore = self._open()
        if restore.state != REPLAYING or not restore.try_lock_for_update():
            return False
        try:
            with self.env.cr.savepoint():
                return restore._replay_some()
        except (KeysAway, KeyStoreError) as error:
            _logger.error("repeating the journal: %s", error.code)
            restore._admitted_write({"stopped_by": error.code})
            return False

    def _replay_some(self):
        missing = self._missing_entries()
        entries = [entry for entry in missing if entry.seq > self.replayed_seq][:BATCH]
        # sudo: wa.subject - repeated by the system
        erased = self.env["wa.subject"].sudo()._called_erased(missing)
        for entry in entries:
            self._replay(entry, erased)
        if entries:
            vals = {"replayed_seq": entries[-1].seq}
        else:
            self.env["wa.vault"]._settle_older_store()
            self.env["wa.retention.run"]._begin_again()
            vals = {"state": REPLAYED}
        self._admitted_write({**vals, "stopped_by": False})
        return bool(entries)

    def _missing_entries(self):
        """All that the journal had when the backup was noticed, and not a part of it."""
        marks = self.env["wa.journal.mark"]
        known = marks._head_at(self.known_seq)
        if self.known_hash:
            # of joined journals: the last entry that all of them had
            known = Head(self.known_seq, self.known_hash)
        found = beyond(marks._sinks(), known).entries
        if not found or found[-1].seq < self.head_seq:
            raise JournalUnavailable
        return found

    def _replay(self, entry, erased):
        kind, detail = kind_of(entry.kind)
        if kind not in KINDS:
            raise JournalUnknown
        # a purpose we don't know is among all of them
        detail = detail if detail in DETAILS.get(kind, ()) else None
        if detail is None and kind in (OF_PERSON, OF_IDENTITY):
            raise JournalUnknown
        company_id, digest = scope_of(entry.digest)
        at = datetime.fromisoformat(entry.at.removesuffix("Z"))
        mark = {"at": at, "kind": kind_with(kind, detail), "digest": digest}
        told = {"seq": entry.seq, "entry_hash": entry.entry_hash}
        if company_id and self._was_told(company_id, mark, told):
            return
        # sudo: res.company - the journal concerns all of them
        companies = self.env["res.company"].sudo()
        concerned = companies.browse(company_id).exists() if company_id else None
        if concerned is None:
            concerned = companies.search([("id", ">", 0)])
        for company in concerned:
            # sudo: wa.restore - repeated by the system, in the company it concerns
            step = self.sudo().with_company(company)
            event = Event(company, digest, at, detail, erased)
            getattr(step, f"_replay_{kind}")(event)
        # sudo: wa.journal.mark - the database knows it again
        guard.admitted(self.env["wa.journal.mark"].sudo()).create(
            {"company_id": (concerned[:1] or self.env.company).id, **mark, **told}
        )

    def _was_told(self, company_id, mark, told):
        """It happened before the backup, which only had not heard that it was told."""
        domain = [(name, "=", value) for name, value in mark.items()]
        # sudo: wa.journal.mark - the database knows it already
        waiting = self.env["wa.journal.mark"].sudo()
        waiting = waiting.search(
            [("company_id", "=", company_id), ("seq", "=", False), *domain], limit=1
        )
        if waiting:
            guard.admitted(waiting).write(told)
        return bool(waiting)

    def _known(self, event):
        """Whoever has or had this number or ID."""
        return self.env["wa.identity"].search(
            [
                ("company_id", "=", event.company.id),
                ("blind_index", "=", event.digest),
            ]
        )

    def _has_new_owner(self, event):
        """Somebody who has it only since."""
        current = self._known(event).filtered(lambda one: not one.valid_to)
        return bool(current) and current.valid_from > event.at

    def _replay_withdrawal(self, event):
        """On every number; of this purpose, or of all where the journal names none."""
        # whoever has the number now need not be who said it
        held = self.env["wa.identity"]._held_at(event.company, event.digest, event.at)
        for conversation in held.subject_id.conversation_ids:
            conversation._withdraw(event.detail, "restore", actor="system")
        if event.detail in (None, SERVICE) and not self._has_new_owner(event):
            self.env["wa.suppression"]._suppress_index(
                event.company, event.digest, event.at
            )

    def _replay_recycled(self, event):
        """S-17 again: the former owner's consents end, whoever wrote since keeps theirs."""
        identities = self.env["wa.identity"].search(
            [
                ("company_id", "=", event.company.id),
                ("blind_index", "=", event.digest),
                ("valid_from", "<", event.at),
                ("valid_to", "=", False),
            ]
        )
        for identity in identities:
            identity.subject_id._lose_number(identity, event.at)

    def _replay_dropped(self, _event):
        """Of the journal itself; the next clean-up of the database does the rest."""

    def _replay_retention(self, _event):
        """Once all is repeated the rules find again what they found then."""
