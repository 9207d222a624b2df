from odoo import api, models

from . import guard


class WaGuardedMixin(models.AbstractModel):
    """Records nobody writes by hand, not even an administrator or sudo()."""

    _name = "wa.guarded.mixin"
    _description = "Written by the channel only"
    # Fields which people with the right may change.
    _open_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        guard.check(self)
        return super().create(vals_list)

    def write(self, vals):
        if set(vals) - self._open_fields:
            guard.check(self)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_channel(self):
        guard.check(self)
