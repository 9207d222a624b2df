from odoo import api, fields, models

from ..lib.ledger.anchor import Anchor
from . import guard

ANCHOR_EVERY = 100


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
