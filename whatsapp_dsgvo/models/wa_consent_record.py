import json
import uuid
from datetime import datetime

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..lib.ledger import evidence
from .binary import whole
from .roles import COORDINATION, DPO
from .times import iso
from .wa_vault import KeysAway

READERS = (COORDINATION, DPO)


class WaConsentRecord(models.Model):
    """The consent record of a person on one number, to be handed out (Art. 7 (1) GDPR).

    Made when asked for, with the contents in the clear; stored nowhere.
    """

    _inherit = "wa.consent"

    def _record_for_reader(self):
        """The record, if this user may have it; all purposes of person and number."""
        self._check_record_reader()
        # sudo: wa.consent, wa.ledger.entry - the reader was checked above
        return self.sudo()._record()

    def _check_record_reader(self):
        self.ensure_one()
        if not any(self.env.user.has_group(group) for group in READERS):
            raise AccessError(
                self.env._("Consent records are for the data protection roles.")
            )
        self.check_access("read")

    def _record(self):
        entries = whole(self.env["wa.ledger.entry"])
        entries = entries.search(
            [
                ("pseudonym", "=", self.subject_id.uuid),
                ("channel_ref", "in", ["", False, self.channel_id.uuid]),
            ],
            order="id",
        )
        return evidence.record(
            self._record_header(),
            self._record_processing(),
            self._record_notices(entries),
            [entry._as_verifiable() for entry in entries],
            self._opener(entries),
            self._record_deliveries(),
            self._record_anchors(entries),
        )

    def _opener(self, entries):
        """Contents stay closed while the person's processing is restricted."""

        def open_blob(entry):
            if not entry.blob or self.subject_id.restricted:
                return None
            try:
                return entries._open_blob(entry)
            except KeysAway:
                return None

        return open_blob

    def _record_header(self):
        company, channel = self.company_id, self.channel_id
        return {
            "record_id": self._record_id(),
            "subject": self.subject_id.uuid,
            "controller": company.name,
            "address": company._whatsapp_address(),
            "jurisdiction": company.country_id.code or "",
            "law": "Regulation (EU) 2016/679 (GDPR)",
            "data_protection_officer": channel.dpo_contact or "",
            "number": channel.display_number or "",
            "created_at": iso(fields.Datetime.now()),
            "withdrawal": "STOP / STOPP",
        }

    def _record_id(self):
        """The same for a person on a number, whenever the record is made."""
        return str(uuid.uuid5(uuid.UUID(self.channel_id.uuid), self.subject_id.uuid))

    def _record_processing(self):
        consents = self.search(
            [
                ("subject_id", "=", self.subject_id.id),
                ("channel_id", "=", self.channel_id.id),
            ]
        )
        purposes = {p.code: p for p in self.env["wa.purpose"].search([])}
        circumstances = self._record_circumstances()
        for consent in consents:
            yield {
                "purpose": consent.purpose,
                "text": purposes[consent.purpose].description,
                "legal_basis": purposes[consent.purpose].legal_basis,
                "state": consent.state,
                "since": iso(consent.since),
                **circumstances,
            }

    def _record_notices(self, entries):
        """The very texts people saw: the ledger holds their hashes."""
        hashes = set(filter(None, entries.mapped("notice_hash")))
        shown = self.channel_id.notice_ids.filtered(lambda n: n.text_hash in hashes)
        for notice in shown.sorted("version"):
            yield {
                "version": notice.version,
                "language": notice.language,
                "sha256": notice.text_hash,
                "url": notice.public_url,
                "text": notice.body_full,
            }

    def _told_time(self, text):
        """ "28.11.2026 14:20:02" of the file's "2026-11-28T14:20:02Z"; both are UTC."""
        if not text:
            return "–"
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return f"{format_date(self.env, at.date())} {at:%H:%M:%S}"

    def _event_words(self, content):
        """What the person said, and whether by a button."""
        words = content.get("words") or ""
        if content.get("button"):
            return self.env._("Button tapped: “%s”", words)
        return words

    def _event_received(self, content):
        """How it came in, for a lay reader; "" of entries that don't tell."""
        if not content.get("body_sha256"):
            return ""
        return self.env._(
            "Received from Meta with a valid signature, for app %(app)s and number "
            "ID %(number)s. Fingerprint (SHA-256) of the data as received: %(hash)s",
            app=content["app_id"] or "–",
            number=content["phone_number_id"] or "–",
            hash=content["body_sha256"],
        )

    def _state_name(self, state):
        return dict(self._fields["state"]._description_selection(self.env))[state]

    def _event_name(self, event):
        names = self.env["wa.ledger.entry"]._fields["event"]
        return dict(names._description_selection(self.env)).get(event, event)

    def action_record_json(self):
        self._check_record_reader()
        return {
            "type": "ir.actions.act_url",
            "url": f"/whatsapp/consent-record/{self.id}.json",
            "target": "download",
        }

    def _record_json(self):
        return json.dumps(
            self._record_for_reader(), ensure_ascii=False, indent=1, sort_keys=True
        )
