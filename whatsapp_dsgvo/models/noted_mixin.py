from odoo import api, models
from odoo.exceptions import AccessError

from . import guard


class WaNotedMixin(models.AbstractModel):
    """Records people work on, whose state, times and signatures are noted by the steps.

    `readonly` is a matter of the form only: a request by hand sets such a field, too.
    """

    _name = "wa.noted.mixin"
    _description = "State and signatures noted by steps"
    _noted_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if not self._may_note():
            self._refuse_noted(set().union(*vals_list))
            # a context or a stored default can bring them as well
            own = {name: self._own_default(name) for name in self._noted_fields}
            vals_list = [{**own, **vals} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self._may_note():
            self._refuse_noted(set(vals))
        return super().write(vals)

    def _may_note(self):
        return self.env.su or guard.is_admitted(self)

    def _own_default(self, name):
        field = self._fields[name]
        return field.convert_to_write(
            field.default(self) if field.default else False, self
        )

    def _refuse_noted(self, names):
        if names & self._noted_fields:
            raise AccessError(
                self.env._("State, times and names are noted by the steps themselves.")
            )
