import secrets
import uuid

from odoo import api, fields, models
from odoo.tools import ormcache

from ..lib.cloud_api import signature
from .binary import whole
from .wa_vault import INSTALLATION, SECRETS

_NO_APP = (None, "", {})


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
    @ormcache()
    def _webhook_apps(self):
        """{webhook key: (id, uuid, sealed secrets)}: a webhook needs no query for them."""
        # sudo: wa.app - the caller is Meta, not a user; its signature is checked next
        apps = whole(self.sudo())
        names = ["webhook_key", "uuid", *self._secrets.values()]
        return {
            app.webhook_key: (app.id, app.uuid, {n: app[n] for n in names[2:]})
            for app in apps.search_fetch([], names)
        }

    @api.model
    def _webhook_secret(self, key, name):
        """A secret of the app with this webhook key in the clear; "" if unknown."""
        # asked first: what anybody may send does not fill the cache
        return self._known_secret(key, name) if key in self._webhook_apps() else ""

    @api.model
    @ormcache("key", "name")
    def _known_secret(self, key, name):
        """Remembered as long as the process, like the master key: webhooks need it."""
        _id, uuid_, sealed = self._webhook_apps()[key]
        field = self._secrets[name]
        place = (self._name, field, uuid_, INSTALLATION, SECRETS)
        plain = self.env["wa.vault"]._unseal(sealed[field], *place)
        return (plain or b"").decode()

    @api.model
    def _signed_app_id(self, key, body, header):
        """The app Meta signed this body for, or None. Two secrets count while one is
        being changed."""
        names = ("app_secret", "previous_app_secret")
        known = [self._webhook_secret(key, name) for name in names]
        app_id = self._webhook_apps().get(key, _NO_APP)[0]
        return app_id if signature.is_valid(known, body, header) else None

    @api.model_create_multi
    def create(self, vals_list):
        self._forget_webhook_apps()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - {"refused_count"}:
            self._forget_webhook_apps()
        return super().write(vals)

    def unlink(self):
        self._forget_webhook_apps()
        return super().unlink()

    def _forget_webhook_apps(self):
        """Twice: until the commit, a webhook of this process may read the old secret."""
        self.env.registry.clear_cache()
        self.env.cr.postcommit.add(self.env.registry.clear_cache)
