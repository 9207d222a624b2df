from urllib.parse import urlsplit

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..lib.cloud_api import client_settings

# Whoever is named here gets the token.
GOES_TO = ("api_base_url", "media_hosts")
# This machine, and the stand-in's name inside the compose network.
PLAIN_HOSTS = {"127.0.0.1", "localhost", "simulator"}
IDS = ("phone_number_id", "waba_id")
# Copied from Meta's pages, often with a blank.
COPIED = (*IDS, "api_base_url", "api_version")


class WaChannelToken(models.Model):
    """Where we call and as whom: only what one can call with is taken.

    A token nobody can read is sent nowhere else either, but by who knows it.
    """

    _inherit = "wa.channel"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_without_blanks(vals) for vals in vals_list])

    def write(self, vals):
        vals = _without_blanks(vals)
        if not self.env.su and not vals.get("access_token"):
            self._whatsapp_refuse_new_address(vals)
        return super().write(vals)

    def _whatsapp_refuse_new_address(self, vals):
        for channel in self.filtered("access_token_is_set"):
            moved = [n for n in GOES_TO if n in vals and vals[n] != channel[n]]
            if moved:
                raise UserError(
                    self.env._(
                        "Who changes where the access token is sent enters it anew."
                    )
                )

    @api.constrains("api_base_url")
    def _check_api_base_url(self):
        for channel in self:
            if not _is_safe(channel.api_base_url or ""):
                raise ValidationError(
                    self.env._(
                        "The API address must begin with https:// and name a server, "
                        "without user name, password or “?”."
                    )
                )

    @api.constrains("api_version")
    def _check_api_version(self):
        for channel in self:
            if not client_settings.is_version(channel.api_version or ""):
                raise ValidationError(
                    self.env._("The API version reads like v26.0, or is empty.")
                )

    @api.constrains("auth_scheme")
    def _check_auth_scheme(self):
        for channel in self:
            if not client_settings.is_scheme(channel.auth_scheme):
                raise ValidationError(
                    self.env._("The authentication reads like “Name: value {}”.")
                )

    @api.constrains(*IDS)
    def _check_ids(self):
        for channel in self:
            ids = [channel[name] for name in IDS if channel[name]]
            if not all(map(client_settings.is_id, ids)):
                raise ValidationError(
                    self.env._(
                        "Phone number ID and account ID are digits only. Meta shows "
                        "them in the App Dashboard, under API Setup."
                    )
                )

    def _inverse_secrets(self):
        for channel in self.filtered("access_token"):
            if not client_settings.is_token(channel.access_token.strip()):
                raise ValidationError(
                    self.env._(
                        "An access token is one word, without blanks and umlauts. "
                        "Please copy it once more."
                    )
                )
        return super()._inverse_secrets()


def _without_blanks(vals):
    copied = {n: vals[n].strip() for n in COPIED if isinstance(vals.get(n), str)}
    return {**vals, **copied}


def _is_safe(address):
    if not client_settings.is_address(address):
        return False
    url = urlsplit(address)
    return url.scheme == "https" or url.hostname in PLAIN_HOSTS
