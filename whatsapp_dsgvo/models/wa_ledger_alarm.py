import logging

from odoo import api, models

from .wa_ledger_anchor_places import DPO
from .wa_vault import KeysAway

_logger = logging.getLogger(__name__)

TYPE = "whatsapp_dsgvo.activity_type_ledger"


class WaLedgerAlarm(models.Model):
    """The ledger is verified every day, and officers learn that it was changed."""

    _inherit = "wa.ledger.entry"

    @api.model
    def _checked(self, company):
        """The report; what was changed is told to the officers."""
        report = self._verify(company)
        if not report.ok and not report.is_doubted:
            # sudo: wa.channel - where the activity stands
            channels = self.env["wa.channel"].sudo()
            channels = channels.search([("company_id", "=", company.id)], limit=1)
            channels._tell_ledger_changed(report)
        return report

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


class WaChannelLedger(models.Model):
    _inherit = "wa.channel"

    def _tell_ledger_changed(self, report):
        """One activity for each officer, as long as it is open."""
        for channel in self:
            told = channel.activity_search([TYPE], only_automated=False).user_id
            for officer in channel._members(DPO) - told:
                env = self.with_context(lang=officer.lang).env
                channel.activity_schedule(
                    TYPE,
                    summary=env._("The ledger of consents was changed"),
                    note=env["wa.ledger.entry"]._changed_words(report),
                    user_id=officer.id,
                )
