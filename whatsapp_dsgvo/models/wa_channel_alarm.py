from odoo import models

from ..lib.cloud_api import errors
from ..lib.desk import template_state
from .error_words import admin_remedy, cause
from .roles import ADMIN

TYPE = "whatsapp_dsgvo.activity_type_number"


class WaChannelAlarm(models.Model):
    """What only an administrator can repair becomes an activity of the number."""

    _inherit = "wa.channel"

    def _alarm(self, rule):
        """One activity for each administrator and code, as long as it is open."""
        self.ensure_one()
        told = self._alarms().filtered(lambda a: a.whatsapp_code == rule.code).user_id
        for admin in self._admins() - told:
            # sudo: mail.activity - scheduled by the channel, for no user
            channel = self.sudo().with_context(lang=admin.lang)
            env = channel.env
            channel.activity_schedule(
                TYPE,
                summary=_summary(rule, env),
                note=f"{cause(rule, env)} {admin_remedy(rule, env)}",
                user_id=admin.id,
                whatsapp_code=rule.code,
            )

    def _end_alarms(self):
        """The number sends again, so what had stopped it is over."""
        self._alarms().filtered(
            lambda a: errors.rule_for(a.whatsapp_code).kind == "account"
        ).unlink()

    def _end_template_alarms(self):
        self._alarms().filtered(
            lambda a: a.whatsapp_code in template_state.ALARMS
        ).unlink()

    def _alarms(self):
        # sudo: mail.activity - the channel's own activities, whoever has them
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("whatsapp_code", "!=", 0),
                ]
            )
        )

    def _admins(self):
        return self._members(ADMIN)

    def _in_their_language(self):
        """The number in the language of who looks after it, for what they read of it:
        Meta and the scheduled actions have none."""
        lang = self._admins()[:1].lang or self.company_id.partner_id.lang
        return self.with_context(lang=lang) if lang else self

    def _members(self, group):
        """Who is in this group and in this number's company."""
        # sudo: res.users - who is to be told
        users = self.env["res.users"].sudo()
        return users.search(
            [
                ("all_group_ids", "in", self.env.ref(group).id),
                ("company_ids", "in", self.company_id.ids),
            ]
        )

    def _told(self, rule):
        """What an agent reads of it where only an administrator can help."""
        if not rule.admin or not self._admins():
            return ""
        return self.env._("The administrator has been told.")


def _summary(rule, env):
    """Our own codes say nothing to an administrator."""
    if rule.code < 0:
        return cause(rule, env)
    return env._("WhatsApp reports error %(code)s", code=rule.code)
