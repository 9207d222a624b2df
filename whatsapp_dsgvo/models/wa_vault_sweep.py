import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, models

from .wa_subject import CONTENT, KEPT
from .wa_vault import INSTALLATION, ORPHAN_AFTER, _now

_logger = logging.getLogger(__name__)

# what was made in this very second, too
ALL = timedelta(days=1)
LOOK_AT = """
    INSERT INTO wa_retention_key (company_id, subject_uuid)
    SELECT company_id, uuid FROM wa_subject WHERE uuid = ANY(%s) AND erased_at IS NULL
    ON CONFLICT DO NOTHING
"""


class WaVaultSweep(models.AbstractModel):
    """Keys that nobody may have any more, looked for once a day."""

    _inherit = "wa.vault"

    @api.autovacuum
    def _sweep_keys(self):
        """Of transactions that were rolled back, and of people who were erased."""
        store = self._vault().store
        old = list(store.pairs(_now() - ORPHAN_AFTER))
        found = self._people_of(old)
        if self._may_forget():
            orphans = self._persons(old) - set(found.mapped("uuid"))
            store.forget(pair for pair in old if pair[0] in orphans)
        self._destroy_returned(store, old, found)

    @api.model
    def _may_forget(self):
        """Not what an older database does not know: a newer one may take its place."""
        return not self.env["wa.restore"]._blocks()

    @api.model
    def _settle_older_store(self):
        """A key store from a backup: what it brought back goes again at once.

        Whether deleted content of the others was their last is told by the next
        retention run, which locks them for that.
        """
        store = self._vault().store
        pairs = list(store.pairs(_now() + ALL))
        self._destroy_returned(store, pairs, self._people_of(pairs))
        used = {uuid for uuid, klass in pairs if klass in (CONTENT, KEPT)}
        self.env.cr.execute(LOOK_AT, [list(used)])

    def _persons(self, pairs):
        return {uuid for uuid, _k in pairs if uuid != INSTALLATION and "/" not in uuid}

    def _people_of(self, pairs):
        # sudo: wa.subject - whether there is, or was, somebody with this key
        people = self.env["wa.subject"].sudo()
        return people.search([("uuid", "in", list(self._persons(pairs)))])

    def _destroy_returned(self, store, pairs, people):
        """A key store from an older backup brings back what an erasure has destroyed."""
        living = defaultdict(set)
        for uuid, klass in pairs:
            living[uuid].add(klass)
        erased = people._with_lost_keys()
        kept = erased._kept_messages().subject_id
        for subject in erased:
            back = living[subject.uuid] - ({KEPT} if subject in kept else set())
            if back:
                _logger.error("keys of an erased person were back, destroyed again")
                # without a class the store remembers that there will be none again
                store.destroy(subject.uuid, back if subject in kept else None)
