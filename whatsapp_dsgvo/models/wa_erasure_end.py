from datetime import timedelta, timezone

from odoo import fields, models

from ..lib.ledger.canonical import utc_second
from ..lib.privacy import certificate
from .wa_erasure_run import StepFailed
from .wa_request_work import TYPE_ART_19, TYPE_LEFT
from .wa_vault import INSTALLATION, _now

SIGNING = "signing"


class WaErasureEnd(models.Model):
    """The last steps: colleagues are asked for their copies, and it is certified."""

    _inherit = "wa.erasure"

    def _step_recipients(self):
        """Art. 19: whoever worked for the person may have copies of their own."""
        for ticket in self.ticket_ids.filtered("user_id"):
            ticket.activity_schedule(
                TYPE_ART_19,
                summary=self.env._(
                    "%(name)s: please delete your own copies of this person's files "
                    "and messages (downloads, notes, e-mails).",
                    name=self.request_id.name,
                ),
                user_id=ticket.user_id.id,
            )
        request = self.request_id
        request._end_notices()
        if self._facts().get("copies"):
            request.activity_schedule(
                TYPE_LEFT,
                summary=self.env._("Look through the places where copies were found"),
                user_id=(request.user_id or self.requested_by_id).id or self.env.uid,
            )
        self._ask_to_lift_blocks()
        # several tickets of one colleague are one person who was asked
        self._note(recipients=len(self.ticket_ids.user_id))

    def _ask_to_lift_blocks(self):
        """People do it in Meta's own pages. We know no number any more."""
        request = self.request_id
        # a number that was removed since can't be named
        channels = self.env["wa.channel"].browse(self._facts().get("still_blocked", []))
        for channel in channels.exists():
            request.activity_schedule(
                TYPE_LEFT,
                summary=self.env._(
                    "Lift the block of the erased person in WhatsApp Manager, number "
                    "%(channel)s, if it is still there: Meta did not accept it, or "
                    "was not asked in quarantine.",
                    channel=channel.name,
                ),
                user_id=(request.user_id or self.requested_by_id).id or self.env.uid,
            )

    def _step_certificate(self):
        """Chained and anchored first, so that the certificate can name the place."""
        entries = self.env["wa.ledger.entry"]
        entry = entries.search([("uuid", "=", self._facts()["ledger_uuid"])])
        # whoever seals just now may chain it; then this step begins again and sees it
        entries._wait_for_sealer(entry.company_id)
        entries._seal_pending()
        if not entry.seq:
            raise StepFailed("ledger")
        anchor = self.env["wa.ledger.anchor"]._set(entry.company_id, entry)
        seed = self._signing_seed()
        text = certificate.sign(self._statement(entry, anchor), seed)
        kept = self.subject_ids._kept_messages() or self._has_kept()
        self._admitted_write({"certificate": text})
        self.request_id.decision = "partial" if kept else "full"

    def _has_kept(self):
        """Messages under a lock, or a contact which invoices refer to."""
        facts = self._facts()
        return bool(facts.get("kept") or facts.get("contact_kept_until"))

    def _signing_seed(self):
        pair = (INSTALLATION, SIGNING)
        return self.env["wa.vault"]._data_keys([pair])[pair].key

    def _officer(self):
        """As the notices of the company's numbers name them."""
        channels = self.env["wa.channel"].search(
            [("company_id", "=", self.company_id.id)]
        )
        return "; ".join(dict.fromkeys(filter(None, channels.mapped("dpo_contact"))))

    def _statement(self, entry, anchor):
        """What is certified: counts, times, hashes, ids; no name of the person."""
        request, facts, now = self.request_id, self._facts(), _now()
        days = self._key_backup_days() or 0
        unreadable = self.keys_destroyed_at.date() + timedelta(days=days)
        return {
            "number": request.name,
            "controller": self.company_id.name,
            "data_protection_officer": self._officer(),
            "request": {
                "received": _second(request.received_at),
                "received_by": request.received_by,
                "identity_level": int(request.identity_level),
                "legal_end": request.due_date.isoformat(),
            },
            "decision": "partial" if self._has_kept() else "full",
            "scope": facts.get("scope", {}),
            "erased": facts.get("done", {}),
            "kept": facts.get("kept", []),
            "contact_kept_until": facts.get("contact_kept_until", []),
            "files_gone_from_disk": facts.get("files_gone", 0),
            "copies_to_be_checked_by_hand": facts.get(
                "copies_found", len(facts.get("copies", []))
            ),
            "tables_searched": facts.get("scanned_tables", 0),
            "files_not_searched": facts.get("files_not_searched", 0),
            "colleagues_asked": facts.get("recipients", 0),
            "person_told": facts.get("told", ""),
            "meta": facts.get("meta", {}),
            "suppression_kept": self.keep_suppression,
            "keys_destroyed": _second(self.keys_destroyed_at),
            "key_ids": facts.get("key_ids", []),
            "key_backup_days": days,
            "unreadable_in_backups_from": unreadable.isoformat(),
            "protected_against_restore": bool(facts.get("second_journal")),
            "executed_by": ["coordination", "coordination"],
            "started": _second(self.started_at),
            "finished": utc_second(now),
            "ledger": {
                "seq": entry.seq,
                "entry_hash": entry.entry_hash,
                "anchor": anchor.text,
            },
        }

    def _verify_certificate(self):
        """Against the key of this installation."""
        fingerprint = certificate.fingerprint(self._signing_seed())
        return certificate.verify(self.certificate or "", fingerprint)


def _second(at):
    return utc_second(fields.Datetime.to_datetime(at).replace(tzinfo=timezone.utc))
