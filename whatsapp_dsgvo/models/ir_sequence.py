import contextlib

from odoo import api, models

KNOWN = "whatsapp_dsgvo.sequences"


@contextlib.contextmanager
def looked_up_once(env):
    """Within, the sequence of a code is searched once, not for each number."""
    env.cr.cache[KNOWN] = {}
    try:
        yield
    finally:
        env.cr.cache.pop(KNOWN, None)


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def next_by_code(self, sequence_code, sequence_date=None):
        known = self.env.cr.cache.get(KNOWN)
        if known is None:
            return super().next_by_code(sequence_code, sequence_date)
        place = (sequence_code, self.env.company.id)
        if place not in known:
            # the company's own before the one of all, as Odoo does it
            known[place] = self.search(
                [
                    ("code", "=", sequence_code),
                    ("company_id", "in", [self.env.company.id, False]),
                ],
                order="company_id",
                limit=1,
            )
        found = known[place]
        return found.next_by_id(sequence_date) if found else False
