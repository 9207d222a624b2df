from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.privacy.retention_classes import EVIDENCE
from .wa_retention_people import people_sql


class WaRetentionPreview(models.Model):
    """What a rule would delete today: counted with the conditions of the run itself."""

    _inherit = "wa.retention.rule"

    due_now = fields.Integer("Due today with the rule in force", compute="_compute_due")
    due_then = fields.Integer("Due today with this rule", compute="_compute_due")
    due_more = fields.Integer("Difference", compute="_compute_due")
    due_oldest = fields.Datetime("Oldest of them", compute="_compute_due")
    due_held = fields.Integer("Of them on hold", compute="_compute_due")

    @api.depends("code", "count", "unit", "year_end", "company_id")
    def _compute_due(self):
        for rule in self:
            known = rule.code and rule.unit and rule.count >= 0
            now, then, oldest, held = rule._effect() if known else (0, 0, False, 0)
            rule.due_now, rule.due_then = now, then
            rule.due_more = then - now
            rule.due_oldest, rule.due_held = oldest, held

    def _effect(self):
        """(due with the rule in force, with this one, the oldest, of them held).

        Only counts: nobody learns of a person or a message.
        """
        self.ensure_one()
        company = self.company_id
        current = self._current(company).get(self.code) or self
        # sudo: wa.retention.run - counts with the very conditions of the run
        run = self.env["wa.retention.run"].sudo().new({"company_id": company.id})
        if self.code == EVIDENCE:
            return self._people(company, current), self._people(company, self), False, 0
        now, _held, _oldest = run._left(self.code, current._cutoff())
        then, held, oldest = run._left(self.code, self._cutoff())
        return now, then, oldest, held

    def _people(self, company, rule):
        people = people_sql(self.code)
        cutoff = rule._cutoff()
        query = f"SELECT count(*) FROM ({people}) AS p"
        return self.env.execute_query(SQL(query, company.id, cutoff, cutoff))[0][0]
