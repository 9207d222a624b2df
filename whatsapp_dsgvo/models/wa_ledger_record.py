import uuid

from odoo import api, fields, models

from .. import wake
from ..lib.ledger import chain
from . import guard, rows
from .wa_ledger_entry import EVIDENCE


class WaLedgerRecord(models.Model):
    """How entries come into the ledger."""

    _inherit = "wa.ledger.entry"

    @api.model
    def _record(self, subject, event, payload, **header):
        """Add one entry; `payload` (a dict of strings and numbers) is encrypted.

        header: purpose, channel, notice_hash, actor_kind.
        """
        return self._add(subject.company_id, subject.uuid, event, payload, **header)

    @api.model
    def _record_all(self, facts):
        """[(subject, event, payload, header)] -> their entries, in this order."""
        # each new key is a write to disk: all of them at once
        self.env["wa.vault"]._data_keys([(fact[0].uuid, EVIDENCE) for fact in facts])
        return self._insert(
            self._prepare_entry(
                subject.company_id, subject.uuid, event, payload, header
            )
            for subject, event, payload, header in facts
        )

    def _add(self, company, pseudonym, event, payload, **header):
        return self._insert(
            [self._prepare_entry(company, pseudonym, event, payload, header)]
        )

    def _insert(self, vals_list):
        # sealed within seconds, not within a minute
        wake.after_commit(self.env, "cron_seal")
        # sudo: wa.ledger.entry - evidence is written for everybody, by nobody
        return rows.insert(guard.admitted(self.sudo()), list(vals_list))

    def _prepare_entry(self, company, pseudonym, event, payload, header):
        """`pseudonym` names the key, too."""
        uuid_ = str(uuid.uuid4())
        commitment = chain.commit(payload)
        blob = self.env["wa.vault"]._seal(
            commitment.secret, self._name, "blob", uuid_, pseudonym, EVIDENCE
        )
        return {
            "uuid": uuid_,
            "company_id": company.id,
            "at": fields.Datetime.now(),
            "event": event,
            "purpose": header.get("purpose", ""),
            "channel_ref": header.get("channel", ""),
            "notice_hash": header.get("notice_hash", ""),
            "actor_kind": header.get("actor_kind", "system"),
            "pseudonym": pseudonym,
            "key_class": EVIDENCE,
            "commitment": commitment.commitment,
            "blob": blob,
        }
