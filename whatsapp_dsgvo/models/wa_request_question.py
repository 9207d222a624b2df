import secrets
from dataclasses import replace

from odoo import fields, models

from ..lib.cloud_api import payloads
from ..lib.consent import gate
from ..lib.privacy import letters, request_question
from . import guard

PROPOSED = "proposed"


class WaRequestQuestion(models.Model):
    """What sounded like a request is one when the person says so.

    They learn, too, that an erasure takes along what they still wait for.
    """

    _inherit = "wa.request"

    question_id = fields.Many2one(
        "wa.message",
        "Question to the person",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    def _ask_whether_meant(self, conversation):
        """Once, and only if the gate lets it pass; the coordination decides anyway."""
        if self.state != PROPOSED or self.question_id:
            return
        lang = letters.language(conversation.language or self._language())
        text = request_question.text(
            self.kind,
            self.name,
            self.company_id.name,
            lang,
            self._takes_enquiry_along(),
        )
        question = self.env["wa.message"]._queue_automatic(
            conversation,
            gate.DSR_INFO,
            {"text": text, "language": lang},
            kind="interactive",
            choice_nonce=secrets.token_urlsafe(12),
        )
        if question:
            guard.admitted(self).question_id = question

    def _takes_enquiry_along(self):
        """Whether it ends a ticket, which nobody answers any more afterwards."""
        return self.kind == "erasure" and bool(self._open_tickets())

    def _hear_whether_meant(self, choice):
        """Their yes counts, also after a no; a no only until it was accepted."""
        self.ensure_one()
        if choice == request_question.NO and self.state == PROPOSED:
            self._close("none")
            here = self._in_our_words()
            here.message_post(body=here.env._("The person says it is no request."))
        elif choice == request_question.YES:
            case = self._meant_after_all()
            case._prove_control()
            if case.state == PROPOSED:
                guard.admitted(case).state = "new"
                here = case._in_our_words()
                here.message_post(body=here.env._("The person confirmed the request."))

    def _meant_after_all(self):
        if self.decision != "none":
            return self
        return self._receive(
            self.subject_ids,
            self.kind,
            state=PROPOSED,
            received_at=self.received_at,
            received_by=self.received_by,
            identity_level=self.identity_level,
        )


class WaConversationRequestQuestion(models.Model):
    """A tap on it is no message to the desk and no yes to anything else."""

    _inherit = "wa.conversation"

    def _hear(self, message):
        choice, case = self._tapped_request(message._content())
        if not case:
            super()._hear(message)
            return
        self._open_window(message.event_at)
        case._hear_whether_meant(choice)
        message._admitted_write({"is_control": True})
        message._done()
        message._show_in_current_ticket()

    def _tapped_request(self, content):
        """("yes" | "no", the case) if a button of our own question was tapped."""
        # sudo: wa.request - the person has no user; the code says which case it is
        cases = self.env["wa.request"].sudo()
        choice, code = request_question.tapped(content.get("reply_id")) or (None, None)
        return choice, code and cases.search(
            [
                ("question_id.choice_nonce", "=", code),
                ("question_id.conversation_id", "=", self.id),
            ],
            limit=1,
        )

    def _is_plain_word(self, message, content):
        tap = request_question.tapped(content.get("reply_id"))
        return not tap and super()._is_plain_word(message, content)


class WaRequestLetterRunning(models.Model):
    _inherit = "wa.request.letter"

    def _case(self):
        running = self.request_id._takes_enquiry_along()
        return replace(super()._case(), running=running)


class WaMessageRequestQuestion(models.Model):
    _inherit = "wa.message"

    def _payload(self):
        if self.exception_code != gate.DSR_INFO or not self.choice_nonce:
            return super()._payload()
        phone, bsuid = self.subject_id._address()
        content = self._content()
        buttons = request_question.buttons(
            self.choice_nonce, content.get("language") or "de"
        )
        return payloads.buttons(
            payloads.Recipient(phone=phone, bsuid=None if phone else bsuid),
            content.get("text") or "",
            [payloads.Button(*button) for button in buttons],
            opaque_id=self.opaque_id,
        )
