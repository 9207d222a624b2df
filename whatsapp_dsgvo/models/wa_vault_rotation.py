from odoo import api, models
from odoo.exceptions import UserError

from .. import wake
from ..lib.keys.errors import KeyStoreError
from ..lib.keys.master import MasterKeys
from .key_places import key_dsn, master_key_file, master_key_text
from .wa_vault import forget_open_vaults

BATCH = 1000


class WaVaultRotation(models.AbstractModel):
    """A new epoch of the master key, and every data key wrapped with it, in batches.

    Contents are not encrypted anew: a data key stays what it is. It may stop anywhere;
    what is half-way through needs both epochs and goes on with the next round.
    """

    _inherit = "wa.vault"

    @api.model
    def _rotate(self):
        """Begin a rotation, or go on with the one begun; keys still to be wrapped."""
        remaining = self._keys_to_rewrap()
        if not remaining:
            self._add_epoch()
            remaining = self._keys_to_rewrap()
        wake.after_commit(self.env, "cron_rewrap_keys")
        return remaining

    def _add_epoch(self):
        if master_key_text():
            raise UserError(
                self.env._(
                    "The master key comes from the environment: please add a line for "
                    "the next epoch there, on every host, and start Odoo again."
                )
            )
        try:
            MasterKeys.add_epoch(master_key_file())
        except KeyStoreError as error:
            raise self._keys_away(error) from None
        forget_open_vaults()

    @api.model
    def _epoch(self):
        """The epoch that new keys are wrapped with."""
        return self._vault().store.epoch

    @api.model
    def _keys_to_rewrap(self):
        return self._rewrap(0)

    def _rewrap(self, limit=BATCH):
        try:
            return self._vault().store.rewrap(limit)
        except KeyStoreError as error:
            raise self._keys_away(error) from None

    @api.model
    def _cron_rewrap(self):
        """Also what another process wrapped with the old epoch during a rotation."""
        cron = self.env["ir.cron"]
        remaining = self._keys_to_rewrap()
        while remaining:
            before, remaining = remaining, self._rewrap()
            done = max(before - remaining, 0)
            if not cron._commit_progress(done, remaining=remaining):
                return

    @api.model
    def _has_several_hosts(self):
        """Then the new master key has to get to the others before it is used."""
        return bool(key_dsn())
