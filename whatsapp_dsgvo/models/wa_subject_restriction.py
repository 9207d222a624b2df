from odoo import models

from ..lib.keys.restore import RESTRICTED


class WaSubjectRestriction(models.Model):
    """Art. 18 GDPR: set and lifted for a reason, and the ledger knows when."""

    _inherit = "wa.subject"

    def _restrict(self, kind, actor, payload):
        """RESTRICTED or LIFTED; those whom it changed, nobody who is erased."""
        restricted = kind == RESTRICTED
        changed = self.filtered(
            lambda s: not s.erased_at and s.restricted != restricted
        )
        changed.write({"restricted": restricted})
        self.env["wa.ledger.entry"]._record_all(
            [(person, kind, payload, {"actor_kind": actor}) for person in changed]
        )
        return changed
