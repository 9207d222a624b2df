from odoo import api, fields, models

from ..lib.ledger import chain
from . import guard


class WaReadLogStart(models.Model):
    """The last entry of a company's read log that was deleted after its time.

    What is kept continues it, so a gap at the beginning is noticed.
    """

    _name = "wa.read.log.start"
    _description = "Start of the read log"
    _inherit = "wa.guarded.mixin"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    seq = fields.Integer("Number in chain", required=True, readonly=True)
    entry_hash = fields.Char(required=True, readonly=True)

    _company_uniq = models.UniqueIndex("(company_id)")

    def _row_of(self, company):
        # sudo: wa.read.log.start - number and hash, for sealer and verification
        return self.sudo().search([("company_id", "=", company.id)])

    @api.model
    def _of_company(self, company):
        row = self._row_of(company)
        return chain.Head(row.seq, row.entry_hash) if row else chain.START

    @api.model
    def _move(self, company, head):
        row = guard.admitted(self._row_of(company))
        if row:
            row.write(head._asdict())
        else:
            row.create({"company_id": company.id, **head._asdict()})
