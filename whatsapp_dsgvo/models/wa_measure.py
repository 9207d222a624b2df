from odoo import api, fields, models


class WaMeasure(models.Model):
    """Who answers for the measures of one goal, and when they were last looked at.

    What the measures are the document says itself (Art. 32 GDPR, goals of the SDM).
    """

    _name = "wa.measure"
    _description = "Measures of a goal"
    _order = "id"
    _rec_name = "goal"

    goal = fields.Selection(
        [
            ("confidentiality", "Confidentiality"),
            ("integrity", "Integrity"),
            ("availability", "Availability"),
            ("unlinkability", "Unlinkability and minimisation"),
            ("transparency", "Transparency"),
            ("intervenability", "Intervenability"),
        ],
        required=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    owner_id = fields.Many2one("res.users", "Responsible")
    checked_on = fields.Date("Last checked on")
    evidence = fields.Char(help="A link, or where the report of the check is.")

    _goal_uniq = models.UniqueIndex(
        "(company_id, goal)", "This goal has its row already."
    )

    @api.depends("goal")
    @api.depends_context("lang")
    def _compute_display_name(self):
        goals = dict(self._fields["goal"]._description_selection(self.env))
        for measure in self:
            measure.display_name = goals.get(measure.goal)

    @api.model
    def _seed(self, companies):
        """A row for each goal, for companies that have none."""
        # sudo: wa.measure - written by the system, filled by nobody yet
        measures = self.sudo()
        known = {
            (one.company_id.id, one.goal)
            for one in measures.search([("company_id", "in", companies.ids)])
        }
        measures.create(
            [
                {"company_id": company.id, "goal": goal}
                for company in companies
                for goal, _name in self._fields["goal"].selection
                if (company.id, goal) not in known
            ]
        )

    @api.model
    def _seed_all(self):
        # sudo: res.company - all of them, at an installation or update
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        self._seed(companies)


class ResCompanyMeasures(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["wa.measure"]._seed(companies)
        return companies
