from odoo import api, models

from .roles import DPO


class ChainedAlarm(models.AbstractModel):
    """Whoever finds a chain changed tells the officers, once as long as it is open."""

    _inherit = "wa.chained.mixin"
    _changed_activity = ""  # the type of the officers' activity

    def _changed_summary(self):
        raise NotImplementedError

    @api.model
    def _checked(self, company):
        """The report; what was changed is told to the officers."""
        report = self._verify(company)
        if not report.ok and not report.is_doubted:
            # sudo: wa.channel - where the activity stands
            channels = self.env["wa.channel"].sudo()
            channels = channels.search([("company_id", "=", company.id)], limit=1)
            self._tell_changed(channels, report)
        return report

    @api.model
    def _tell_changed(self, channels, report):
        kind = self._changed_activity
        for channel in channels:
            told = channel.activity_search([kind], only_automated=False).user_id
            for officer in channel._members(DPO) - told:
                chain = self.with_context(lang=officer.lang)
                channel.activity_schedule(
                    kind,
                    summary=chain._changed_summary(),
                    note=chain._changed_words(report),
                    user_id=officer.id,
                )
