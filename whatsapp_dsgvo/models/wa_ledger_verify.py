from odoo import api, models

from ..lib.keys.errors import KeyStoreError
from ..lib.ledger import chain
from ..lib.ledger.verify import Entry, verify
from .binary import whole
from .ledger_reading import Reading


class WaLedgerVerify(models.Model):
    """Checking the ledger against itself and against its anchors."""

    _inherit = "wa.ledger.entry"

    @api.model
    def _verify(self, company, contents=True):
        """Check chain, anchors and contents of one company; a `Report`."""
        # sudo: wa.ledger.anchor - verification reads every anchor
        anchors = self.env["wa.ledger.anchor"].sudo()
        reading = Reading(self.env, company, contents)
        open_blob = reading.open_blob if contents else None
        try:
            elsewhere = self._unless_lost(company, anchors._elsewhere(company))
        except (OSError, KeyStoreError):
            return verify(reading, anchors._of_company(company), open_blob).doubted()
        known = [*anchors._of_company(company), *elsewhere]
        return verify(reading, known, open_blob)

    def _unless_lost(self, company, anchors):
        """Without those of entries which a restored backup has lost; that is on record."""
        # sudo: wa.restore - which numbers were lost, and when that was noticed
        restores = self.env["wa.restore"].sudo().search([("noticed_at", "!=", False)])
        lost = [
            (
                restore.ledger_heads.get(str(company.id), 0),
                restore.noticed_at.isoformat(timespec="seconds") + "Z",
            )
            for restore in restores
            if restore.ledger_heads
        ]
        return [
            anchor
            for anchor in anchors
            if not any(anchor.seq > head and anchor.at <= at for head, at in lost)
        ]

    def _as_verifiable(self):
        return Entry(
            uuid=self.uuid,
            header=self._header(),
            commitment=self.commitment,
            seq=self.seq or None,
            prev_hash=self.prev_hash or "",
            entry_hash=self.entry_hash or "",
            blob=self.blob or None,
        )

    def _open_blob(self, entry):
        return self.env["wa.vault"]._unseal(
            entry.blob,
            self._name,
            "blob",
            entry.uuid,
            entry.header.pseudonym,
            entry.header.key_class,
        )

    def _payload(self):
        """What the entry proves, in the clear; None once redacted."""
        self.ensure_one()
        # sudo: wa.ledger.entry - callers check who may read
        entry = whole(self.sudo())._as_verifiable()
        plain = self._open_blob(entry) if entry.blob else None
        return plain and chain.open_commitment(plain, entry.commitment)

    def action_verify(self):
        """Button of the DPO: what the check found, in one sentence."""
        self.check_access("read")
        report = self._checked(self.env.company)
        if report.is_doubted:
            message = self.env._(
                "The anchors at the second place can't be read just now, so nobody can "
                "tell whether the ledger is whole. Please try again later."
            )
        elif report.ok:
            message = self.env._(
                "Ledger verified: %(count)s entries, %(unsealed)s not sealed yet.",
                count=report.count,
                unsealed=report.unsealed,
            )
        else:
            message = self._changed_words(report)
        return self._told_by_button(report, message)

    @api.model
    def _changed_words(self, report):
        return self.env._(
            "The ledger was changed: %(count)s problems, the first at number "
            "%(seq)s (%(code)s).",
            count=report.problem_count,
            seq=report.problems[0].seq,
            code=report.problems[0].code,
        )

    @api.model
    def _told_by_button(self, report, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success" if report.ok else "danger",
                "sticky": not report.ok,
            },
        }
