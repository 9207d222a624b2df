from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from . import guard
from .answers import NO_ANSWER, SENT, TO_BE_SENT, is_answered

# Sent again is answered since, too; but both may be of the same second.
UNDELIVERED = """
    SELECT m.ticket_id FROM wa_message m
     WHERE m.state = 'failed' AND m.direction = 'out' AND m.exception_code IS NULL
       AND m.kind NOT IN %(no_answer)s AND m.sent_again_at IS NULL
       AND NOT EXISTS (
            SELECT 1 FROM wa_message later
             WHERE later.ticket_id = m.ticket_id AND later.direction = 'out'
               AND later.exception_code IS NULL AND later.kind NOT IN %(no_answer)s
               AND later.state <> 'cancelled' AND later.queued_at > m.failed_at)
"""


class HelpdeskTicketUndelivered(models.Model):
    """Answers that did not arrive: the ticket waits again, and somebody hears of it."""

    _inherit = "helpdesk.ticket"

    whatsapp_not_delivered = fields.Boolean(
        "Not delivered",
        compute="_compute_whatsapp_not_delivered",
        search="_search_whatsapp_not_delivered",
        help="An answer failed, and nobody has sent it again or written since.",
    )

    @api.depends("whatsapp_open")
    def _compute_whatsapp_not_delivered(self):
        found = self.search(
            [("id", "in", self.ids), ("whatsapp_not_delivered", "=", True)]
        )
        for ticket in self:
            ticket.whatsapp_not_delivered = ticket._origin in found

    def _search_whatsapp_not_delivered(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        self.env["wa.message"].flush_model()
        failed = SQL(UNDELIVERED, no_answer=NO_ANSWER)
        return [("whatsapp_open", "=", True), ("id", "in", failed)]

    def _whatsapp_left_unanswered(self, message):
        """Unless something else is an answer to the customer, or will be."""
        # sudo: wa.message - on behalf of the channel
        enquiry = message.sudo().conversation_id._last_enquiry(self)
        if not enquiry or enquiry.id > message.id:
            return
        if is_answered(enquiry, (*TO_BE_SENT, *SENT)):
            return
        if self.whatsapp_open and not self.whatsapp_unanswered_since:
            self._whatsapp_waits_since(enquiry.event_at)
        if message.mail_message_id:
            self._whatsapp_restub(message, "undelivered")
            self._whatsapp_tell_assignee(message.mail_message_id)

    def _whatsapp_answered_after_all(self, message):
        self._whatsapp_restub(message, message.direction)
        enquiry = message.conversation_id._last_enquiry(self)
        waits_for_it = enquiry and self.whatsapp_unanswered_since == enquiry.event_at
        if waits_for_it and is_answered(enquiry):
            self._whatsapp_waits_since(False)

    def _whatsapp_waits_since(self, at):
        # sudo: helpdesk.ticket - what became of an answer is no edit of the ticket
        self.sudo().with_context(tracking_disable=True).write(
            {"whatsapp_unanswered_since": at}
        )

    def _whatsapp_restub(self, message, what):
        """The neutral sentence is what a notification by e-mail says."""
        lang = message.conversation_id._lang()
        text = self.with_context(lang=lang)._whatsapp_stub_text(what)
        # sudo: mail.message - the channel's own stub
        stub = guard.admitted(message.mail_message_id.sudo())
        stub.write({"body": Markup("<p>%s</p>") % text})

    def _whatsapp_stub_text(self, direction):
        if direction == "undelivered":
            return self.env._(
                "WhatsApp message not delivered, or not confirmed. Please look into it "
                "in Odoo."
            )
        return super()._whatsapp_stub_text(direction)
