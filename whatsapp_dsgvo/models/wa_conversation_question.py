import secrets
from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import fields, models

from ..lib.consent import classifier, gate, gate_template, states
from ..lib.consent.states import BLOCKED, WITHDRAWN
from ..lib.desk import kinds, reply_ready
from .answers import TEMPLATE, WAITING, is_answered


class WaConversationQuestion(models.Model):
    """ "May the waiting answer come?": asked after 24 hours, answered by a tap."""

    _inherit = "wa.conversation"

    question_id = fields.Many2one(
        "wa.message", readonly=True, ondelete="set null", index="btree_not_null"
    )

    # -- may we ask? -----------------------------------------------------------------

    def _may_ask(self, ticket, question=None):
        """The gate for the template; `question`: the one that is just to be sent."""
        enquiry = self._enquiry(ticket, question or self.env["wa.message"])
        return gate_template.may_ask(self._situation(), enquiry)

    def _enquiry(self, ticket, question):
        last = self._last_enquiry(ticket)
        template = self.env["wa.template"]._of(self.channel_id, self.language)
        return gate_template.Enquiry(
            ticket_open=ticket.whatsapp_open,
            unanswered_at=last.event_at if last and not is_answered(last) else None,
            asked=bool(_questions(last) - question),
            template_usable=template._is_usable(),
        )

    def _last_enquiry(self, ticket):
        # sudo: wa.message - kind and time on behalf of the gate
        return (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("ticket_id", "=", ticket.id),
                    ("direction", "=", "in"),
                    ("is_control", "=", False),
                    ("kind", "not in", [*kinds.AMENDING, *kinds.SYSTEM]),
                ],
                order="event_at desc, id desc",
                limit=1,
            )
        )

    def _may_still_ask(self, question):
        """The second gate: the customer may have written since, and was answered, or
        the answer was withdrawn."""
        if self.question_id != question:
            return gate.Verdict(False, "answered")
        if not self._waiting(question.ticket_id):
            return gate.Verdict(False, "taken_back")
        return self._may_ask(question.ticket_id, question)

    # -- asking ----------------------------------------------------------------------

    def _one_at_a_time(self):
        """Two agents, or an agent and a tap: the second begins again and sees what
        the first has written, so nothing is asked twice and no answer is left behind.
        """
        self.env.cr.execute(
            "UPDATE wa_conversation SET write_date = now() AT TIME ZONE 'UTC' "
            "WHERE id = %s",
            [self.id],
        )

    def _ask_about(self, ticket):
        """Queue the template; whoever calls this has asked the gate."""
        about = self._last_enquiry(ticket)
        filled = self._values_of(about, ticket)
        content = {
            "text": reply_ready.text(filled, self.language),
            "footer": " · ".join(reply_ready.buttons(self.language)),
            "language": self.language,
            "values": filled,
        }
        question = self.env["wa.message"]._queue(
            self,
            content,
            kind=TEMPLATE,
            basis=self._service_consent().last_entry_id,
            purpose=states.SERVICE,
            author_id=self.env.uid,
            choice_nonce=secrets.token_urlsafe(12),
            asked_about_id=about.id,
        )
        question._show_in(ticket)
        self.question_id = question
        return question

    def _values_of(self, about, ticket):
        """Day and number only: the template's values lie readable at Meta."""
        zone = ZoneInfo(self.company_id._whatsapp_tz())
        written_at = about.event_at.replace(tzinfo=timezone.utc)
        return reply_ready.values(written_at, zone, ticket.number, self.language)

    # -- the customer's answer -------------------------------------------------------

    def _inbound(self, message, content):
        """A button of the template is neither a yes to the notice nor an enquiry."""
        if self._tap(content)[1]:
            return states.Inbound(message.event_at, choice=TEMPLATE)
        return super()._inbound(message, content)

    def _hear(self, message):
        result = super()._hear(message)
        open_ticket = self.ticket_id.filtered("whatsapp_open")
        concerns = message.kind == "button" or self.question_id
        # what is done to another message is nothing anybody has written
        is_written = message.kind not in kinds.AMENDING
        if is_written and (concerns or self._waiting(open_ticket)):
            self._settle_question(message, message._content(), open_ticket)
        return result

    def _settle_question(self, message, content, open_ticket):
        choice, question = self._tap(content)
        said = classifier.classify(content.get("text"), question_open=True)
        spoken = message._may_answer(content, self.question_id)
        if not question and said == "no" and self.question_id and spoken:
            choice, question = reply_ready.DONE, self.question_id
        newer = self.question_id - question
        if choice == reply_ready.DONE and not newer:
            self._no_longer_needed(question, message)
        elif choice == reply_ready.READ:
            self._read_it(question, message)
        elif said == "review":
            # it may be a withdrawal in other words: an agent reads it first
            self.question_id = False
        else:
            self._release_waiting(open_ticket)

    def _tap(self, content):
        """("read" | "done", our question) if one of its buttons was tapped."""
        choice, nonce = reply_ready.tapped(content.get("reply_id")) or (None, None)
        # sudo: wa.message - our own question is looked up by its one-time code
        question = nonce and (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("conversation_id", "=", self.id),
                    ("kind", "=", TEMPLATE),
                    ("choice_nonce", "=", nonce),
                ]
            )
        )
        return (choice, question) if question else (None, self.env["wa.message"])

    def _read_it(self, question, message):
        again = question.tapped == reply_ready.READ
        question._admitted_write({"tapped": reply_ready.READ})
        tickets = question.ticket_id | self.ticket_id.filtered("whatsapp_open")
        had_answers = bool(self._waiting(tickets))
        self._release_waiting(tickets)
        if not had_answers and not again:
            # taken back meanwhile, or said to be unneeded: now somebody must answer
            self._expects_an_answer(message)

    def _expects_an_answer(self, message):
        ticket = self.ticket_id
        if self._state() not in (states.GIVEN, states.RECONFIRM) or not ticket:
            return
        if ticket.closed:
            ticket._whatsapp_reopen()
        ticket._whatsapp_note_inbound(message.event_at)
        ticket._whatsapp_tell_assignee(message.mail_message_id)

    def _no_longer_needed(self, question, message):
        """No STOP: the question is closed, and the person may be answered again."""
        question._admitted_write({"tapped": reply_ready.DONE})
        ticket = question.ticket_id
        self._waiting(ticket)._cancel("not_needed")
        if self.question_id == question:
            self.question_id = False
        # sudo: helpdesk.ticket - the customer closed the question, no user needs rights
        ticket.sudo().with_context(tracking_disable=True).write(
            {"whatsapp_unanswered_since": False}
        )
        if ticket and message.mail_message_id:
            ticket._whatsapp_tell_assignee(message.mail_message_id)

    def _waiting(self, tickets):
        # sudo: wa.message - the outbox is the system's
        return (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("conversation_id", "=", self.id),
                    ("state", "=", WAITING),
                    ("ticket_id", "in", tickets.ids),
                ],
                order="id",
            )
        )

    def _release_waiting(self, tickets):
        """The window is open: what waits goes out in the order it was written."""
        self.question_id = False
        verdict = self._may_send()
        if verdict.allowed or verdict.reason in gate.PASSING:
            # what else may be on its way decides at the second gate
            self._waiting(tickets)._requeue()

    def _cancel_queued(self, changes):
        if any(c.purpose == states.SERVICE and c.state in ENDED for c in changes):
            self.question_id = False
        return super()._cancel_queued(changes)


ENDED = (WITHDRAWN, BLOCKED)


def _questions(enquiry):
    """What went out about this message; a failed question has not been asked."""
    return enquiry.search([("asked_about_id", "in", enquiry.ids)])
