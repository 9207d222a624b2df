import json

from odoo import api, fields, models

from .. import wake
from ..lib.privacy import erasure
from . import guard

BATCH = 2000
BACKUP_DAYS = "whatsapp_dsgvo.key_backup_days"


class WaErasure(models.Model):
    """One erasure as a job that can stop anywhere and goes on (Art. 17 GDPR).

    It knows people by their pseudonyms only, so it may be kept as proof.
    """

    _name = "wa.erasure"
    _description = "Erasure of a person"
    _inherit = "wa.guarded.mixin"
    _order = "id desc"
    _rec_name = "name"

    name = fields.Char(related="request_id.name")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    request_id = fields.Many2one(
        "wa.request", required=True, readonly=True, ondelete="restrict", index=True
    )
    subject_ids = fields.Many2many("wa.subject", string="People", readonly=True)
    partner_ids = fields.Many2many(
        "res.partner", string="Contacts to erase", readonly=True
    )
    ticket_ids = fields.Many2many("helpdesk.ticket", string="Tickets", readonly=True)
    keep_suppression = fields.Boolean("Keep on the suppression list", readonly=True)
    state = fields.Selection(
        [
            (erasure.PROPOSED, "Waits for the second person"),
            (erasure.CONFIRMED, "Begins in a moment"),
            (erasure.RUNNING, "Runs"),
            (erasure.STOPPED, "Stopped, goes on by itself"),
            (erasure.DONE, "Done"),
            (erasure.CANCELLED, "Called off"),
        ],
        required=True,
        readonly=True,
        default=erasure.PROPOSED,
    )
    step = fields.Char("Last finished step", readonly=True)
    progress = fields.Char("Where it stands", compute="_compute_progress")
    requested_by_id = fields.Many2one(
        "res.users", "Requested by", readonly=True, ondelete="set null"
    )
    second_user_id = fields.Many2one(
        "res.users", "Second person", readonly=True, ondelete="set null"
    )
    confirmed_at = fields.Datetime("Confirmed", readonly=True)
    started_at = fields.Datetime("Begun", readonly=True)
    keys_destroyed_at = fields.Datetime("Keys destroyed", readonly=True)
    finished_at = fields.Datetime("Finished", readonly=True)
    error = fields.Char(readonly=True, help="A code, no content.")
    attempts = fields.Integer(readonly=True)
    next_try_at = fields.Datetime(readonly=True)
    # {"preview": {source: n}, "kept": {…}, "done": {…}, …}: numbers and hashes only
    facts = fields.Text("Counted facts", readonly=True, default="{}")
    certificate = fields.Text("Certificate (JSON)", readonly=True)

    _request_idx = models.Index("(next_try_at) WHERE finished_at IS NULL")

    @api.model
    def _key_backup_days(self):
        """Until when a backup of the key store may live; None if nobody has said."""
        # sudo: ir.config_parameter - a number
        value = self.env["ir.config_parameter"].sudo().get_param(BACKUP_DAYS) or ""
        return int(value) if value.isdecimal() and int(value) else None

    # -- facts -----------------------------------------------------------------------

    def _facts(self):
        return json.loads(self.facts or "{}")

    def _note(self, **facts):
        """What the certificate will say; in the transaction that made it true."""
        self._admitted_write({"facts": json.dumps({**self._facts(), **facts})})

    def _count(self, name, number):
        done = self._facts().get("done", {})
        self._note(done={**done, name: done.get(name, 0) + number})

    def _admitted_write(self, vals):
        # sudo: wa.erasure - written by the job only
        guard.admitted(self.sudo()).write(vals)

    def _move(self, state, **vals):
        for job in self:
            if not erasure.may_move(job.state, state):
                raise ValueError(f"{job.state} -> {state}")
        self._admitted_write({"state": state, **vals})

    # -- people ----------------------------------------------------------------------

    def _confirm(self):
        """The second person agrees; from now on it goes through to its end."""
        now = fields.Datetime.now()
        self._move(erasure.CONFIRMED, confirmed_at=now, next_try_at=now)
        # sudo: wa.request - its state follows the job
        self.sudo().request_id.state = "running"
        wake.after_commit(self.env, "cron_run_erasures")

    def _call_off(self):
        self._move(erasure.CANCELLED)

    @api.depends("state", "step", "error", "next_try_at")
    def _compute_progress(self):
        for job in self:
            job.progress = job._progress_text()
