import secrets
import uuid

from odoo import api, fields, models

from ..lib.cloud_api import signature


class WaApp(models.Model):
    _name = "wa.app"
    _description = "Meta app"
    _inherit = "wa.sealed.mixin"
    _secrets = {
        "app_secret": "app_secret_sealed",
        "previous_app_secret": "previous_app_secret_sealed",
        "verify_token": "verify_token_sealed",
    }

    name = fields.Char(required=True)
    uuid = fields.Char(
        required=True, readonly=True, copy=False, default=lambda self: str(uuid.uuid4())
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    meta_app_id = fields.Char("App ID", help="As shown in Meta's App Dashboard.")
    channel_ids = fields.One2many("wa.channel", "app_id", "Numbers")
    webhook_key = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(24),
    )
    webhook_url = fields.Char("Webhook URL", compute="_compute_webhook_url")
    app_secret = fields.Char(compute="_compute_secrets", inverse="_inverse_secrets")
    previous_app_secret = fields.Char(
        compute="_compute_secrets",
        inverse="_inverse_secrets",
        help="Still accepted while the app secret is being changed.",
    )
    verify_token = fields.Char(compute="_compute_secrets", inverse="_inverse_secrets")
    app_secret_sealed = fields.Binary(
        attachment=False, copy=False, groups="base.group_system"
    )
    previous_app_secret_sealed = fields.Binary(
        attachment=False, copy=False, groups="base.group_system"
    )
    verify_token_sealed = fields.Binary(
        attachment=False, copy=False, groups="base.group_system"
    )
    app_secret_is_set = fields.Boolean(compute="_compute_is_set")
    verify_token_is_set = fields.Boolean(compute="_compute_is_set")
    refused_count = fields.Integer(
        "Refused foreign events",
        readonly=True,
        help="Chat histories and address books which Meta offered and we refused.",
    )

    _webhook_key_uniq = models.UniqueIndex("(webhook_key)")

    def _compute_webhook_url(self):
        for app in self:
            base = app.get_base_url()
            app.webhook_url = f"{base}/whatsapp/webhook/{app.webhook_key}"

    def _compute_is_set(self):
        for app in self:
            # sudo: only whether a secret exists, never the secret
            sealed = app.sudo().with_context(bin_size=True)
            app.app_secret_is_set = bool(sealed.app_secret_sealed)
            app.verify_token_is_set = bool(sealed.verify_token_sealed)

    @api.model
    def _by_webhook_key(self, key):
        """One query with all that a webhook needs; binary fields come one by one else."""
        # sudo: wa.app - the caller is Meta, not a user; its signature is checked next
        apps = self.sudo().with_context(bin_size=False)
        fields_ = ["uuid", *self._secrets.values()]
        return apps.search_fetch([("webhook_key", "=", key)], fields_, limit=1)

    def _is_signed(self, body, header):
        """Two secrets count while one is being changed."""
        self.ensure_one()
        known = [self._secret("app_secret"), self._secret("previous_app_secret")]
        return signature.is_valid(known, body, header)
