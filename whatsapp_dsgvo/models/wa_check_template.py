from odoo import api, fields, models

from ..lib.desk import reply_ready, template_state
from .wa_check import GREY

CODES = {f"template_{language}": language for language in reply_ready.LANGUAGES}


class WaCheckTemplate(models.Model):
    """The template "reply ready" among the checked facts of a number."""

    _inherit = "wa.check"

    code = fields.Selection(
        selection_add=[
            ("template_de", "Template “Reply ready”, German"),
            ("template_en", "Template “Reply ready”, English"),
        ],
        ondelete={"template_de": "cascade", "template_en": "cascade"},
    )

    def _facts(self, channel, set_up):
        facts = super()._facts(channel, set_up)
        return {**facts, **self._ask(lambda: self._read(channel, set_up), dict)}

    def _read(self, channel, set_up):
        self.env["wa.template"]._sync(channel, set_up)
        return self._template_facts(channel)

    def _template_facts(self, channel):
        """{code: (value, colour, evidence)} of what was read last."""
        facts = {}
        for code, language in CODES.items():
            template = self.env["wa.template"]._of(channel, language)
            state = template._state()
            words = (state.status, state.category, template.rejected_reason)
            value = " – ".join(word for word in words if word and word != "NONE")
            evidence = {"id": template.meta_id, "quality": state.quality}
            facts[code] = (value, template_state.colour(state), evidence)
        return facts

    @api.model
    def _show_templates(self, channels):
        """Meta told something between two checks."""
        for channel in channels:
            self._put(channel, self._template_facts(channel))

    @api.depends_context("lang")
    @api.depends("code", "value", "found")
    def _compute_explanation(self):
        result = super()._compute_explanation()
        for check in self.filtered(lambda one: one.code in CODES):
            template = self.env["wa.template"]._of(check.channel_id, CODES[check.code])
            known = template and check.found != GREY
            check.explanation = template._explanation() if known else False
        return result
