from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.ledger.anchor import Anchor
from ..lib.ledger.chain import Head
from . import guard

ANCHOR_EVERY = 100
# With the minute until the sealer's next turn, no entry is without one for longer than 15.
ANCHOR_AFTER = timedelta(minutes=14)
# Ledgers that have grown since an anchor which is old enough; two looks into indexes each.
QUIET = """
    SELECT c.id, head.seq, head.entry_hash
      FROM res_company c
      JOIN LATERAL (SELECT seq, entry_hash FROM wa_ledger_entry
                     WHERE company_id = c.id AND seq IS NOT NULL
                     ORDER BY seq DESC LIMIT 1) head ON true
      JOIN LATERAL (SELECT seq, at FROM wa_ledger_anchor WHERE company_id = c.id
                     ORDER BY id DESC LIMIT 1) last ON true
     WHERE head.seq > last.seq AND last.at <= %s
"""


class WaLedgerAnchor(models.Model):
    """A number and hash of the ledger, for where it can't be rewritten."""

    _name = "wa.ledger.anchor"
    _description = "Ledger anchor"
    _inherit = "wa.guarded.mixin"
    _order = "id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    seq = fields.Integer("Number in chain", required=True, readonly=True)
    entry_hash = fields.Char(required=True, readonly=True)
    at = fields.Datetime("Time", required=True, readonly=True)
    text = fields.Char("Anchor", compute="_compute_text")

    _place_idx = models.Index("(company_id, seq)")

    def _compute_text(self):
        for anchor in self:
            anchor.text = anchor._as_anchor().to_text()

    def _as_anchor(self):
        at = self.at.isoformat(timespec="seconds") + "Z"
        return Anchor(self.company_id.id, self.seq, self.entry_hash, at)

    @api.model
    def _of_company(self, company):
        domain = [("company_id", "=", company.id)]
        return [anchor._as_anchor() for anchor in self.search(domain)]

    @api.model
    def _anchor_if_due(self, company, head):
        """Every hundred entries; what lies above the last anchor can be cut unseen."""
        # sudo: wa.ledger.anchor - written by the sealer
        last = self.sudo().search([("company_id", "=", company.id)], limit=1)
        if last and head.seq - last.seq < ANCHOR_EVERY:
            return
        self._set(company, head)

    @api.model
    def _anchor_the_quiet(self):
        """Where a hundred entries take days, what came last is soon anchored, too."""
        self.flush_model()
        self.env["wa.ledger.entry"].flush_model()
        before = fields.Datetime.now() - ANCHOR_AFTER
        for company_id, *place in self.env.execute_query(SQL(QUIET, before)):
            self._set(self.env["res.company"].browse(company_id), Head(*place))

    @api.model
    def _set(self, company, place):
        # sudo: wa.ledger.anchor - written by the system
        return guard.admitted(self.sudo()).create(
            {
                "company_id": company.id,
                "seq": place.seq,
                "entry_hash": place.entry_hash,
                "at": fields.Datetime.now(),
            }
        )
