from odoo import fields, models


class MailGateway(models.Model):
    _inherit = "mail.gateway"

    gateway_type = fields.Selection(
        selection_add=[("bench", "Benchmark")], ondelete={"bench": "cascade"}
    )
