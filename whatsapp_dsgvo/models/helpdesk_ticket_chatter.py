from markupsafe import Markup

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools.mail import html2plaintext

from . import guard


class HelpdeskTicketChatter(models.Model):
    """The chatter of a WhatsApp ticket holds stubs; the words lie encrypted."""

    _inherit = "helpdesk.ticket"

    def _whatsapp_stub(self, message):
        """A chatter message whose body is a neutral sentence, always and everywhere."""
        # sudo: mail.message - the channel itself posts
        stubs = guard.admitted(self.env["mail.message"].sudo())
        return stubs.create(self._whatsapp_stub_vals(message))

    def _whatsapp_stub_vals(self, message):
        self.ensure_one()
        # the inbox works in English; the stub is read by people
        lang = message.conversation_id._lang()
        text = self.with_context(lang=lang)._whatsapp_stub_text(message.direction)
        body = Markup("<p>%s</p>") % text
        author = message.author_id.partner_id
        note_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        no_reply = self._whatsapp_no_reply()
        return {
            "model": self._name,
            "res_id": self.id,
            "message_type": "whatsapp_message",
            "subtype_id": note_id,
            "is_internal": True,
            "body": body,
            "author_id": author.id or False,
            "email_from": author.email_formatted or f'"WhatsApp" <{no_reply}>',
            "reply_to": no_reply,
            "date": message.event_at,
        }

    def _whatsapp_stub_text(self, direction):
        # one translation, for this is done with every message
        if direction == "in":
            return self.env._("WhatsApp message received. Please read it in Odoo.")
        if direction == "out":
            return self.env._("WhatsApp message sent. Please read it in Odoo.")
        return self.env._("Internal note. Please read it in Odoo.")

    def _whatsapp_no_reply(self):
        """An answer by e-mail to a notification would not reach the customer."""
        catchall = self.company_id.email or "odoo.invalid"
        return f"no-reply@{catchall.rpartition('@')[2].strip('> ')}"

    def _whatsapp_note_inbound(self, at):
        for ticket in self:
            # sudo: wa.conversation - the times of the conversation
            conversation = ticket.sudo().whatsapp_conversation_id
            vals = ticket._whatsapp_inbound_vals(at, at, conversation.window_expires_at)
            # sudo: helpdesk.ticket - a customer wrote, no user has to have rights
            ticket.sudo().with_context(tracking_disable=True).write(vals)

    def _whatsapp_inbound_vals(self, first, last, window_expires_at):
        """Times without content, for lists, sorting and deadlines."""
        return {
            "whatsapp_unanswered_since": self.whatsapp_unanswered_since or first,
            "whatsapp_last_inbound_at": max(
                last, self.whatsapp_last_inbound_at or last
            ),
            "whatsapp_window_expires_at": window_expires_at,
        }

    def _whatsapp_told_partner(self):
        """Whoever is in charge hears of a new message."""
        # sudo: helpdesk.ticket - the channel notifies
        return self.sudo().user_id.partner_id

    def _whatsapp_tell_assignee(self, stub):
        """Inbox or e-mail, as the agent prefers; both show the neutral stub."""
        self.ensure_one()
        partner = self._whatsapp_told_partner()
        if partner:
            # sudo: mail.message, helpdesk.ticket - the channel notifies
            stub = guard.admitted(stub.sudo())
            # told of it before: of this they hear anew
            stub.notification_ids.filtered(
                lambda told: told.res_partner_id == partner
            ).unlink()
            stub.write({"partner_ids": [(4, partner.id)]})
            self._whatsapp_notify_of(stub, partner)

    def _whatsapp_notify_of(self, stub, partner):
        # sudo: helpdesk.ticket - the channel notifies
        self.sudo()._notify_thread(
            guard.dismissed(stub),
            {"partner_ids": partner.ids, "subtype_id": False},
            # of one's own message only when it did not arrive
            notify_author=True,
        )

    def _whatsapp_reopen(self):
        """Back to the first open stage of the team; a customer wrote again."""
        for ticket in self:
            stages = ticket.team_id._get_applicable_stages()
            first = stages.filtered(lambda stage: not stage.closed)[:1]
            # sudo: helpdesk.ticket - reopened by the customer's message
            reopened = ticket.sudo()
            # the inbox works in English; the names of the stages are read by people
            lang = reopened.whatsapp_conversation_id._lang()
            # whoever closed it had done with what was asked before
            reopened.with_context(lang=lang).write(
                {
                    "stage_id": first.id,
                    "closed_date": False,
                    "whatsapp_unanswered_since": False,
                }
            )

    def _track_template(self, tracking):
        """No closing or stage mail: the customer is on WhatsApp, not on e-mail."""
        templates = super()._track_template(tracking)
        # sudo: helpdesk.ticket - only whether it is a WhatsApp ticket
        if self[:1].sudo().whatsapp_conversation_id:
            templates.pop("stage_id", None)
        return templates

    def message_post(self, *, body="", message_type="notification", **kwargs):
        """Notes on WhatsApp tickets are encrypted like messages; a stub is posted."""
        if message_type == "whatsapp_message":
            raise AccessError(
                self.env._(
                    "WhatsApp messages are sent with the WhatsApp composer only."
                )
            )
        if self._whatsapp_is_note(message_type, kwargs):
            return self._whatsapp_post_note(body, kwargs)
        return super().message_post(body=body, message_type=message_type, **kwargs)

    def _whatsapp_is_note(self, message_type, kwargs):
        # sudo: helpdesk.ticket - only whether it is a WhatsApp ticket
        if message_type != "comment" or not self.sudo().whatsapp_conversation_id:
            return False
        note_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        subtype = kwargs.get("subtype_xmlid") or kwargs.get("subtype_id")
        return subtype in (None, False, "mail.mt_note", note_id)

    def _whatsapp_post_note(self, body, kwargs):
        """The stub is posted as usual, so mentions notify, with neutral mails."""
        self.ensure_one()
        stub_body = Markup("<p>%s</p>") % self._whatsapp_stub_text("note")
        stub = super().message_post(
            body=stub_body, message_type="comment", **{**kwargs, "subject": False}
        )
        self.env["wa.message"]._store_note(self, stub, _plain(body))
        return stub

    def _whatsapp_notify(self, kind, message):
        """Ids only on the bus: the client fetches what its user may read."""
        for ticket in self:
            payload = {
                "ticket_id": ticket.id,
                "kind": kind,
                "message_ids": message.mail_message_id.ids,
            }
            # sudo: bus.bus - ids only, to people who may read the ticket
            self.env["bus.bus"].sudo()._sendone(
                ticket, "whatsapp_dsgvo/ticket", payload
            )

    def _whatsapp_bus_name(self):
        return f"whatsapp_dsgvo.ticket_{self.id}"


def _plain(body):
    """The words of a note. References would be numbers, and addresses of colleagues."""
    return html2plaintext(body or "", include_references=False)
