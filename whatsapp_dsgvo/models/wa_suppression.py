from odoo import api, fields, models

from . import guard


class WaSuppression(models.Model):
    """Identities that said no, as keyed hashes, so that a no outlives an erasure.

    Basis: Art. 6 (1) (f) and 17 (3) (b) GDPR - the objection must stay effective.
    """

    _name = "wa.suppression"
    _description = "Suppression list entry"
    _inherit = "wa.guarded.mixin"
    _rec_name = "blind_index"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    blind_index = fields.Char(required=True, readonly=True)
    reason = fields.Selection(
        [("withdrawn", "Withdrawn")], required=True, readonly=True
    )
    since = fields.Datetime(required=True, readonly=True)

    _index_uniq = models.UniqueIndex("(company_id, blind_index)")

    @api.model
    def _suppress(self, subject, reason, at):
        indexes = set(subject._identity_indexes())
        known = self._of(subject.company_id, indexes)
        # sudo: wa.suppression - a no counts whoever records it
        guard.admitted(self.sudo()).create(
            [
                {
                    "company_id": subject.company_id.id,
                    "blind_index": index,
                    "reason": reason,
                    "since": at,
                }
                for index in indexes - set(known.mapped("blind_index"))
            ]
        )

    @api.model
    def _lift(self, subject):
        """Only the person's own later yes ends it."""
        entries = self._of(subject.company_id, subject._identity_indexes())
        guard.admitted(entries).unlink()

    @api.model
    def _of(self, company, indexes):
        # sudo: wa.suppression - looked up on behalf of the gate
        return self.sudo().search(
            [("company_id", "=", company.id), ("blind_index", "in", list(indexes))]
        )
