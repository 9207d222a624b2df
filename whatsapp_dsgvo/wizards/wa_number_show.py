from odoo import fields, models

from ..models.wa_read_log import REASONS


class WaNumberShow(models.TransientModel):
    """A number in the clear: why, and a line in the read log."""

    _name = "wa.number.show"
    _description = "Show a number"

    identity_id = fields.Many2one(
        "wa.identity", required=True, readonly=True, index=True
    )
    reason = fields.Selection(REASONS, required=True)

    def action_show(self):
        self.ensure_one()
        self.identity_id.check_access("read")
        # sudo: wa.subject - whose it is, for the log
        subject = self.sudo().identity_id.subject_id
        self.env["wa.read.log"]._log("number", subject, 1, self.reason)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Number"),
                "message": self.identity_id._value()
                or self.env._("The content has been deleted."),
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
