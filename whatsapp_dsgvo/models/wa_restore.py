import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from .. import wake
from ..lib.keys.errors import KeyStoreError
from ..lib.keys.journal import highest_head
from ..lib.keys.restore import unknown
from . import guard
from .wa_vault import INSTALLATION, KeysAway

_logger = logging.getLogger(__name__)

COORDINATOR = "whatsapp_dsgvo.group_privacy_coordinator"
LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('wa_restore'))"


class WaRestore(models.Model):
    """A database that is older than the journal outside it: a restored backup.

    Until people have released it nothing is worked off and nothing is sent, because
    the database does not know who has withdrawn or was erased since.
    """

    _name = "wa.restore"
    _description = "Restored backup"
    _inherit = "wa.guarded.mixin"
    _order = "id desc"
    _rec_name = "noticed_at"

    noticed_at = fields.Datetime("Noticed", required=True, readonly=True)
    known_seq = fields.Integer("Last number the database knew", readonly=True)
    head_seq = fields.Integer("Last number of the journal", readonly=True)
    replayed_seq = fields.Integer("Repeated up to number", readonly=True)
    missing_count = fields.Integer("Missing", readonly=True)
    state = fields.Selection(
        [
            ("noticed", "Quarantined"),
            ("replaying", "Missing events are being repeated"),
            ("replayed", "Repeated, waits for release"),
            ("released", "Released"),
        ],
        required=True,
        readonly=True,
        default="noticed",
    )
    text = fields.Char(compute="_compute_text")
    ledger_heads = fields.Json("Last number of each ledger then", readonly=True)
    second_journal = fields.Boolean("A second journal was compared", readonly=True)
    started_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    first_user_id = fields.Many2one(
        "res.users", "Released by", readonly=True, ondelete="set null"
    )
    second_user_id = fields.Many2one(
        "res.users", "and by", readonly=True, ondelete="set null"
    )
    released_at = fields.Datetime("Released on", readonly=True)
    erasure_ids = fields.Many2many("wa.erasure", string="Repeated erasures")

    _open_uniq = models.UniqueIndex("((1)) WHERE released_at IS NULL")

    @api.depends("noticed_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for restore in self:
            restore.display_name = format_datetime(self.env, restore.noticed_at)

    @api.depends("missing_count", "state")
    @api.depends_context("lang")
    def _compute_text(self):
        for restore in self:
            restore.text = restore._sentence()

    def _sentence(self):
        return self.env._(
            "The database is older than the erasure journal (%(count)s events are "
            "missing). Messages are accepted, but not shown.",
            count=self.missing_count,
        )

    @api.model
    def _open(self):
        # sudo: wa.restore - whether the installation is quarantined
        return self.sudo().search([("released_at", "=", False)], limit=1)

    @api.model
    def _blocks(self):
        """Asked at the start of every round: may messages be worked off and sent?

        Without keys nobody knows, and without them nothing could be read or sent.
        """
        try:
            return bool(self._open()) or self._is_behind()
        except (KeysAway, KeyStoreError) as error:
            _logger.error("comparison with the journal: %s", error.code)
            return True

    @api.model
    def _holds_journal(self):
        """What is added now would hide what is missing."""
        restore = self._open()
        if restore:
            return restore.state in ("noticed", "replaying")
        return self._is_behind()

    @api.model
    def _is_behind(self):
        marks = self.env["wa.journal.mark"]
        sinks, known = marks._sinks(), marks._known_seq()
        if highest_head(sinks).highest.seq <= known:
            return False
        entries = self._entries_since(known)
        # a new view: what the journal knows was committed before it was told
        with self.env.registry.cursor() as cr:
            fresh = self.with_env(self.env(cr=cr))
            return fresh._quarantine_if_behind(entries, len(sinks) > 1)

    @api.model
    def _entries_since(self, seq):
        """From the sink that knows most; one that is away is passed over."""
        answers = []
        for sink in self.env["wa.journal.mark"]._sinks():
            try:
                answers.append(sink.journal_since(seq))
            except KeyStoreError as error:
                _logger.error("journal sink %s: %s", sink.name, error.code)
        return max(answers, key=len, default=[])

    @api.model
    def _quarantine_if_behind(self, entries, second_journal):
        self.env.cr.execute(LOCK)
        if not self.env.cr.fetchone()[0] or self._open():
            return True
        marks = self.env["wa.journal.mark"]
        known = marks._known_seq()
        newer = [entry for entry in entries if entry.seq > known]
        # sudo: wa.journal.mark - what is committed and not told yet
        waiting = marks.sudo().search([("seq", "=", False)])
        events = [mark._event() for mark in waiting]
        missing = unknown(newer, [(e.at, e.kind, e.digest) for e in events])
        if not missing:
            return False
        try:
            with self.env.cr.savepoint():
                self._quarantine(known, newer[-1].seq, len(missing), second_journal)
        except psycopg2.errors.UniqueViolation:
            _logger.info("another process has noticed the restored backup")
        return True

    def _quarantine(self, known, head, count, second_journal):
        _logger.error("restored backup: %s events of the journal are missing", count)
        # sudo: wa.restore - noticed by the system
        guard.admitted(self.sudo()).create(
            {
                "noticed_at": fields.Datetime.now(),
                "known_seq": known,
                "replayed_seq": known,
                "head_seq": head,
                "missing_count": count,
                "second_journal": second_journal,
                "ledger_heads": self._ledger_heads(),
            }
        )
        # sudo: wa.channel, wa.app - the whole installation stops
        connected = self.env["wa.channel"].sudo().search([("state", "=", "connected")])
        connected.write({"state": "quarantined"})
        self._tell(connected)
        apps = self.env["wa.app"].sudo()._read_group([], ["company_id"])
        for (company,) in apps:
            self.env["wa.ledger.entry"]._add(
                company,
                INSTALLATION,
                "restored",
                {"known_seq": known, "head_seq": head, "missing": count},
            )

    # -- people ----------------------------------------------------------------------

    def _check_coordinator(self):
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(COORDINATOR):
            raise AccessError(
                self.env._("Only the data protection coordination may do this.")
            )

    def _admitted_write(self, vals):
        # sudo: wa.restore - the right was checked by the caller
        guard.admitted(self.sudo()).write(vals)

    def action_replay(self):
        """Repeat what the backup does not know: withdrawals, erasures, retention."""
        self._check_coordinator()
        if self.state == "noticed":
            self._admitted_write({"state": "replaying", "started_by_id": self.env.uid})
        wake.after_commit(self.env, "cron_seal")

    def action_release(self):
        """By two different people, the second one ends the quarantine."""
        self._check_coordinator()
        self.lock_for_update()
        self._check_releasable()
        if not self.first_user_id:
            self._admitted_write({"first_user_id": self.env.uid})
            return
        if self.first_user_id == self.env.user:
            raise UserError(
                self.env._("You have released already. A second person is needed.")
            )
        self._admitted_write(
            {
                "second_user_id": self.env.uid,
                "released_at": fields.Datetime.now(),
                "state": "released",
            }
        )
        self._end_quarantine()

    def _check_releasable(self):
        if self.state != "replayed":
            raise UserError(
                self.env._("First repeat what is missing, then release it.")
            )
        # sudo: wa.erasure - whether they are done, for whoever releases
        if self.sudo().erasure_ids.filtered(lambda job: job.state != "done"):
            raise UserError(
                self.env._("Erasures are still being repeated. Please wait for them.")
            )
