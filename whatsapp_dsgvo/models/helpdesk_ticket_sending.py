from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..lib.cloud_api import limits
from ..lib.consent import gate, states

# Reasons after which phone and e-mail of the contact are named.
OTHER_WAY = {"withdrawn", "moved", "window_closed"}


class HelpdeskTicketSending(models.Model):
    """Answering from the ticket."""

    _inherit = "helpdesk.ticket"

    def whatsapp_send(
        self,
        body=None,
        attachment_ids=None,
        template_id=None,
        variables=None,
        reply_to_id=None,
    ):
        """Queue an answer to the customer; returns the `wa.message`, one for each file.

        `attachment_ids`: files uploaded for this ticket, or any attachments the user
        may read, which are copied. The text is the caption of the first if it can be.

        Raises a UserError that says why when nothing may be sent just now.
        """
        self.ensure_one()
        self._whatsapp_check_readable()
        if self.whatsapp_by_other_means:
            raise UserError(self._whatsapp_reason("no_consent")["text"])
        if template_id or variables:
            raise UserError(self.env._("Templates can't be sent on this channel yet."))
        text = (body or "").strip()
        if text or not attachment_ids:
            self._whatsapp_check_text(text)
        # sudo: wa.conversation - the right to answer was checked above
        conversation = self.sudo().whatsapp_conversation_id
        message = self._whatsapp_answer(conversation, text, reply_to_id, attachment_ids)
        # sudo: helpdesk.ticket - answering is no edit of the ticket
        self.sudo().with_context(tracking_disable=True).write(
            {"whatsapp_unanswered_since": False}
        )
        return message.with_env(self.env)

    def _whatsapp_answer(self, conversation, text, reply_to_id, attachment_ids=None):
        """Now, later, or after a question; a UserError if not at all."""
        verdict = conversation._may_send()
        if verdict.reason == "window_closed":
            return self._whatsapp_note_down(
                conversation, text, reply_to_id, attachment_ids
            )
        # what waits is looked at once more by the second gate
        if not verdict.allowed and verdict.reason not in gate.PASSING:
            reason = self._whatsapp_reason(verdict.reason, name_contact=False)
            raise UserError(reason["text"])
        return self._whatsapp_queue_all(conversation, text, reply_to_id, attachment_ids)

    def _whatsapp_check_text(self, text):
        if not text:
            raise UserError(self.env._("Please write a message first."))
        if limits.text_length(text) > limits.TEXT_BODY:
            raise UserError(
                self.env._(
                    "The message is too long: %(actual)s of %(limit)s characters.",
                    actual=limits.text_length(text),
                    limit=limits.TEXT_BODY,
                )
            )

    def _whatsapp_queue(self, conversation, text, reply_to_id, **vals):
        # sudo: wa.message - a message of this very ticket
        quoted = (
            self.env["wa.message"]
            .sudo()
            .search([("opaque_id", "=", reply_to_id), ("ticket_id", "=", self.id)])
            if reply_to_id
            else self.env["wa.message"]
        )
        message = self.env["wa.message"]._queue(
            conversation,
            {"text": text},
            basis=conversation._service_consent().last_entry_id,
            purpose=states.SERVICE,
            author_id=self.env.uid,
            quoted_id=quoted.id,
            **vals,
        )
        message._show_in(self)
        return message

    def _whatsapp_reason(self, code, name_contact=True, why=""):
        """{"code", "text"}: why nothing may be sent, in the agent's words.

        name_contact: with phone and e-mail; never in an error, for Odoo logs errors.
        why: a further sentence, before them
        """
        other = (
            self._whatsapp_contact_line() if name_contact and code in OTHER_WAY else ""
        )
        texts = {
            "no_consent": self.env._(
                "The customer has not agreed yet. Please answer by letter, e-mail or "
                "phone."
            ),
            "suppressed": self.env._(
                "The customer is on the suppression list. We may not answer on "
                "WhatsApp."
            ),
            "expired": self.env._(
                "The consent has expired. We may answer once the customer writes again "
                "and agrees."
            ),
            "blocked": self.env._("Nothing may be sent to this person."),
            "restricted": self.env._(
                "Processing is restricted. Please ask the data protection coordination."
            ),
            "erased": self.env._("This person's data have been erased."),
            "moved": self.env._(
                "WhatsApp reports a new number or ID of this customer. We may answer "
                "once the customer has written from it."
            ),
            "window_closed": self.env._(
                "24 hours have passed since the customer's last message. WhatsApp lets "
                "us answer freely once the customer writes again."
            ),
            "not_connected": self.env._(
                "The number is not connected just now. Your answer waits and goes "
                "out by itself."
            ),
            "answered": self.env._("The customer has answered the question already."),
            "unheard": self.env._("A new message of the customer is just coming in."),
        }
        told = texts.get(code, code)
        if code == "withdrawn":
            told = self._whatsapp_withdrawn_text()
        return {"code": code, "text": " ".join(filter(None, (told, why, other)))}

    def _whatsapp_withdrawn_text(self):
        """What the customer did, and when: a no by phone is no STOP."""
        # sudo: wa.consent, wa.ledger.entry - why the reader may not answer
        consent = self.sudo().whatsapp_conversation_id._service_consent()
        if consent.state != states.WITHDRAWN:
            # a message of then, looked at after a new yes
            return self.env._("The customer had withdrawn the consent.")
        said = consent._last_no()
        at = fields.Datetime.context_timestamp(self, said.at or consent.since)
        day = format_date(self.env, at)
        if said.event == "refused" or consent.reason == "refused":
            return self.env._(
                "The customer said no on %s. We may not answer on WhatsApp.", day
            )
        if consent.reason == "stop":
            return self.env._(
                "The customer wrote STOP on %s. We may not answer on WhatsApp.", day
            )
        return self.env._(
            "The customer withdrew the consent on %s. We may not answer on WhatsApp.",
            day,
        )

    def _whatsapp_contact_line(self):
        """ "Phone: … · E-mail: …", as far as the contact has them."""
        # sudo: res.partner - phone and e-mail as other ways to answer
        partner = self.sudo().partner_id
        ways = (
            partner.phone and self.env._("Phone: %s", partner.phone),
            partner.email and self.env._("E-mail: %s", partner.email),
        )
        return " · ".join(filter(None, ways))

    def whatsapp_retry(self, opaque_id):
        """Send a failed message again, as a new one, if a person asks for it."""
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
                    ("direction", "=", "out"),
                    ("kind", "not in", ("template", "reaction")),
                    ("state", "in", ("failed", "cancelled", "uncertain")),
                ]
            )
        )
        message.lock_for_update()
        if not message or message.exception_code or message.sent_again_at:
            raise UserError(self.env._("This message can't be sent again."))
        if message.state == "uncertain" and not message._is_unconfirmed():
            raise UserError(
                self.env._(
                    "WhatsApp may have delivered this message. We wait for the "
                    "confirmation and don't send it twice."
                )
            )
        again = self._whatsapp_send_again(message)
        # two clicks, or two agents, must not send it twice
        message._admitted_write({"sent_again_at": fields.Datetime.now()})
        message._changed()
        return again

    def _whatsapp_send_again(self, message):
        if message._is_composed():
            return self._whatsapp_send_kind(
                message.kind, message._content(), message.quoted_id.opaque_id
            )
        return self.whatsapp_send(
            body=message._content().get("text"),
            attachment_ids=self._whatsapp_copy_files(message),
            reply_to_id=message.quoted_id.opaque_id,
        )

    def whatsapp_typing(self):
        """Tell the other agents that somebody is answering; names only, no text."""
        self.ensure_one()
        self._whatsapp_check_readable()
        payload = {
            "ticket_id": self.id,
            "user_id": self.env.uid,
            "name": self.env.user.name,
        }
        # sudo: bus.bus - a name only, to people who may read the ticket
        self.env["bus.bus"].sudo()._sendone(self, "whatsapp_dsgvo/typing", payload)
