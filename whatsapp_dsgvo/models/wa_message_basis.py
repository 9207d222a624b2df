from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.consent import gate


class WaMessageBasis(models.Model):
    """What was sent without a consent and without a named exception: nothing, ever.

    The database refuses it (`_basis_check`); whoever answers for it can look.
    """

    _inherit = "wa.message"

    without_basis = fields.Boolean(
        compute="_compute_without_basis", search="_search_without_basis"
    )

    # Counting reads this index alone, and in it only the named exceptions.
    _no_consent_idx = models.Index(
        "(company_id, exception_code) "
        "WHERE direction = 'out' AND basis_entry_id IS NULL"
    )

    @api.depends("direction", "basis_entry_id", "exception_code")
    def _compute_without_basis(self):
        without = self.filtered_domain(self._no_basis())
        for message in self:
            message.without_basis = message in without

    def _search_without_basis(self, operator, value):
        wanted = operator == "in" and set(value) == {True}
        return self._no_basis() if wanted else NotImplemented

    def _no_basis(self):
        return (
            Domain("direction", "=", "out")
            & Domain("basis_entry_id", "=", False)
            & Domain("exception_code", "not in", gate.EXCEPTIONS)
        )
