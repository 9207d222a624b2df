from odoo import api, fields, models

from ..lib.keys.errors import CannotRead
from ..lib.privacy import document
from . import guard
from .times import iso
from .wa_vault import INSTALLATION, KeysAway

ISSUED = "document_issued"


class WaDocumentLedger(models.Model):
    """The ledger holds the SHA-256 of each version: one changed later is found out."""

    _inherit = "wa.document"

    ledger_uuid = fields.Char(readonly=True)

    @api.model
    def _generate(self, kind, language, company):
        """A version made while the keys were away is entered with the next try."""
        made = super()._generate(kind, language, company)
        if not made.ledger_uuid:
            made._enter_into_ledger()
        return made

    def _enter_into_ledger(self):
        # sudo: wa.document - where its proof is, whoever generates it
        mine = self.sudo()
        try:
            entry = self.env["wa.ledger.entry"]._add(
                mine.company_id,
                INSTALLATION,
                ISSUED,
                mine._issued(),
                actor_kind="agent",
            )
        except KeysAway:
            return
        guard.admitted(mine).write({"ledger_uuid": entry.uuid})

    def _issued(self):
        """What the ledger says of a version, from its content as it is now."""
        return {
            "kind": self.kind,
            "language": self.language,
            "version": self.version,
            "made_at": iso(self.made_at),
            "sha256": document.digest(self.content),
        }

    def action_verify(self):
        """Compares the version with what the ledger says of it; the result in words."""
        self.ensure_one()
        self.check_access("read")
        kind, message = self._compared(self._ledger_entry())
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": kind, "sticky": kind == "danger"},
        }

    def _ledger_entry(self):
        # sudo: wa.ledger.entry - the entry of a document its reader may read
        entries = self.env["wa.ledger.entry"].sudo()
        return entries.search(
            [
                ("company_id", "=", self.company_id.id),
                ("event", "=", ISSUED),
                ("uuid", "=", self.ledger_uuid),
            ]
        )

    def _is_changed(self):
        """Its own checksum or the ledger says so; one the ledger lacks is not changed."""
        if self.digest != document.digest(self.content):
            return True
        return self._compared(self._ledger_entry())[0] == "danger"

    def _compared(self, entry):
        """("success" | "warning" | "danger", the sentence)"""
        if not entry:
            return "warning", self.env._(
                "The ledger does not know this version, so nobody can tell whether it "
                "was changed. The current one is entered when you generate again."
            )
        try:
            is_same = entry._payload() == self._issued()
        except KeysAway:
            return "warning", self.env._(
                "The ledger can't be read just now. Please try again later."
            )
        except CannotRead:
            is_same = False
        if not is_same or self.digest != document.digest(self.content):
            return "danger", self.env._(
                "This version was changed: it is not the one whose checksum stands in "
                "the ledger."
            )
        return "success", self.env._(
            "Unchanged: checksum and version are those in the ledger, number %(number)s.",
            number=entry.seq or self.env._("not given yet"),
        )
