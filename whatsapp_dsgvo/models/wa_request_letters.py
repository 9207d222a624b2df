from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.privacy import letters
from . import guard
from .privacy_source import Source
from .wa_request_letter import LETTER
from .wa_vault import ORPHAN_AFTER, _now


def _aware(at):
    return at.replace(tzinfo=timezone.utc)


class WaRequestLetters(models.Model):
    """A request is extended, refused and answered by its letters, by nothing else."""

    _inherit = "wa.request"

    letter_ids = fields.One2many("wa.request.letter", "request_id", "Letters")
    may_extend = fields.Boolean(compute="_compute_may_extend")

    @api.depends("received_at", "extended", "state")
    def _compute_may_extend(self):
        for request in self:
            received = _aware(request.received_at or fields.Datetime.now())
            request.may_extend = (
                not request.extended
                and request._is_open()
                and letters.in_time(letters.EXTENSION, received, _now())
            )

    def _language(self):
        """The person's, as they write; else the contact's, else the company's."""
        # sudo: wa.conversation, res.company - a language code
        people = self.sudo().subject_ids.conversation_ids.mapped("language")
        company = self.sudo().company_id.partner_id.lang
        return next(iter(filter(None, people)), self.partner_id.lang or company)

    def action_letter_receipt(self):
        return self._open_letter(letters.RECEIPT)

    def action_letter_outcome(self):
        self.check_access("write")
        self._check_done()
        return self._open_letter(letters.OUTCOME)

    def action_extend(self):
        self.ensure_one()
        self.check_access("write")
        if not self.may_extend:
            raise UserError(
                self.env._("The month is over: a period can't be extended any more.")
            )
        return self._open_letter(letters.EXTENSION)

    def action_refuse(self):
        return self._open_letter(letters.REFUSAL)

    def _open_letter(self, kind):
        self.ensure_one()
        self.check_access("write")
        if not self._is_open() or self.state == "running":
            raise UserError(self.env._("This request is closed or being carried out."))
        if kind == letters.REFUSAL:
            self._check_refusable()
        return self._show_letter(kind)

    def _check_refusable(self):
        """Not what was done: its letter is the outcome."""
        if self.state not in ("proposed", "new"):
            raise UserError(
                self.env._(
                    "This request was carried out: it can't be refused any more. Please "
                    "tell the person the outcome."
                )
            )

    def _show_letter(self, kind):
        letter = self.env["wa.request.letter"]._propose(self, kind)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Letter to the person"),
            "res_model": letter._name,
            "res_id": letter.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def _letter_sent(self, letter):
        """What the letter said is true from now on."""
        if letter.kind == letters.EXTENSION:
            guard.admitted(self).write({"extended": True})
        elif letter.kind == letters.REFUSAL:
            reasons = dict(letter._fields["reason"]._description_selection(self.env))
            self.decision_reason = reasons[letter.reason]
            self._close("refused")
        elif letter.kind == letters.OUTCOME:
            self.action_done()

    def _letter_failed(self, letter):
        """It was not told, so it is not so; somebody tells it on another way."""
        if letter.kind == letters.EXTENSION:
            guard.admitted(self).write({"extended": False})
        elif letter.kind in (letters.REFUSAL, letters.OUTCOME):
            self._open_again(letter.kind == letters.REFUSAL)
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._(
                "%(name)s: the letter was not delivered on WhatsApp", name=self.name
            ),
            user_id=(letter.sent_by_id or self.user_id).id or self.env.uid,
        )

    def _open_again(self, was_refused):
        """Unless it was asked anew meanwhile: then that case goes on."""
        if self._open_of(self.subject_ids, self.kind) - self:
            return
        done = self.erasure_ids.filtered("finished_at")
        vals = {"state": "answer" if done else "new", "closed_at": False}
        if was_refused:
            # what comes next may be granted
            vals |= {"decision": False, "decision_reason": False}
        guard.admitted(self).write(vals)


class WaSubjectLetters(models.Model):
    _inherit = "wa.subject"

    def _people_sources(self, kept):
        """Texts of letters go with the person; that and when they were sent stays."""
        found = self.env["wa.request.letter"].search(
            [
                ("request_id.subject_ids", "in", self.ids),
                ("text_sealed", "!=", False),
            ]
        )
        return [
            Source(
                "letters",
                self.env._("Letters about requests"),
                found,
                found.browse(),
                lambda batch: batch._forget_text(),
            ),
            *super()._people_sources(kept),
        ]


class WaRequestLetterForget(models.Model):
    _inherit = "wa.request.letter"

    def _forget_text(self):
        store = self.env["wa.vault"]._vault().store
        for letter in self:
            store.destroy(letter._scope(), [LETTER])
        self._admitted_write({"text_sealed": False})

    @api.autovacuum
    def _gc_letter_keys(self):
        """Keys of drafts that were rolled back, or deleted with their case."""
        if not self.env["wa.vault"]._may_forget():
            return
        store = self.env["wa.vault"]._vault().store
        pairs = store.pairs(_now() - ORPHAN_AFTER)
        old = [pair for pair in pairs if pair[1] == LETTER]
        # sudo: wa.request.letter - whether it is still there
        known = {letter._scope() for letter in self.sudo().search([])}
        store.forget(pair for pair in old if pair[0] not in known)
