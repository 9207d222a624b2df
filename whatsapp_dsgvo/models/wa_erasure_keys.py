from odoo import fields, models

from ..lib.keys.errors import KeyStoreError
from .wa_ledger_entry import EVIDENCE
from .wa_subject import CONTENT, PERSON
from .wa_vault import INSTALLATION


class WaErasureKeys(models.Model):
    """The keys go: from here on no backup of the database can be read for this person,
    once the last backup of the key store is gone, too.
    """

    _inherit = "wa.erasure"

    def _step_keys(self):
        store = self.env["wa.vault"]._vault().store
        kept = self.subject_ids._kept_messages().subject_id
        for subject in self.subject_ids:
            # only what must stay keeps a key; repeating does no harm
            classes = [PERSON, CONTENT, EVIDENCE] if subject in kept else None
            store.destroy(subject.uuid, classes)
        facts = self._facts()
        # a job that began before ids were noted has their number only
        self._count("keys", facts.get("key_count", len(facts.get("key_ids", []))))
        self._admitted_write({"keys_destroyed_at": fields.Datetime.now()})

    def _step_ledger(self):
        """Contents of evidence go, commitments stay, so the chain still verifies."""
        entries = self.env["wa.ledger.entry"]
        self._count("ledger", entries._redact(self.subject_ids))
        facts = self._facts()
        entry = entries._add(
            self.company_id,
            INSTALLATION,
            "erased",
            {"request": self.request_id.name, "counts": facts.get("done", {})},
            actor_kind="agent",
        )
        self._note(ledger_uuid=entry.uuid)


class WaLedgerRedact(models.Model):
    _inherit = "wa.ledger.entry"

    def _redact(self, subjects):
        """The database lets content go this way only; how many entries it was."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE wa_ledger_entry SET blob = NULL, redacted_at = %s"
            " WHERE pseudonym = ANY(%s) AND blob IS NOT NULL",
            [fields.Datetime.now(), subjects.mapped("uuid")],
        )
        count = self.env.cr.rowcount
        self.invalidate_model(["blob", "redacted_at"])
        return count


class WaSubjectKept(models.Model):
    _inherit = "wa.subject"

    def _erase_kept(self):
        """What need not be kept any more; the key goes with the last of it."""
        for step in ("chatter", "files", "messages", "people"):
            for source in self._wa_privacy_sources():
                if source.step == step and source.to_erase():
                    source.erase(source.to_erase())
        if self._kept_messages():
            return
        try:
            self.env["wa.vault"]._vault().store.destroy(self.uuid)
        except KeyStoreError as error:
            raise self.env["wa.vault"]._keys_away(error) from None
