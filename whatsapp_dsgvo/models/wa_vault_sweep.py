import logging

from odoo import api, models

from .wa_subject import KEPT
from .wa_vault import INSTALLATION, ORPHAN_AFTER, _now

_logger = logging.getLogger(__name__)


class WaVaultSweep(models.AbstractModel):
    """Keys that nobody may have any more, looked for once a day."""

    _inherit = "wa.vault"

    @api.autovacuum
    def _sweep_keys(self):
        """Of transactions that were rolled back, and of people who were erased."""
        store = self._vault().store
        old = list(store.pairs(_now() - ORPHAN_AFTER))
        persons = {s for s, _k in old if s != INSTALLATION and "/" not in s}
        # sudo: wa.subject - whether there is, or was, somebody with this key
        found = self.env["wa.subject"].sudo().search([("uuid", "in", list(persons))])
        orphans = persons - set(found.mapped("uuid"))
        store.forget(pair for pair in old if pair[0] in orphans)
        self._destroy_returned(store, old, found)

    def _destroy_returned(self, store, old, subjects):
        """A key store from an older backup brings back what an erasure has destroyed."""
        # sudo: wa.erasure - an unfinished one destroys them itself, in its order
        done = self.env["wa.erasure"].sudo()
        done = done.search(
            [("subject_ids", "in", subjects.ids), ("keys_destroyed_at", "!=", False)]
        )
        erased = subjects & done.subject_ids
        kept = erased._kept_messages().subject_id
        for subject in erased:
            back = {klass for uuid, klass in old if uuid == subject.uuid}
            back -= {KEPT} if subject in kept else set()
            if back:
                _logger.error("keys of an erased person were back, destroyed again")
                store.destroy(subject.uuid, back)
