from odoo import fields, models
from odoo.tools.misc import format_date

from ..lib.privacy.document import GAP, OK, Line, Section, line

CHECK_MONTHS = 12


class WaDocumentMeasures(models.Model):
    """Who answers for the measures of a goal, and what shows that they work."""

    _inherit = "wa.document"

    def _tom_goal(self, goal, measures):
        """A section: what there is, who answers for it, when it was last checked."""
        # sudo: wa.measure - documents name it whoever generates them
        found = self.env["wa.measure"].sudo()
        names = dict(found._fields["goal"]._description_selection(self.env))
        found = found.search(
            [("company_id", "=", self.env.company.id), ("goal", "=", goal)]
        )
        return Section(
            names[goal],
            (*measures, self._tom_owner(found), self._tom_last_check(found)),
        )

    def _tom_owner(self, measure):
        return line(
            self.env._("Responsible"),
            measure.owner_id.name,
            self.env._("missing: Data protection → Measures"),
        )

    def _tom_last_check(self, measure):
        label = self.env._("Last check")
        if not measure.checked_on or not measure.evidence:
            return line(
                label, "", self.env._("missing: its date, and what shows the result")
            )
        text = self.env._(
            "%(date)s: %(evidence)s",
            date=format_date(self.env, measure.checked_on),
            evidence=measure.evidence,
        )
        limit = fields.Date.subtract(fields.Date.today(), months=CHECK_MONTHS)
        if measure.checked_on >= limit:
            return Line(label, text, OK)
        return Line(label, self.env._("%s – more than 12 months ago", text), GAP)
