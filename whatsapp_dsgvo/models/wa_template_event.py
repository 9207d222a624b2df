from odoo import api, models

from .. import wake
from ..lib.desk import reply_ready


class WaTemplateEvent(models.Model):
    """What Meta tells of a template by webhook; the next reading confirms it."""

    _inherit = "wa.template"

    @api.model
    def _take_event(self, app, item):
        """One event may concern several numbers of an account."""
        templates = self._of_event(app, item)
        for template in templates:
            template._change(template._event_vals(item))
        if templates:
            self.env["wa.check"]._show_templates(templates.channel_id)
            # texts and rare states are not in the event: read them
            wake.after_commit(self.env, "cron_check_health")

    def _of_event(self, app, item):
        if item.name != reply_ready.NAME:
            return self.browse()
        # sudo: wa.template - the event decides, not a user
        return self.sudo().search(
            [
                ("channel_id.app_id", "=", app.id),
                ("channel_id.waba_id", "=", item.waba_id),
                ("name", "=", item.name),
                ("language", "=", item.language),
            ]
        )

    def _event_vals(self, item):
        if item.aspect == "quality":
            return {"quality": item.quality}
        if item.aspect == "category":
            coming = item.value.get("correct_category")
            return {"category": item.category, "coming_category": coming or False}
        if item.aspect == "components":
            # changed by somebody: not used until it was read again
            return {"components": False}
        vals = {"status": item.event, "rejected_reason": item.reason}
        return {**vals, "category": item.category} if item.category else vals
