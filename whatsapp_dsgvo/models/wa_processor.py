from datetime import timedelta

from odoo import api, fields, models

STALE_AFTER = timedelta(days=90)
LIST_MONTHS = 12  # so long a look at the list of sub-processors counts


class WaProcessor(models.Model):
    """Who processes data for the company, on which contract (Art. 28, 44–46 GDPR)."""

    _name = "wa.processor"
    _description = "Processor"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, name"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    role = fields.Selection(
        [
            ("processor", "Processor"),
            ("sub_processor", "Sub-processor"),
            ("controller", "Controller of its own"),
        ],
        required=True,
        default="processor",
        tracking=True,
    )
    service = fields.Char(translate=True, help="What it does for you.")
    address = fields.Char()
    country_id = fields.Many2one("res.country", tracking=True)
    contract = fields.Char(tracking=True, help="Name and version.")
    contract_date = fields.Date("Contract of", tracking=True)
    sub_processors_url = fields.Char("List of sub-processors")
    sub_processors_checked_on = fields.Date("List looked at on", tracking=True)
    transfers = fields.Boolean("Transfers to third countries", tracking=True)
    transfer_mechanism = fields.Char(
        "Basis of transfers",
        tracking=True,
        help="For example adequacy decision or standard contractual clauses.",
    )
    transfer_checked_on = fields.Date("Basis checked on", tracking=True)
    transfer_checked_by = fields.Many2one("res.users", "Checked by", tracking=True)
    tia_on = fields.Date("Impact assessment of", tracking=True)
    tia_by = fields.Char("Assessed by", tracking=True)
    tia_note = fields.Char(
        "Link or note",
        tracking=True,
        help="Where the transfer impact assessment is, or what came of it. With an "
        "adequacy decision: why it covers this recipient.",
    )
    measures_proof = fields.Char("Proof of measures", help="Certificate or report.")
    deletion_at_end = fields.Char("Deletion at the end of the contract")
    is_stale = fields.Boolean("To be checked again", compute="_compute_is_stale")

    @api.depends("transfers", "transfer_checked_on")
    def _compute_is_stale(self):
        limit = fields.Date.today() - STALE_AFTER
        for processor in self:
            checked = processor.transfer_checked_on
            processor.is_stale = processor.transfers and (
                not checked or checked < limit
            )

    def _is_list_stale(self):
        """Nobody has looked at the list of sub-processors for a year."""
        limit = fields.Date.subtract(fields.Date.today(), months=LIST_MONTHS)
        return self.sub_processors_checked_on < limit

    @api.model
    def _of_company(self):
        # sudo: wa.processor - documents name them whoever generates them
        return self.sudo().search([("company_id", "=", self.env.company.id)])
