from odoo import api, fields, models


class WaRetentionLine(models.Model):
    """What a run did to one class, and what it had to leave."""

    _name = "wa.retention.line"
    _description = "Class in a retention run"
    _inherit = "wa.guarded.mixin"
    _log_access = False
    _order = "run_id desc, code"
    _rec_name = "code"

    run_id = fields.Many2one(
        "wa.retention.run", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    code = fields.Char("Class", required=True, readonly=True)
    data = fields.Char(compute="_compute_data")
    period_text = fields.Char("Period", readonly=True)
    done = fields.Integer("Deleted", readonly=True)
    files = fields.Integer(readonly=True)
    held = fields.Integer(
        "On hold", readonly=True, help="Due, but under a legal hold or restricted."
    )
    overdue = fields.Integer(
        readonly=True, help="Due for more than 7 days and still there, without a hold."
    )
    oldest = fields.Datetime("Oldest left", readonly=True)
    is_latest = fields.Boolean(
        compute="_compute_is_latest", search="_search_is_latest", readonly=True
    )

    def _compute_is_latest(self):
        latest = self.search([("is_latest", "=", True)])
        for line in self:
            line.is_latest = line in latest

    def _search_is_latest(self, operator, value):
        """Of the last run of each company that took stock."""
        if operator != "in":
            return NotImplemented
        # sudo: wa.retention.run - their numbers only; rules apply to the lines
        runs = self.env["wa.retention.run"].sudo()
        last = runs._read_group(
            [("state", "!=", "running")], ["company_id"], ["id:max"]
        )
        return [("run_id", "in", [id_ for _company, id_ in last])]

    @api.depends_context("lang")
    @api.depends("code")
    def _compute_data(self):
        for line in self:
            line.data = self.env["wa.retention.rule"]._words(line.code)[0]
