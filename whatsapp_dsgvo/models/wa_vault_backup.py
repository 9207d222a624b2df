from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.keys import backup
from ..lib.keys.errors import KeyStoreError
from .wa_vault import KeysAway

BACKUP = "whatsapp_dsgvo.key_backup"
BACKUP_EVERY = "whatsapp_dsgvo.key_backup_every"


class WaVaultBackup(models.AbstractModel):
    """When the key store was last backed up: exported here, or reported by a job."""

    _inherit = "wa.vault"

    @api.model
    def _last_backup(self):
        # sudo: ir.config_parameter - a time, and how it was made
        return backup.read(self.env["ir.config_parameter"].sudo().get_param(BACKUP))

    @api.model
    def _backup_every(self):
        # sudo: ir.config_parameter - a number of days
        value = self.env["ir.config_parameter"].sudo().get_param(BACKUP_EVERY) or ""
        given = int(value) if value.isdecimal() else 0
        return timedelta(days=given or backup.EVERY)

    @api.model
    def _backup_state(self):
        days = self.env["wa.erasure"]._key_backup_days()
        kept = timedelta(days=days) if days else None
        last, now = self._last_backup(), fields.Datetime.now()
        return backup.state(last, now, self._backup_every(), kept)

    @api.model
    def _backup_reported(self):
        """The operator's job has made one; our word is only that it said so."""
        try:
            head = self._vault().store.head().seq
        except (KeysAway, KeyStoreError) as error:
            raise UserError(str(error)) from None
        self._note_backup(backup.REPORTED, head)

    @api.model
    def _note_backup(self, way, head, **facts):
        made = backup.Backup(fields.Datetime.now(), way, head, **facts)
        # sudo: ir.config_parameter - written by commands on the server
        self.env["ir.config_parameter"].sudo().set_param(BACKUP, made.text())
        self.env["wa.check"]._show_backup()
