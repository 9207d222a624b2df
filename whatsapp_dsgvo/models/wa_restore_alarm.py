from odoo import models

from .roles import ADMIN, COORDINATION, DPO
from .wa_restore import UNREAD

TYPE = "whatsapp_dsgvo.activity_type_restore"


class WaRestoreAlarm(models.Model):
    """Who has to know that the installation stands still, and what it has lost."""

    _inherit = "wa.restore"

    def _ledger_heads(self):
        """{company: number}: what is above it elsewhere was lost by the restore."""
        # sudo: res.company - of all, for the record
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        entries = self.env["wa.ledger.entry"]
        return {str(company.id): entries._head(company).seq for company in companies}

    def _tell(self, channels):
        """An activity for administrators, coordination and data protection officers."""
        for channel in channels:
            for user in self._concerned(channel.company_id):
                summary, note = self.with_context(lang=user.lang)._alarm_words()
                channel.activity_schedule(
                    TYPE, summary=summary, note=note, user_id=user.id
                )

    def _alarm_words(self):
        if self.state == UNREAD:
            text = self.env._("A journal can't be read: nothing is sent")
            return text, self._sentence()
        return self.env._("A backup was restored: nothing is sent"), self.env._(
            "The database is older than the erasure journal. The coordination repeats "
            "what is missing under WhatsApp → Data protection → Restored backups; two "
            "people release it."
        )

    def _concerned(self, company):
        groups = [self.env.ref(name).id for name in (ADMIN, DPO, COORDINATION)]
        # sudo: res.users - who is to be told
        users = self.env["res.users"].sudo()
        return users.search(
            [("all_group_ids", "in", groups), ("company_ids", "in", company.ids)]
        )

    def _end_quarantine(self):
        # sudo: mail.activity - whoever has them: it is over
        activities = self.env["mail.activity"].sudo()
        kind = self.env.ref(TYPE)
        activities.search([("activity_type_id", "=", kind.id)]).unlink()
        return super()._end_quarantine()
