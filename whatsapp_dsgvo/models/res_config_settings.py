import time

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..lib.keys.backup import EVERY
from ..lib.media import scanner
from .roles import ADMIN

SECRETS = {
    "whatsapp_app_secret": ("app_id", "app_secret"),
    "whatsapp_verify_token": ("app_id", "verify_token"),
    "whatsapp_access_token": (None, "access_token"),
}
# The page is not to wait longer than that for a scanner.
PING_LIMIT = 1.0
# What Odoo takes for unset is no number of ours, and a date needs a number of days.
LIMITS = {
    "whatsapp_files_per_day": (1, 100_000),
    "whatsapp_megabytes_per_day": (1, 1_000_000),
    "whatsapp_key_backup_days": (0, 3650),
    "whatsapp_key_backup_every": (1, 3650),
}


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    whatsapp_channel_id = fields.Many2one(
        "wa.channel",
        "WhatsApp number",
        default=lambda self: self._default_whatsapp_channel(),
    )
    whatsapp_state = fields.Selection(related="whatsapp_channel_id.state")
    whatsapp_quarantine_text = fields.Char(
        related="whatsapp_channel_id.quarantine_text"
    )
    whatsapp_display_number = fields.Char(
        related="whatsapp_channel_id.display_number", readonly=False
    )
    whatsapp_phone_number_id = fields.Char(
        related="whatsapp_channel_id.phone_number_id", readonly=False
    )
    whatsapp_waba_id = fields.Char(
        related="whatsapp_channel_id.waba_id", readonly=False
    )
    whatsapp_team_id = fields.Many2one(
        related="whatsapp_channel_id.team_id", readonly=False
    )
    whatsapp_meta_app_id = fields.Char(
        related="whatsapp_channel_id.app_id.meta_app_id", readonly=False
    )
    whatsapp_webhook_url = fields.Char(related="whatsapp_channel_id.app_id.webhook_url")
    whatsapp_consent_mode = fields.Selection(
        related="whatsapp_channel_id.consent_mode", readonly=False
    )
    whatsapp_reading_told = fields.Selection(
        related="whatsapp_channel_id.reading_told", readonly=False
    )
    whatsapp_check_ids = fields.One2many(related="whatsapp_channel_id.check_ids")
    # Never a column, not even of this transient table.
    whatsapp_app_secret = fields.Char(
        compute="_compute_whatsapp_secrets", inverse="_inverse_whatsapp_secrets"
    )
    whatsapp_verify_token = fields.Char(
        compute="_compute_whatsapp_secrets", inverse="_inverse_whatsapp_secrets"
    )
    whatsapp_access_token = fields.Char(
        compute="_compute_whatsapp_secrets", inverse="_inverse_whatsapp_secrets"
    )
    whatsapp_app_secret_is_set = fields.Boolean(
        related="whatsapp_channel_id.app_id.app_secret_is_set"
    )
    whatsapp_verify_token_is_set = fields.Boolean(
        related="whatsapp_channel_id.app_id.verify_token_is_set"
    )
    whatsapp_access_token_is_set = fields.Boolean(
        related="whatsapp_channel_id.access_token_is_set"
    )

    whatsapp_works_council = fields.Selection(
        related="company_id.whatsapp_works_council", readonly=False
    )
    whatsapp_works_council_date = fields.Date(
        related="company_id.whatsapp_works_council_date", readonly=False
    )

    whatsapp_files_per_day = fields.Integer(
        "Files of one person and day",
        default=50,
        config_parameter="whatsapp_dsgvo.files_per_day",
    )
    whatsapp_megabytes_per_day = fields.Integer(
        "Megabytes of one person and day",
        default=200,
        config_parameter="whatsapp_dsgvo.megabytes_per_day",
    )
    whatsapp_scan_files = fields.Boolean(
        "Scan files for viruses", config_parameter="whatsapp_dsgvo.scan_files"
    )
    whatsapp_scanner_address = fields.Char(
        "ClamAV's address",
        default="unix:/run/clamav/clamd.ctl",
        config_parameter="whatsapp_dsgvo.scanner_address",
    )

    whatsapp_scanner_away = fields.Boolean(compute="_compute_whatsapp_scanner_away")

    whatsapp_key_backup_days = fields.Integer(
        "Backups of the key store are deleted after (days)",
        config_parameter="whatsapp_dsgvo.key_backup_days",
    )
    whatsapp_key_backup_every = fields.Integer(
        "The key store is backed up every (days)",
        default=EVERY,
        config_parameter="whatsapp_dsgvo.key_backup_every",
    )

    @api.constrains(*LIMITS)
    def _check_whatsapp_numbers(self):
        for settings in self:
            for name, (least, most) in LIMITS.items():
                if not least <= settings[name] <= most:
                    raise ValidationError(
                        self.env._(
                            "%(field)s: from %(least)s to %(most)s.",
                            field=self._fields[name]._description_string(self.env),
                            least=least,
                            most=most,
                        )
                    )

    @api.constrains("whatsapp_scan_files", "whatsapp_scanner_address")
    def _check_whatsapp_scanner(self):
        for settings in self.filtered("whatsapp_scan_files"):
            try:
                scanner.check_address(settings.whatsapp_scanner_address or "")
            except scanner.BadAddress:
                raise ValidationError(
                    self.env._(
                        "The virus scanner's address reads unix:/path/of/the/socket "
                        "or tcp://host:port."
                    )
                ) from None

    def _compute_whatsapp_scanner_away(self):
        """Of the address that is saved: nobody else is called from here."""
        address = self.env["wa.media"]._scanner()
        self.whatsapp_scanner_away = bool(address) and not scanner.is_there(
            address, PING_LIMIT, time.monotonic
        )

    @api.model
    def _default_whatsapp_channel(self):
        if not self.env["wa.channel"].has_access("read"):
            return False
        company = [("company_id", "=", self.env.company.id)]
        return self.env["wa.channel"].search(company, limit=1)

    def _compute_whatsapp_secrets(self):
        for settings in self:
            settings.update(dict.fromkeys(SECRETS, False))

    def _inverse_whatsapp_secrets(self):
        """Write-only: an empty field means unchanged, and no mask is ever saved."""
        for settings in self:
            for name, (path, secret) in SECRETS.items():
                value = settings[name]
                if value and settings.whatsapp_channel_id:
                    settings._whatsapp_check_admin()
                    owner = settings.whatsapp_channel_id
                    owner = owner[path] if path else owner
                    owner[secret] = value
        # what was typed must not come back in the answer to the same request
        self.invalidate_recordset(list(SECRETS), flush=False)

    def _whatsapp_check_admin(self):
        if not self.env.user.has_group(ADMIN):
            raise AccessError(
                self.env._("Only channel administrators connect numbers.")
            )

    def action_whatsapp_new_channel(self):
        self._whatsapp_check_admin()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wa.channel",
            "view_mode": "form",
            "name": self.env._("Connect a number"),
        }

    def action_whatsapp_open_channel(self):
        self._whatsapp_check_admin()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wa.channel",
            "res_id": self.whatsapp_channel_id.id,
            "view_mode": "form",
        }

    def action_whatsapp_check(self):
        self._whatsapp_check_admin()
        self.whatsapp_channel_id.action_check_connection()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_whatsapp_set_up_template(self):
        self._whatsapp_check_admin()
        self.whatsapp_channel_id.action_set_up_template()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
