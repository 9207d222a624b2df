from odoo import api, fields, models

from ..lib.keys import backup
from .roles import DPO
from .wa_check_backup import COLOURS, KEY_BACKUP
from .wa_vault import STORE_PARAMETER

TYPE = "whatsapp_dsgvo.activity_type_key_backup"


class WaChannelBackup(models.Model):
    """An overdue backup of the key store is told: administrators and officers."""

    _inherit = "wa.channel"

    @api.model
    def _cron_check_health(self):
        result = super()._cron_check_health()
        self._tell_of_backup()
        return result

    @api.model
    def _tell_of_backup(self):
        """One activity for each of them, as long as it is overdue."""
        # sudo: wa.channel - of all companies, for one key store serves them all
        channels = self.sudo().search([("state", "!=", "draft")], order="id")
        if not self._is_backup_overdue():
            # sudo: mail.activity - whoever has them: it is over
            activities = self.env["mail.activity"].sudo()
            kind = self.env.ref(TYPE)
            activities.search([("activity_type_id", "=", kind.id)]).unlink()
            return
        for own in channels.grouped("company_id").values():
            own[:1]._tell_backup_overdue()

    @api.model
    def _is_backup_overdue(self):
        """Never made counts from the day the key store was."""
        vault = self.env["wa.vault"]
        state = vault._backup_state()
        if state != backup.UNKNOWN:
            return state != backup.FRESH
        # sudo: ir.config_parameter - when the key store was set up
        parameters = self.env["ir.config_parameter"].sudo()
        since = parameters.search([("key", "=", STORE_PARAMETER)]).create_date
        return bool(since) and fields.Datetime.now() - since > vault._backup_every()

    def _tell_backup_overdue(self):
        colour = COLOURS[self.env["wa.vault"]._backup_state()]
        told = self.activity_search([TYPE], only_automated=False).user_id
        for user in (self._admins() | self._members(DPO)) - told:
            channel = self.with_context(lang=user.lang)
            texts = channel.env["wa.check"]._explanations()
            channel.activity_schedule(
                TYPE,
                summary=channel.env._("The backup of the key store is overdue"),
                note=texts[KEY_BACKUP, colour],
                user_id=user.id,
            )
