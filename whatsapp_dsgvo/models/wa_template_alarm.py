from odoo import models

from ..lib.cloud_api import errors
from ..lib.cloud_api.error_table_fallback import TEMPLATE_CHANGED
from ..lib.desk import template_state


class WaTemplateAlarm(models.Model):
    """A template that stopped being usable is an activity until it is usable again."""

    _inherit = "wa.template"

    def _trouble(self):
        """Code of what only an administrator can repair; None if there is nothing."""
        code = template_state.alarm_code(self._state())
        # somebody changed it, and whether it may still be used was not read yet
        unread = code == TEMPLATE_CHANGED.code and not self.components
        return None if unread else code

    def _change(self, vals):
        before = self._trouble()
        result = super()._change(vals)
        code = self._trouble()
        if code and code != before:
            self.channel_id._alarm(errors.rule_for(code))
        elif self._is_usable():
            self._end_trouble()
        return result

    def _end_trouble(self):
        """One activity tells of both languages, so it ends with the last trouble."""
        # sudo: wa.template - whether there is trouble, for no user
        others = self.sudo().channel_id.template_ids - self
        if not any(template._trouble() for template in others):
            self.channel_id._end_template_alarms()
