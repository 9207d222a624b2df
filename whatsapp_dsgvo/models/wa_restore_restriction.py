from odoo import models

from ..lib.keys.restore import LIFTED, RESTRICTED


class WaRestoreRestriction(models.Model):
    """What was restricted since the backup, or lifted, is so again (Art. 18 GDPR)."""

    _inherit = "wa.restore"

    def _replay_restricted(self, event):
        self._restrict_again(event, RESTRICTED)

    def _replay_restriction_lifted(self, event):
        self._restrict_again(event, LIFTED)

    def _restrict_again(self, event, kind):
        """Of set and lifted the later one stands, also what people did since."""
        later = [
            ("company_id", "=", event.company.id),
            ("digest", "=", event.digest),
            ("kind", "in", (RESTRICTED, LIFTED)),
            ("at", ">", event.at),
        ]
        # sudo: wa.journal.mark - read by the system
        if self.env["wa.journal.mark"].sudo().search_count(later, limit=1):
            return
        # whoever has the number now need not be who had it then
        held = self.env["wa.identity"]._held_at(event.company, event.digest, event.at)
        held.subject_id._restrict(kind, "system", {"by": "restore"})
