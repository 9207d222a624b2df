from collections import Counter
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .. import wake
from ..lib.keys.errors import (
    JournalError,
    JournalForked,
    JournalOnlyGrows,
    JournalUnavailable,
    KeyStoreError,
)
from ..lib.keys.journal import beyond
from ..lib.keys.journal_fork import fork_of, join
from ..lib.keys.restore import unknown
from .wa_restore import REPLAYING
from .wa_vault import INSTALLATION, KeysAway

LINES = 20


class WaRestoreFork(models.Model):
    """Journals that contradict each other (K-33): people decide that all of them count.

    Until two have, everything stands still. Then the database is told what it does not
    know of either, as after a restored backup: erasing and withdrawing more is the safe
    side.
    """

    _inherit = "wa.restore"

    known_hash = fields.Char(readonly=True)
    fork_heads = fields.Char("What the first person decided on", readonly=True)
    fork_first_id = fields.Many2one(
        "res.users", "First decision by", readonly=True, ondelete="set null"
    )
    fork_second_id = fields.Many2one(
        "res.users", "Second decision by", readonly=True, ondelete="set null"
    )
    fork_joined_at = fields.Datetime("Journals joined on", readonly=True)
    fork_text = fields.Text("What differs", compute="_compute_fork_text")

    @api.depends("stopped_by", "released_at")
    @api.depends_context("lang", "tz")
    def _compute_fork_text(self):
        for restore in self:
            forked = (
                not restore.released_at and restore.stopped_by == JournalForked.code
            )
            restore.fork_text = restore._fork_words() if forked else False

    def action_join_journals(self):
        """By two different people, of the same facts; the second one does it."""
        self._check_coordinator()
        self.lock_for_update()
        fork = self._fork_to_join()
        if not self.fork_first_id or self.fork_heads != fork.heads:
            self._admitted_write(
                {"fork_first_id": self.env.uid, "fork_heads": fork.heads}
            )
        elif self.fork_first_id == self.env.user:
            raise UserError(
                self.env._("You have decided it already. A second person is needed.")
            )
        else:
            self._join(fork)

    def _contradicts(self):
        """All is repeated, and only now it shows: noted, and taken back once the right
        copies are in place."""
        code = self._contradiction()
        if code != self.stopped_by:
            self._admitted_write({"stopped_by": code})
        return bool(code)

    def _contradiction(self):
        marks = self.env["wa.journal.mark"]
        try:
            beyond(marks._sinks(), marks._known_head(), marks._head_at)
        except JournalError as error:
            return error.code
        return False

    def _check_agreement(self):
        """Afresh: the last round may not have seen it."""
        if code := self._contradiction():
            raise UserError(self._sentence(code))

    def _fork(self):
        marks = self.env["wa.journal.mark"]
        if marks._misses_a_sink():
            raise JournalUnavailable
        return fork_of(marks._sinks(), marks._known_hashes())

    def _fork_to_join(self):
        try:
            fork = self._fork() if self.stopped_by == JournalForked.code else None
        except KeyStoreError as error:
            raise UserError(self._not_compared(error.code)) from None
        if fork is None:
            raise UserError(self.env._("The journals do not contradict each other."))
        return fork

    def _join(self, fork):
        """The places outside first: a crash before our commit leaves us standing still,
        and the same decision is taken again."""
        try:
            entries = join(fork)
        except JournalOnlyGrows:
            raise UserError(
                self.env._(
                    "A place of the journal can only be added to. Its administrator has "
                    "to delete there every entry above number %(number)s; then the other "
                    "journal is copied to it. The guide for operations says how.",
                    number=fork.base.seq,
                )
            ) from None
        except KeyStoreError as error:
            raise UserError(self._not_compared(error.code)) from None
        marks = self.env["wa.journal.mark"]
        missing = unknown(entries, marks._told_again(fork.base.seq))
        self._admitted_write(
            {
                "fork_second_id": self.env.uid,
                "fork_joined_at": fields.Datetime.now(),
                "state": REPLAYING,
                "stopped_by": False,
                # what they have released was less
                "first_user_id": False,
                "started_by_id": self.env.uid,
                "known_seq": fork.base.seq,
                "known_hash": fork.base.hash,
                "replayed_seq": fork.base.seq,
                "head_seq": entries[-1].seq if entries else fork.base.seq,
                "missing_count": len(missing),
            }
        )
        self._record_join(fork, len(missing))
        wake.after_commit(self.env, "cron_seal")

    def _record_join(self, fork, missing):
        facts = {
            "base_seq": fork.base.seq,
            "only_in_one": [len(fork.only_in(branch)) for branch in fork.branches],
            "missing": missing,
            "by": [self.fork_first_id.id, self.fork_second_id.id],
        }
        # sudo: wa.app - the whole installation is concerned
        for (company,) in self.env["wa.app"].sudo()._read_group([], ["company_id"]):
            self.env["wa.ledger.entry"]._add(
                company, INSTALLATION, "journals_joined", facts
            )

    # -- in words ----------------------------------------------------------------------

    def _fork_words(self):
        try:
            fork = self._fork()
        except (KeysAway, KeyStoreError) as error:
            return self._not_compared(error.code)
        if fork is None:
            return self.env._("The journals do not contradict each other any more.")
        same = self.env._("Up to number %s all of them say the same.", fork.base.seq)
        return "\n\n".join(
            [same, *(self._branch_words(fork, branch) for branch in fork.branches)]
        )

    def _not_compared(self, code):
        return self.env._("The journals can't be compared (code %(code)s).", code=code)

    def _branch_words(self, fork, branch):
        place = {
            "key store": self.env._("Key store"),
            "second journal": self.env._("Second journal"),
        }.get(branch.sink.name, branch.sink.name)
        only = fork.only_in(branch)
        if not only:
            return self.env._("%(place)s: nothing that the others lack", place=place)
        labels = dict(
            self.env["wa.journal.mark"]._fields["kind"]._description_selection(self.env)
        )
        kinds = Counter(labels.get(entry.kind, entry.kind) for entry in only)
        words = [
            self.env._(
                "%(place)s, only there: %(count)s, the first of %(date)s",
                place=place,
                count=len(only),
                date=self._entry_time(min(only, key=lambda entry: entry.at)),
            ),
            *(f"{count} × {label}" for label, count in kinds.items()),
            *(
                f"{entry.seq} · {self._entry_time(entry)} · "
                f"{labels.get(entry.kind, entry.kind)}"
                for entry in only[:LINES]
            ),
        ]
        if len(only) > LINES:
            words.append(self.env._("and %s more", len(only) - LINES))
        return "\n".join(words)

    def _entry_time(self, entry):
        at = datetime.fromisoformat(entry.at.removesuffix("Z"))
        return format_datetime(self.env, at)
