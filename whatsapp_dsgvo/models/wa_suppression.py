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

    _index_uniq = models.UniqueIndex("(blind_index, company_id)")

    @api.model
    def _suppress(self, subject, reason, at):
        for index in set(subject._own_indexes()):
            self._suppress_index(subject.company_id, index, at, reason)

    @api.model
    def _suppress_index(self, company, index, at, reason="withdrawn"):
        """Also of somebody whom the database does not know."""
        if self._of(company, [index]):
            return
        # sudo: wa.suppression - a no counts whoever records it
        guard.admitted(self.sudo()).create(
            {
                "company_id": company.id,
                "blind_index": index,
                "reason": reason,
                "since": at,
            }
        )

    @api.model
    def _lift(self, subjects):
        """Only the person's own later yes ends it."""
        for company, people in subjects.grouped("company_id").items():
            entries = self._of(company, people._own_indexes())
            guard.admitted(entries).unlink()

    @api.model
    def _lift_index(self, company, index, at):
        """Of somebody whom the database may not know; what they said later counts."""
        entries = self._of(company, [index]).filtered(lambda entry: entry.since <= at)
        guard.admitted(entries).unlink()

    @api.model
    def _of(self, company, indexes):
        # sudo: wa.suppression - looked up on behalf of the gate
        return self.sudo().search(
            [("company_id", "=", company.id), ("blind_index", "in", list(indexes))]
        )
