import logging

from odoo import api, models

from .wa_vault import KeysAway

_logger = logging.getLogger(__name__)


class WaLedgerAlarm(models.Model):
    """The ledger is verified every day, and officers learn that it was changed."""

    _inherit = "wa.ledger.entry"

    _changed_activity = "whatsapp_dsgvo.activity_type_ledger"

    def _changed_summary(self):
        return self.env._("The ledger of consents was changed")

    @api.model
    def _daily(self):
        # sudo: res.company - of all companies, by the system
        for company in self.env["res.company"].sudo().search([("active", "=", True)]):
            try:
                report = self._checked(company)
            except KeysAway:
                # a light of its own says so; tomorrow they may be back
                _logger.error("ledger: contents of %s can't be read", company.id)
                continue
            if not report.ok:
                _logger.error("ledger: verification of %s did not pass", company.id)
