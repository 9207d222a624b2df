from odoo import api, models

from ..lib.ledger import chain
from ..lib.ledger.verify import Entry, verify
from .ledger_reading import Reading


class WaLedgerVerify(models.Model):
    """Checking the ledger against itself and against its anchors."""

    _inherit = "wa.ledger.entry"

    @api.model
    def _verify(self, company, contents=True):
        """Check chain, anchors and contents of one company; a `Report`."""
        # sudo: wa.ledger.anchor - verification reads every anchor
        anchors = self.env["wa.ledger.anchor"].sudo()._of_company(company)
        reading = Reading(self.env, company, contents)
        return verify(reading, anchors, reading.open_blob if contents else None)

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
        entry = self.sudo().with_context(bin_size=False)._as_verifiable()
        plain = self._open_blob(entry) if entry.blob else None
        return plain and chain.open_commitment(plain, entry.commitment)

    def action_verify(self):
        """Button of the DPO: what the check found, in one sentence."""
        self.check_access("read")
        report = self._verify(self.env.company)
        if report.ok:
            message = self.env._(
                "Ledger verified: %(count)s entries, %(unsealed)s not sealed yet.",
                count=report.count,
                unsealed=report.unsealed,
            )
        else:
            message = self.env._(
                "The ledger was changed: %(count)s problems, the first at number "
                "%(seq)s (%(code)s).",
                count=report.problem_count,
                seq=report.problems[0].seq,
                code=report.problems[0].code,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success" if report.ok else "danger",
                "sticky": not report.ok,
            },
        }
