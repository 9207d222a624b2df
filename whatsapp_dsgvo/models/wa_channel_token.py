from odoo import models
from odoo.exceptions import UserError

# Whoever is named here gets the token.
GOES_TO = ("api_base_url", "media_hosts")


class WaChannelToken(models.Model):
    """A token nobody can read is sent nowhere else either, but by who knows it."""

    _inherit = "wa.channel"

    def write(self, vals):
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
