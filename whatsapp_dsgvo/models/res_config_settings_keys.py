from odoo import fields, models

from .wa_vault import KeysAway


class ResConfigSettingsKeys(models.TransientModel):
    """What administrators see of the keys, and the one thing they do with them."""

    _inherit = "res.config.settings"

    whatsapp_keys_text = fields.Char(
        "Master key", compute="_compute_whatsapp_keys_text"
    )

    whatsapp_signing_key = fields.Char(
        "Fingerprint of the signing key", compute="_compute_whatsapp_signing_key"
    )

    def _compute_whatsapp_signing_key(self):
        self.whatsapp_signing_key = self.env["wa.erasure"]._fingerprint()

    def _compute_whatsapp_keys_text(self):
        self.whatsapp_keys_text = self._whatsapp_keys_text()

    def _whatsapp_keys_text(self):
        try:
            remaining = self.env["wa.vault"]._keys_to_rewrap()
            epoch = self.env["wa.vault"]._epoch()
        except KeysAway as error:
            return str(error)
        if not remaining:
            return self.env._("Master key %(epoch)s wraps every key.", epoch=epoch)
        return self.env._(
            "A rotation is under way: %(count)s keys wait to be wrapped with master "
            "key %(epoch)s.",
            count=remaining,
            epoch=epoch,
        )

    def action_whatsapp_rotate_keys(self):
        self._whatsapp_check_admin()
        self.env["wa.vault"]._rotate()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
