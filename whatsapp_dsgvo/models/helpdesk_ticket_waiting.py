from odoo import fields, models
from odoo.exceptions import UserError

from .answers import WAITING

OTHER_WAY = "whatsapp_dsgvo.activity_other_way"


class HelpdeskTicketWaiting(models.Model):
    """After 24 hours: the answer is noted down, and the customer asked for it."""

    _inherit = "helpdesk.ticket"

    whatsapp_waiting = fields.Boolean("Answer noted down", readonly=True, copy=False)

    def _whatsapp_note_waiting(self):
        """Stored for lists and filters; says nothing of the content."""
        for ticket in self:
            # sudo: wa.message, helpdesk.ticket - whether something waits
            waits = (
                ticket.sudo()
                .env["wa.message"]
                .search_count(
                    [("ticket_id", "=", ticket.id), ("state", "=", WAITING)], limit=1
                )
            )
            if ticket.whatsapp_waiting != bool(waits):
                # sudo: helpdesk.ticket - answering is no edit of the ticket
                ticket.sudo().with_context(tracking_disable=True).write(
                    {"whatsapp_waiting": bool(waits)}
                )

    # -- writing an answer that has to wait ------------------------------------------

    def _whatsapp_note_down(self, conversation, text, reply_to_id, attachment_ids):
        """The answer waits encrypted; the template asks whether it may come."""
        conversation._one_at_a_time()
        verdict = conversation._may_ask(self)
        if not verdict.allowed and not self._whatsapp_is_asked(conversation, verdict):
            reason = self._whatsapp_cant_ask(verdict.reason, name_contact=False)
            raise UserError(reason["text"])
        message = self._whatsapp_queue_all(
            conversation, text, reply_to_id, attachment_ids, state=WAITING
        )
        if verdict.allowed:
            conversation._ask_about(self)
        return message

    def _whatsapp_is_asked(self, conversation, verdict):
        """One question is enough for all answers that wait."""
        asked = conversation.question_id.ticket_id
        return verdict.reason == "asked" and asked == self

    def _whatsapp_sending_later(self, conversation):
        """What the composer says while the window is shut."""
        verdict = conversation._may_ask(self)
        if verdict.allowed:
            text = self.env._(
                "24 hours are over. Just write: we first ask with the template “Reply "
                "ready”. Your answer goes out once the customer taps “Read answer”."
            )
            return {"ok": True, "code": "ask", "text": text}
        if self._whatsapp_is_asked(conversation, verdict):
            text = self.env._(
                "24 hours are over, and the customer has been asked already. Your "
                "answer waits and goes out once they tap “Read answer” or write."
            )
            return {"ok": True, "code": "asked", "text": text}
        return {"ok": False, **self._whatsapp_cant_ask(verdict.reason)}

    def _whatsapp_cant_ask(self, code, name_contact=True):
        why = self._whatsapp_ask_reasons().get(code, "")
        return self._whatsapp_reason("window_closed", name_contact, why)

    def _whatsapp_ask_reasons(self):
        return {
            "ticket_closed": self.env._("The ticket is closed."),
            "answered_already": self.env._(
                "Their last message has been answered, so we may not ask."
            ),
            "too_old": self.env._(
                "Their last message is more than 30 days old, so we may not ask any "
                "more."
            ),
            "asked": self.env._("We have asked once already."),
            "no_template": self.env._(
                "The template “Reply ready” is not approved, so we can't ask. Your "
                "administrator sees why."
            ),
            "not_needed": self.env._("The customer no longer needs the answer."),
            "taken_back": self.env._("The answer was withdrawn."),
        }

    def _whatsapp_reason(self, code, name_contact=True, why=""):
        own = self._whatsapp_ask_reasons().get(code)
        if own:
            return {"code": code, "text": own}
        return super()._whatsapp_reason(code, name_contact, why)

    # -- deciding about an answer that waits -----------------------------------------

    def whatsapp_change_waiting(self, opaque_id, body):
        """Another text for an answer that still waits."""
        message = self._whatsapp_waiting_answer(opaque_id)
        text = (body or "").strip()
        self._whatsapp_check_text(text)
        message.subject_id._lock_for_content()
        content = {**message._content(), "text": text}
        sealed = message._seal_content(opaque_id, message.subject_id, content)
        message._admitted_write({"content_sealed": sealed})
        message._changed()
        return True

    def whatsapp_take_back(self, opaque_id):
        """The answer is not sent; the customer's tap finds nobody's answer then."""
        self._whatsapp_waiting_answer(opaque_id)._cancel("taken_back")
        return True

    def whatsapp_ask(self, opaque_id):
        """Ask now, as it was not possible before."""
        message = self._whatsapp_waiting_answer(opaque_id)
        conversation = message.conversation_id
        conversation._one_at_a_time()
        verdict = conversation._may_ask(self)
        if not verdict.allowed:
            reason = self._whatsapp_cant_ask(verdict.reason, name_contact=False)
            raise UserError(reason["text"])
        conversation._ask_about(self)
        message._changed()
        return True

    def whatsapp_send_waiting(self, opaque_id):
        """The window is open again, and the answer still waits for a decision."""
        message = self._whatsapp_waiting_answer(opaque_id)
        verdict = message.conversation_id._may_send()
        if not verdict.allowed:
            reason = self._whatsapp_reason(verdict.reason, name_contact=False)
            raise UserError(reason["text"])
        message._requeue()
        return True

    def _whatsapp_waiting_answer(self, opaque_id):
        self.ensure_one()
        self._whatsapp_check_readable()
        # sudo: wa.message - the right to answer was checked above
        message = (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("opaque_id", "=", opaque_id),
                    ("ticket_id", "=", self.id),
                    ("state", "=", WAITING),
                ]
            )
        )
        if not message:
            raise UserError(
                self.env._("This answer no longer waits; it was sent or withdrawn.")
            )
        return message

    def _whatsapp_other_way(self):
        """One neutral activity for whoever is in charge, while none is open."""
        # sudo: helpdesk.ticket - the channel asks, no user has to have rights
        for ticket in self.sudo():
            if not ticket.activity_search([OTHER_WAY], only_automated=True):
                user = ticket.user_id or ticket.team_id.user_id
                reader = user or ticket.team_id.user_ids[:1]
                ticket.with_context(lang=reader.lang).activity_schedule(
                    OTHER_WAY, user_id=user.id
                )
