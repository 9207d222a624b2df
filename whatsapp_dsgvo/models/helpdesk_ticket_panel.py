from odoo import fields, models
from odoo.exceptions import UserError

from ..lib.cloud_api import errors, limits
from ..lib.consent import gate
from .error_words import cause

# What a colleague may change while others have the ticket on their screens.
HEAD = ("stage_id", "team_id", "user_id", "partner_id")
# Where an e-mail would go, which stands above the composer.
ADDRESS = ("partner_email",)


class HelpdeskTicketPanel(models.Model):
    """What the web client asks of a WhatsApp ticket."""

    _inherit = "helpdesk.ticket"

    def whatsapp_panel(self):
        """All the ticket head and the composer need, in one call."""
        self._whatsapp_check_ticket()
        # sudo: wa.conversation - states and times; names only for readers
        conversation = self.sudo().whatsapp_conversation_id
        if not conversation:
            return {"is_whatsapp": False}
        readable = self._whatsapp_is_readable()
        since = False if self.closed else self.whatsapp_unanswered_since
        return {
            "is_whatsapp": True,
            "readable": readable,
            "person": self._whatsapp_person(conversation) if readable else False,
            "consent": conversation._panel_consent(),
            "window": conversation._panel_window(),
            "sending": self._whatsapp_sending(conversation, readable),
            "waiting_since": self._whatsapp_iso(since),
            "limit": limits.TEXT_BODY,
            "email": self._whatsapp_email() if readable else False,
            "number": conversation.channel_id.display_number or "",
            "bus_channel": self._whatsapp_bus_name(),
            "head": {name: self[name].id for name in HEAD},
        }

    def write(self, vals):
        """Whoever has the ticket open sees that it was closed, taken or is another's."""
        result = super().write(vals)
        if any(name in vals for name in HEAD + ADDRESS):
            # sudo: helpdesk.ticket - only which are WhatsApp tickets
            ours = self.sudo().filtered("whatsapp_conversation_id")
            ours._whatsapp_notify("new", self.env["wa.message"])
        return result

    def _whatsapp_person(self, conversation):
        subject = conversation.subject_id
        suggestion = subject._suggest_partner() if not subject.partner_id else False
        return {
            "name": subject.partner_id.name or False,
            "partner_id": subject.partner_id.id or False,
            "profile_name": subject._profile_name() or False,
            "masked": subject._masked_number(),
            "phone": subject.partner_id.phone or False,
            "suggestion": {
                "id": suggestion.id,
                "name": suggestion.name,
                "ref": suggestion.ref or False,
            }
            if suggestion
            else False,
        }

    def _whatsapp_sending(self, conversation, readable):
        """Whether an agent may write just now, and if not, why."""
        if self.whatsapp_by_other_means:
            return {"ok": False, **self._whatsapp_reason("no_consent")}
        if not readable:
            return {
                "ok": False,
                "code": "no_right",
                "text": self.env._("You may not answer on WhatsApp."),
            }
        verdict = conversation._may_send()
        if verdict.allowed or verdict.reason in gate.PASSING:
            return {"ok": True, **self._whatsapp_hint(conversation, verdict.reason)}
        if verdict.reason == "window_closed":
            return self._whatsapp_sending_later(conversation)
        return {"ok": False, **self._whatsapp_reason(verdict.reason)}

    def _whatsapp_hint(self, conversation, reason):
        """Why an answer will wait; `alarm` if the number is out of order."""
        if not reason:
            return {"code": "", "text": ""}
        hint = self._whatsapp_reason(reason)
        channel = conversation.channel_id
        if channel.state == "quarantined":
            text = f"{channel.quarantine_text or ''} {hint['text']}".strip()
            return {**hint, "text": text, "alarm": True}
        if reason != "not_connected" or not channel.pause_code:
            return hint
        rule = errors.rule_for(channel.pause_code)
        texts = (cause(rule, self.env), channel._told(rule), hint["text"])
        return {**hint, "text": " ".join(filter(None, texts)), "alarm": True}

    def _whatsapp_email(self):
        # sudo: res.partner - the address the mail button would write to
        return self.sudo().partner_id.email or self.partner_email or False

    def _whatsapp_iso(self, at):
        return fields.Datetime.to_string(at) if at else False

    def whatsapp_messages(self, message_ids):
        """Readable data of these chatter messages, for the web client's store."""
        self.ensure_one()
        self._whatsapp_check_readable()
        # sudo: wa.message - the reader was checked above
        messages = (
            self.env["wa.message"]
            .sudo()
            .search(
                [("ticket_id", "=", self.id), ("mail_message_id", "in", message_ids)]
            )
        )
        return [
            {"id": message.mail_message_id.id, "wa_body": message._readable_for(True)}
            for message in messages
        ]

    def whatsapp_link_partner(self, partner_id):
        """The agent confirms who the person is."""
        self.ensure_one()
        self._whatsapp_check_readable()
        partner = self._whatsapp_contact(partner_id)
        # sudo: wa.subject - linked on an agent's word
        self.sudo().whatsapp_conversation_id.subject_id._link(partner)

    def whatsapp_refuse_partner(self, partner_id):
        """Not the same person: don't suggest this contact again."""
        self.ensure_one()
        self._whatsapp_check_readable()
        partner = self._whatsapp_contact(partner_id)
        # sudo: wa.subject - refused on an agent's word
        self.sudo().whatsapp_conversation_id.subject_id.refused_partner_ids += partner

    def _whatsapp_contact(self, partner_id):
        """A contact that is there and that the user may read."""
        partner = self.env["res.partner"].search([("id", "=", partner_id)])
        if not partner:
            raise UserError(
                self.env._("This contact was deleted, or you have no access to it.")
            )
        return partner

    def action_whatsapp_privacy(self):
        """Their contact, or without one their consents."""
        self.ensure_one()
        self._whatsapp_check_readable()
        # sudo: wa.conversation - which person; the consents follow the user's rights
        subject = self.sudo().whatsapp_conversation_id.subject_id
        if subject.partner_id:
            return {
                "type": "ir.actions.act_window",
                "res_model": "res.partner",
                "res_id": subject.partner_id.id,
                "view_mode": "form",
                "views": [(False, "form")],
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Data protection of this person"),
            "res_model": "wa.consent",
            "view_mode": "list",
            "views": [(False, "list")],
            "domain": [("subject_id", "=", subject.id)],
        }
