from odoo import api, fields, models
from odoo.exceptions import UserError


class WaExportLine(models.Model):
    """A note or an address card: may the person have it, or is it somebody else's?"""

    _name = "wa.export.line"
    _description = "Message to be looked through"
    _inherit = "wa.guarded.mixin"
    _order = "id"
    # which message it shows is no choice: another would be read with it
    _open_fields = frozenset({"withheld", "reason"})

    export_id = fields.Many2one(
        "wa.export", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="export_id.company_id")
    message_id = fields.Many2one(
        "wa.message", required=True, readonly=True, ondelete="cascade", index=True
    )
    at = fields.Datetime(related="message_id.event_at")
    shown = fields.Text("Says", compute="_compute_shown")
    withheld = fields.Boolean(
        help="The person learns that it exists, and why not more."
    )
    reason = fields.Char(help="For example: data of another person.")

    def _compute_shown(self):
        for line in self:
            line.check_access("read")
            # sudo: wa.message - the coordination looks through what it gives out
            # as stored: a draft in a form names any message
            message = line._origin.sudo().message_id
            readable = message._readable() if message else {}
            line.shown = readable.get("text") or readable.get("placeholder") or "–"

    @api.constrains("withheld")
    def _check_draft(self):
        if any(line.export_id.state == "fetched" for line in self):
            raise UserError(self.env._("This has been fetched already."))
