from odoo import models

from .wa_vault import INSTALLATION, SECRETS


class WaSealedMixin(models.AbstractModel):
    """Write-only secrets: `_secrets = {"app_secret": "app_secret_sealed"}`.

    The form field always reads empty, an empty input changes nothing, so a mask can
    never be saved as the secret. Needs a field `uuid`.
    """

    _name = "wa.sealed.mixin"
    _description = "Write-only secrets"
    _secrets = {}

    def _compute_secrets(self):
        for record in self:
            for name in self._secrets:
                record[name] = False

    def _inverse_secrets(self):
        for record in self:
            for name, sealed in self._secrets.items():
                if value := (record[name] or "").strip():
                    record[sealed] = self.env["wa.vault"]._seal_field(
                        value, record, sealed, INSTALLATION, SECRETS
                    )
        # what was typed must not come back in the answer to the same request
        self.invalidate_recordset(list(self._secrets), flush=False)

    def _secret(self, name):
        """The secret in the clear, for the one call that needs it; "" if unset."""
        self.ensure_one()
        return self.env["wa.vault"]._read_field(
            self, self._secrets[name], INSTALLATION, SECRETS
        )
