from odoo import api, fields, models
from odoo.exceptions import AccessError

from .roles import COORDINATION, DPO


class ResCompany(models.Model):
    """The switch that stops all deletion at once, and who may turn it."""

    _inherit = "res.company"

    whatsapp_retention_paused_at = fields.Datetime(readonly=True, copy=False)
    whatsapp_retention_paused_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False
    )

    @api.model
    def _whatsapp_retention_companies(self):
        """Companies that have, or had, a number."""
        self.env.cr.execute(
            "SELECT company_id FROM wa_channel UNION SELECT company_id FROM wa_subject"
            " ORDER BY 1"
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    def _whatsapp_pause_retention(self):
        """By the coordination, or by the officer as a veto."""
        self._whatsapp_check_group(COORDINATION, DPO)
        # sudo: res.company - one switch, the right was checked
        self.sudo().write(
            {
                "whatsapp_retention_paused_at": fields.Datetime.now(),
                "whatsapp_retention_paused_by_id": self.env.uid,
            }
        )

    def _whatsapp_resume_retention(self):
        self._whatsapp_check_group(COORDINATION)
        # sudo: res.company - one switch, the right was checked
        self.sudo().write(
            {
                "whatsapp_retention_paused_at": False,
                "whatsapp_retention_paused_by_id": False,
            }
        )

    def _whatsapp_check_group(self, *groups):
        user = self.env.user
        if user._is_superuser() or not any(user.has_group(name) for name in groups):
            raise AccessError(
                self.env._("Only data protection may stop or start the deletion.")
            )
