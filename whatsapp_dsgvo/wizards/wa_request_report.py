from odoo import fields, models
from odoo.tools import format_date

from ..models.wa_request import KINDS, RECEIVED_BY


class WaRequestReport(models.TransientModel):
    """An agent passes on what a customer asked for; no reason and no text needed."""

    _name = "wa.request.report"
    _description = "Report a privacy request"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True)
    # nothing is proposed: a careless click would ask for an erasure
    kind = fields.Selection(KINDS, required=True)
    received_by = fields.Selection(
        RECEIVED_BY, "Received by", required=True, default="whatsapp"
    )

    def action_report(self):
        self.ensure_one()
        request = self.ticket_id._whatsapp_report(self.kind, self.received_by)
        message = self.env._(
            "%(name)s: the data protection coordination answers until %(date)s.",
            name=request.name,
            date=format_date(self.env, request.due_date),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
