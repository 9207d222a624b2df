from odoo import models
from odoo.exceptions import UserError

from ..lib.privacy import erasure


class PartnerMerge(models.TransientModel):
    """Merging gives one contact the values of the others; an erasure is no value."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        self._refuse_being_erased(partner_ids)
        return super()._merge(partner_ids, dst_partner, extra_checks)

    def _refuse_being_erased(self, partner_ids):
        """Else the erasure would go on with whatever they were merged into."""
        # sudo: wa.erasure - whether one concerns them, for whoever merges
        jobs = self.env["wa.erasure"].sudo()
        open_jobs = jobs.search(
            [
                ("partner_ids", "in", list(partner_ids)),
                ("state", "not in", (erasure.DONE, erasure.CANCELLED)),
            ],
            limit=1,
        )
        if open_jobs:
            raise UserError(
                self.env._(
                    "One of these contacts is being erased (%(name)s). Please merge "
                    "the others without it, or wait until the erasure is finished.",
                    name=open_jobs.name,
                )
            )

    def _update_values(self, src_partners, dst_partner):
        """Whoever is alive among them is not anonymised later."""
        ends = (src_partners | dst_partner).mapped("whatsapp_anonymise_on")
        result = super()._update_values(src_partners, dst_partner)
        dst_partner.whatsapp_anonymise_on = max(ends) if all(ends) else False
        return result
