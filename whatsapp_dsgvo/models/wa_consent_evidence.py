from odoo import api, fields, models

from . import named
from .wa_vault import KeysAway

# A button or a word to us may be quoted; a whole message is content of the ticket.
QUOTED = 40
NOES = ("withdrawn", "refused")


class WaConsentEvidence(models.Model):
    """What proves the state of a consent, in words (Art. 7 (1) GDPR).

    Everything comes from the last ledger entry; it is decrypted for those who may read
    the consent, and stored nowhere else.
    """

    _inherit = "wa.consent"

    person = fields.Char(compute="_compute_person")
    evidence_how = fields.Char("How", compute="_compute_evidence")
    evidence_at = fields.Datetime("Declared on", compute="_compute_evidence")
    evidence_seq = fields.Integer("Number in the ledger", compute="_compute_evidence")
    evidence_hash = fields.Char("Checksum in the ledger", compute="_compute_evidence")
    notice_id = fields.Many2one(
        "wa.notice", "Privacy notice shown", compute="_compute_evidence"
    )
    notice_url = fields.Char("Its text", compute="_compute_evidence")

    @api.depends("subject_id.partner_id.name")
    def _compute_person(self):
        """Contact or masked number, so that a list tells people apart."""
        for consent in self:
            # sudo: wa.subject - masked, for readers of the consent
            subject = consent.sudo().subject_id
            masked = subject.identity_ids.filtered(lambda i: not i.valid_to)
            consent.person = subject.partner_id.name or masked[:1].masked

    @api.depends_context("uid")
    @api.depends("person")
    def _compute_display_name(self):
        shown = named.for_user(self)
        for consent in self:
            consent.display_name = consent.person if consent in shown else named.HIDDEN

    @api.depends("last_entry_id")
    def _compute_evidence(self):
        self.check_access("read")
        for consent in self:
            # sudo: wa.ledger.entry - the reader of the consent was checked above
            entry = consent.sudo().last_entry_id
            proven = consent._proven_by(entry)
            notice = consent._notice_of(entry)
            consent.evidence_how = consent._declared_how(entry, proven)
            consent.evidence_at = proven.get("event_time") or entry.at
            consent.evidence_seq = entry.seq
            consent.evidence_hash = entry.entry_hash
            consent.notice_id = notice
            consent.notice_url = notice.public_url

    def _last_no(self):
        """The entry of the no: a question nobody answered has led back to it."""
        entry = self.last_entry_id
        if entry.event in NOES:
            return entry
        return entry.search(
            [
                ("pseudonym", "=", self.subject_id.uuid),
                ("channel_ref", "=", self.channel_id.uuid),
                ("purpose", "=", self.purpose),
                ("event", "in", NOES),
            ],
            limit=1,
        )

    def _proven_by(self, entry):
        """What the entry says in the clear; {} without one, or when it can't be read."""
        if not entry or self.subject_id.restricted:
            return {}
        try:
            return entry._payload() or {}
        except KeysAway:
            return {}

    def _notice_of(self, entry):
        """The very text the person saw: the ledger holds its hash."""
        # sudo: wa.notice - a published notice is public
        notices = self.env["wa.notice"].sudo()
        if not entry.notice_hash or not self.notice_version:
            return notices
        return notices.search(
            [
                ("channel_id", "=", self.channel_id.id),
                ("text_hash", "=", entry.notice_hash),
            ],
            limit=1,
        )

    def _declared_how(self, entry, proven):
        if entry.event in ("asked", "reconfirm_requested"):
            return self.env._("We sent the privacy notice and asked.")
        if entry.event == "expired":
            return self.env._("It ended by itself: the time was over.")
        if proven.get("words"):
            return self._declared_in_words(proven)
        by = {
            "agent": self.env._("Recorded by the company."),
            "meta": self.env._("Declared in WhatsApp's own settings."),
        }
        return by.get(entry.actor_kind, "")

    def _declared_in_words(self, proven):
        words = proven["words"]
        if len(words) > QUOTED:
            return self.env._("The person wrote it in a message of their own.")
        if proven.get("button"):
            return self.env._("The person tapped “%s”.", words)
        return self.env._("The person wrote “%s”.", words)

    def action_evidence(self):
        """The evidence of one consent in a dialog."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evidence"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "medium"},
        }
