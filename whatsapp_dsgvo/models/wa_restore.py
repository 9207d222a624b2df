from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from .. import wake
from ..lib.keys.errors import JournalDropped, JournalForked
from . import guard
from .roles import COORDINATION

UNREAD, NOTICED, REPLAYING = "unread", "noticed", "replaying"
REPLAYED, RELEASED = "replayed", "released"


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
    missing_count = fields.Integer("Missing events", readonly=True)
    state = fields.Selection(
        [
            (UNREAD, "Waits for a journal"),
            (NOTICED, "Quarantined"),
            (REPLAYING, "Missing events are being repeated"),
            (REPLAYED, "Repeated, waits for release"),
            (RELEASED, "Released"),
        ],
        required=True,
        readonly=True,
        default=NOTICED,
    )
    stopped_by = fields.Char(
        "What stops it", readonly=True, help="A code of the guide for operations."
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

    @api.depends("missing_count", "state", "stopped_by")
    @api.depends_context("lang")
    def _compute_text(self):
        for restore in self:
            restore.text = restore._sentence()

    def _sentence(self, code=None):
        code = code or self.stopped_by
        if code == JournalDropped.code:
            return self.env._(
                "The database is from a backup that is older than the erasure journal "
                "reaches back (code %(code)s): who was erased since is not known any "
                "more. Messages are accepted, but not shown. Please restore a newer "
                "backup.",
                code=code,
            )
        if code == JournalForked.code:
            return self.env._(
                "The journals of withdrawals and erasures contradict each other (code "
                "%(code)s). Messages are accepted, but not shown. The coordination "
                "decides under WhatsApp → Data protection → Restored backups: two people "
                "take up what either has, or the right copies are put in place.",
                code=code,
            )
        if self.state == UNREAD:
            return self.env._(
                "A journal of withdrawals and erasures can't be read (code %(code)s), "
                "so nobody knows whether a backup was restored. Messages are accepted, "
                "but not shown. It goes on by itself once all journals can be read.",
                code=code,
            )
        if code:
            return self.env._(
                "What the database does not know can't be repeated just now (code "
                "%(code)s). Please inform your IT department; it goes on by itself.",
                code=code,
            )
        return self.env._(
            "The database is older than the erasure journal (%(count)s events are "
            "missing). Messages are accepted, but not shown.",
            count=self.missing_count,
        )

    @api.model
    def _open(self):
        # sudo: wa.restore - whether the installation is quarantined
        return self.sudo().search([("released_at", "=", False)], limit=1)

    # -- people ----------------------------------------------------------------------

    def _check_coordinator(self):
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(COORDINATION):
            raise AccessError(
                self.env._("Only the data protection coordination may do this.")
            )

    def _admitted_write(self, vals):
        # sudo: wa.restore - the right was checked by the caller
        guard.admitted(self.sudo()).write(vals)

    def action_replay(self):
        """Repeat what the backup does not know: withdrawals, erasures, retention."""
        self._check_coordinator()
        if self.state == NOTICED:
            self._admitted_write({"state": REPLAYING, "started_by_id": self.env.uid})
        wake.after_commit(self.env, "cron_seal")

    def action_release(self):
        """By two different people, the second one ends the quarantine."""
        self._check_coordinator()
        self.lock_for_update()
        self._check_releasable()
        self._check_agreement()
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
                "state": RELEASED,
            }
        )
        self._end_quarantine()

    def _check_releasable(self):
        if self.state != REPLAYED:
            raise UserError(
                self.env._("First repeat what is missing, then release it.")
            )
        # sudo: wa.erasure - whether they are done, for whoever releases
        if self.sudo().erasure_ids.filtered(lambda job: job.state != "done"):
            raise UserError(
                self.env._("Erasures are still being repeated. Please wait for them.")
            )
        # sudo: wa.retention.run - whether they are done, for whoever releases
        if (
            self.env["wa.retention.run"]
            .sudo()
            .search_count([("state", "=", "running")])
        ):
            raise UserError(
                self.env._(
                    "What is older than its retention periods is still being deleted. "
                    "Please wait for it."
                )
            )
