import hashlib
import uuid
from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.privacy import letters
from . import guard
from .roles import COORDINATION
from .wa_request import OPEN
from .wa_vault import _now

KINDS = [
    (letters.RECEIPT, "Receipt"),
    (letters.EXTENSION, "Extension (Art. 12 (3))"),
    (letters.REFUSAL, "Refusal (Art. 12 (4))"),
    (letters.OUTCOME, "Outcome"),
    (letters.LIFT, "End of the restriction (Art. 18 (3))"),
]
REASONS = [
    ("complex", "The request is extensive"),
    ("many", "Unusually many requests"),
    ("identity", "Identity can't be established (Art. 11, 12 (2))"),
    ("unfounded", "Manifestly unfounded (Art. 12 (5))"),
    ("excessive", "Excessive (Art. 12 (5))"),
    ("duty", "A law obliges us to keep them (Art. 17 (3) b)"),
    ("claims", "Legal claims (Art. 17 (3) e)"),
    ("others", "Rights of others (Art. 15 (4))"),
    ("no_data", "We have stored no data"),
    ("checked", "Accuracy was checked (Art. 18 (1) a)"),
    ("claims_over", "No longer needed for legal claims (Art. 18 (1) c)"),
    ("overriding", "Our legitimate grounds override (Art. 18 (1) d)"),
    ("agreed", "The person agrees"),
]
LETTER = "letter"


class WaRequestLetter(models.Model):
    """What a person was told about their request: proposed, read, changed, sent.

    The text is sealed with a key of its own, which goes with the erasure of the person;
    kind, time, way and hash stay with the case.
    """

    _name = "wa.request.letter"
    _description = "Letter about a request"
    _inherit = "wa.guarded.mixin"
    _order = "id desc"
    _rec_name = "kind"
    _open_fields = frozenset({"text", "language", "reason"})

    uuid = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    request_id = fields.Many2one(
        "wa.request", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    language = fields.Selection(
        [("de", "German"), ("en", "English")], required=True, default="de"
    )
    reason = fields.Selection(REASONS)
    text = fields.Text(compute="_compute_text", inverse="_inverse_text")
    text_sealed = fields.Binary(
        attachment=False, readonly=True, groups="base.group_system"
    )
    text_hash = fields.Char("SHA-256", readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent"), ("failed", "Not delivered")],
        required=True,
        readonly=True,
        default="draft",
    )
    way = fields.Selection(
        [("whatsapp", "WhatsApp"), ("email", "E-mail"), ("letter", "Letter")],
        "Sent by",
        readonly=True,
    )
    sent_at = fields.Datetime("Sent on", readonly=True)
    sent_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    message_id = fields.Many2one(
        "wa.message", readonly=True, ondelete="set null", index="btree_not_null"
    )

    # -- the text --------------------------------------------------------------------

    def _scope(self):
        """Whose key it is; with a slash it is nobody the sweep of orphans looks for."""
        return f"{LETTER}/{self.uuid}"

    def _compute_text(self):
        for letter in self:
            letter.text = letter._read_text()

    def _read_text(self):
        """For a person who opens it."""
        self.check_access("read")
        text = self._text()
        if text:
            # sudo: wa.request - whom the letter is to
            self.request_id._log_reading("letter", self.sudo().request_id.subject_ids)
        return text

    def _text(self):
        return self.env["wa.vault"]._read_field(
            self, "text_sealed", self._scope(), LETTER
        )

    def _inverse_text(self):
        for letter in self:
            letter._write_text(letter.text or "")
        # what was typed must be read from the ciphertext, as everybody reads it
        self.invalidate_recordset(["text"], flush=False)

    def _write_text(self, text):
        self._admitted_write(
            {
                "text_sealed": self.env["wa.vault"]._seal_field(
                    text, self, "text_sealed", self._scope(), LETTER
                ),
                "text_hash": False,
            }
        )

    @api.onchange("language", "reason")
    def _onchange_facts(self):
        self.text = self._proposal()

    def _proposal(self):
        return letters.compose(
            self.kind, self._case(), self.language, self.reason or None
        )

    def _case(self):
        request = self.request_id
        # sudo: wa.channel - the authority the notice names, the same for everybody
        channel = self.env["wa.channel"].sudo()
        channel = channel.search([("company_id", "=", self.company_id.id)], limit=1)
        return letters.Case(
            request.name,
            request.kind,
            request.received_at.replace(tzinfo=timezone.utc),
            self.company_id.name,
            channel.authority or "",
            partial=request.decision == "partial",
        )

    # -- drafts ----------------------------------------------------------------------

    @api.model
    def _propose(self, request, kind):
        """The draft that is there already, or a new one in the person's language."""
        found = request.letter_ids.filtered(
            lambda x: x.kind == kind and x.state == "draft"
        )
        if found:
            return found[0]
        # sudo: wa.request.letter - callers check the right to work on the request
        letter = guard.admitted(self.sudo()).create(
            {
                "request_id": request.id,
                "company_id": request.company_id.id,
                "kind": kind,
                "language": letters.language(request._language()),
            }
        )
        letter._write_text(letter._proposal())
        return guard.dismissed(letter).with_env(self.env)

    def write(self, vals):
        if self._open_fields & set(vals):
            self._check_draft()
        return super().write(vals)

    def _check_draft(self):
        if any(letter.state != "draft" for letter in self):
            raise UserError(self.env._("A letter that was sent is not changed."))

    # -- the way out -----------------------------------------------------------------

    def _check_ready(self):
        """Who, when and with what: a letter that lacks something is not sent."""
        self.ensure_one()
        if self.env.su or not self.env.user.has_group(COORDINATION):
            raise AccessError(self.env._("The data protection coordination answers."))
        self.check_access("write")
        self.lock_for_update()
        self._check_draft()
        case = self._case()
        if not self._case_goes_on():
            raise UserError(self.env._("This request is closed."))
        if self.kind == letters.REFUSAL:
            self.request_id._check_refusable()
        if not letters.in_time(self.kind, case.received, _now()):
            raise UserError(
                self.env._("The month is over: a period can't be extended any more.")
            )
        words = self._problem_words()
        found = letters.problems(self.kind, case, self.language, self._text())
        if self.kind in letters.WITH_REASON and not self.reason:
            found = ("reason", *found)
        if found:
            raise UserError("\n".join(words[code] for code in found))

    def _case_goes_on(self):
        return self.request_id.state in OPEN

    def _problem_words(self):
        return {
            "reason": self.env._("Please choose the reason."),
            "case": self.env._("The number of the case is missing."),
            "date": self.env._("The date until when you answer is missing."),
            "gap": self.env._("There is a gap (…) in the text."),
            "long": self.env._("The text is too long."),
            "promo": self.env._("There is advertising in the text."),
            "complaint": self.env._(
                "The right to complain to a supervisory authority is missing."
            ),
            "court": self.env._("The way to the courts is missing."),
        }

    def action_sent_by_email(self):
        self._sent("email")

    def action_sent_by_letter(self):
        self._sent("letter")

    def _sent(self, way, message=None):
        """Only now the request is extended, refused or answered."""
        if way != "whatsapp":
            self._check_ready()
        text = self._text().encode()
        self._admitted_write(
            {
                "state": "sent",
                "way": way,
                "sent_at": fields.Datetime.now(),
                "sent_by_id": self.env.uid,
                "message_id": message and message.id,
                "text_hash": hashlib.sha256(text).hexdigest(),
            }
        )
        self.request_id._letter_sent(self)

    def _admitted_write(self, vals):
        # sudo: wa.request.letter - written by its own steps only
        guard.admitted(self.sudo()).write(vals)
