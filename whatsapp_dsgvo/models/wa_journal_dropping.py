import logging
from datetime import timedelta

from odoo import api, fields, models

from ..lib.keys.errors import JournalOnlyGrows, KeyStoreError
from ..lib.keys.journal_entries import DROPPED, Head, naming
from . import guard
from .wa_tombstone import MARGIN

_logger = logging.getLogger(__name__)

BATCH = 10000
TOLD = [("seq", "!=", False)]
ONLY_GROWS = "whatsapp_dsgvo.journal_only_grows"


class WaJournalDropping(models.Model):
    """LK-09: what no backup can lack any more goes, here and outside the database.

    The journal is told first up to where, as the next entry of its chain; then every
    place lets go of that, and what is left still verifies.
    """

    _inherit = "wa.journal.mark"

    kind = fields.Selection(
        selection_add=[(DROPPED, "Older entries dropped")],
        ondelete={DROPPED: "cascade"},
    )

    @api.autovacuum
    def _gc_marks(self):
        days = self.env["wa.erasure"]._key_backup_days()
        if days is None or self.env["wa.restore"]._blocks():
            return
        # sudo: wa.journal.mark - storage limitation, Art. 5 (1) e GDPR
        marks = self.sudo()
        marks._drop_told()
        marks._drop_outside()
        marks._note_dropped(fields.Datetime.now() - MARGIN - timedelta(days=days))

    def _drop_told(self):
        """The entry that says it is younger, so how far the database knows stays."""
        gone = self._dropped_up_to(TOLD)
        old = self.search([*TOLD, ("seq", "<=", gone)], limit=BATCH)
        guard.admitted(old).unlink()

    def _drop_outside(self):
        grows = 0
        for sink in self._sinks():
            try:
                sink.journal_drop()
            except JournalOnlyGrows as error:
                grows += 1
                _logger.info("journal sink %s: %s", sink.name, error.code)
            except KeyStoreError as error:
                _logger.error("journal sink %s: %s", sink.name, error.code)
        # sudo: ir.config_parameter - for the deletion concept
        self.env["ir.config_parameter"].sudo().set_param(ONLY_GROWS, str(grows or ""))

    def _note_dropped(self, limit):
        """Up to the first entry that a backup may lack; not for the sake of its own."""
        young = self.search([*TOLD, ("at", ">=", limit)], order="seq", limit=1)
        older = [("seq", "<", young.seq)] if young else []
        last = self.search(
            [*TOLD, *older, ("kind", "!=", DROPPED)], order="seq desc", limit=1
        )
        if last.seq > self._dropped_up_to():
            guard.admitted(self).create(
                {
                    "company_id": self.env.company.id,
                    "at": fields.Datetime.now(),
                    "kind": DROPPED,
                    "digest": naming(Head(last.seq, last.entry_hash)),
                }
            )

    def _dropped_up_to(self, domain=()):
        marks = self.search([("kind", "=", DROPPED), *domain])
        return max((int(mark.digest.partition(":")[0]) for mark in marks), default=0)
