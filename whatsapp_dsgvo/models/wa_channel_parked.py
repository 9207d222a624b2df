from odoo import api, models

TYPE = "whatsapp_dsgvo.activity_type_parked"


class WaChannelParked(models.Model):
    """What came and fits nowhere is deleted after a week, so somebody has to hear of it."""

    _inherit = "wa.channel"

    @api.model
    def _cron_check_health(self):
        result = super()._cron_check_health()
        # sudo: wa.app - all companies', each one's own administrators are told
        apps = self.env["wa.app"].sudo().search([("channel_ids", "!=", False)])
        for app in apps:
            app.channel_ids[:1]._tell_of_parked()
        return result

    def _tell_of_parked(self):
        """One activity for each administrator, as long as something is parked."""
        # sudo: wa.event - only how many
        events = self.env["wa.event"].sudo()
        count = events.search_count(
            [("app_id", "=", self.app_id.id), ("state", "=", "parked")]
        )
        # sudo: mail.activity - the channel's own activities, whoever has them
        open_ = self.sudo().activity_search([TYPE], only_automated=False)
        if not count:
            open_.unlink()
            return
        for admin in self._admins() - open_.user_id:
            # sudo: mail.activity - scheduled by the channel, for no user
            channel = self.sudo().with_context(lang=admin.lang)
            channel.activity_schedule(
                TYPE,
                summary=channel.env._(
                    "Received events that could not be used: %s", count
                ),
                note=channel.env._(
                    "WhatsApp → Configuration → Received events tells why. They "
                    "are deleted after seven days; until then they can be tried again."
                ),
                user_id=admin.id,
            )
