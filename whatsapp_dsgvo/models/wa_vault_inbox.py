import time

from odoo import models

# Messages lost with the key store are then those of the second before, as ever.
KEY_KEPT = 1  # second


class WaVaultInbox(models.AbstractModel):
    """The day's inbox key, which many webhooks a second need."""

    _inherit = "wa.vault"

    def _seal_received(self, body, model, digest, subject, klass):
        """As `_seal`, but each process asks the key store once a second only.

        Threads that answer webhooks would wait for each other at the key store.
        """
        vault, pair = self._vault(), (subject, klass)
        known, key, until = vault.inbox_key
        if known != pair or time.monotonic() > until:
            key = self._data_keys([pair])[pair]
            vault.inbox_key = (pair, key, time.monotonic() + KEY_KEPT)
        return self._sealed(key, body, model, "body", digest, subject, klass)
