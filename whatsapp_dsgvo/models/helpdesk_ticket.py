from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mail import html2plaintext

from ..lib.cloud_api import limits
from ..lib.consent import states
from . import guard

STUBS = {"in": "WhatsApp message", "out": "WhatsApp message", "note": "Internal note"}
AGENT = "whatsapp_dsgvo.group_agent"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    whatsapp_conversation_id = fields.Many2one(
        "wa.conversation",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    whatsapp_unanswered_since = fields.Datetime("Waiting since", readonly=True, copy=False)
    whatsapp_last_inbound_at = fields.Datetime(
        "Last WhatsApp message", readonly=True, copy=False
    )
    whatsapp_window_expires_at = fields.Datetime(
        "Free answer until", readonly=True, copy=False
    )
    whatsapp_open = fields.Boolean(compute="_compute_whatsapp_open", store=True)
    whatsapp_by_other_means = fields.Boolean(
        readonly=True,
        copy=False,
        help="The person did not agree; answer by letter, e-mail or phone.",
    )
    whatsapp_keep = fields.Selection(
        [("yes", "Yes – 6 years"), ("no", "No – 6 months")],
        "Important for business?",
        copy=False,
        help="Order, contract, complaint or invoice: kept as a commercial letter.",
    )
    whatsapp_name = fields.Char("Customer", compute="_compute_whatsapp_head")
    whatsapp_masked_number = fields.Char("Number", compute="_compute_whatsapp_head")
    whatsapp_last_line = fields.Char("Last message", compute="_compute_whatsapp_head")

    _whatsapp_open_uniq = models.UniqueIndex(
        "(whatsapp_conversation_id) WHERE whatsapp_open",
        "This person already has an open WhatsApp ticket. Please continue there.",
    )

    @api.depends("stage_id.closed", "whatsapp_conversation_id", "active")
    def _compute_whatsapp_open(self):
        for ticket in self:
            ticket.whatsapp_open = bool(
                ticket.active
                and ticket.whatsapp_conversation_id
                and not ticket.stage_id.closed
                and not ticket.whatsapp_by_other_means
            )

    @api.depends_context("uid")
    @api.depends("whatsapp_conversation_id", "whatsapp_last_inbound_at")
    def _compute_whatsapp_head(self):
        """Decrypted for people who may read it, never stored."""
        for ticket in self:
            head = ticket._whatsapp_head() if ticket._whatsapp_is_readable() else {}
            ticket.whatsapp_name = head.get("name", False)
            ticket.whatsapp_masked_number = head.get("masked", False)
            ticket.whatsapp_last_line = head.get("last_line", False)

    # -- who may read ------------------------------------------------------------------

    def _whatsapp_is_readable(self):
        """The real user, never sudo: an agent who may read the ticket, person not restricted."""
        self.ensure_one()
        # sudo: wa.conversation - which person this is; content follows only below
        conversation = self.sudo().whatsapp_conversation_id
        user = self.env.user
        if not conversation or user._is_superuser() or not user.has_group(AGENT):
            return False
        if conversation.subject_id.restricted:
            return False
        return self.with_user(user).has_access("read")

    def _whatsapp_check_readable(self):
        self.ensure_one()
        self.check_access("read")
        if not self._whatsapp_is_readable():
            raise AccessError(
                self.env._("You may not read WhatsApp messages of this ticket.")
            )

    def _whatsapp_head(self):
        # sudo: wa.conversation, wa.message - the reader was checked by the caller
        conversation = self.sudo().whatsapp_conversation_id
        subject = conversation.subject_id
        last = self.env["wa.message"].sudo().search(
            [("ticket_id", "=", self.id), ("direction", "=", "in")],
            order="event_at desc, id desc",
            limit=1,
        )
        line = last._content().get("text") or "" if last else ""
        return {
            "name": subject.partner_id.name or subject._profile_name(),
            "masked": subject._masked_number(),
            "last_line": line if len(line) <= 60 else line[:59] + "…",
        }

    # -- chatter -----------------------------------------------------------------------

    def _whatsapp_stub(self, message):
        """A chatter message whose body is a neutral sentence, always and everywhere."""
        self.ensure_one()
        body = Markup("<p>%s</p>") % self._whatsapp_stub_text(message.direction)
        author = message.author_id.partner_id
        note = self.env.ref("mail.mt_note")
        no_reply = self._whatsapp_no_reply()
        # sudo: mail.message - the channel itself posts
        return guard.admitted(self.env["mail.message"].sudo()).create(
            {
                "model": self._name,
                "res_id": self.id,
                "message_type": "whatsapp_message",
                "subtype_id": note.id,
                "is_internal": True,
                "body": body,
                "author_id": author.id or False,
                "email_from": author.email_formatted or f'"WhatsApp" <{no_reply}>',
                "reply_to": no_reply,
                "date": message.event_at,
            }
        )

    def _whatsapp_stub_text(self, direction):
        texts = {
            "in": self.env._("WhatsApp message received. Please read it in Odoo."),
            "out": self.env._("WhatsApp message sent. Please read it in Odoo."),
            "note": self.env._("Internal note. Please read it in Odoo."),
        }
        return texts[direction]

    def _whatsapp_no_reply(self):
        """An answer by e-mail to a notification would not reach the customer."""
        catchall = self.company_id.email or "odoo.invalid"
        return f"no-reply@{catchall.rpartition('@')[2].strip('> ')}"

    def _whatsapp_note_inbound(self, at):
        """Times without content, for lists, sorting and deadlines."""
        for ticket in self:
            # sudo: wa.conversation - the times of the conversation
            conversation = ticket.sudo().whatsapp_conversation_id
            vals = {
                "whatsapp_last_inbound_at": max(
                    at, ticket.whatsapp_last_inbound_at or at
                ),
                "whatsapp_window_expires_at": conversation.window_expires_at,
            }
            if not ticket.whatsapp_unanswered_since:
                vals["whatsapp_unanswered_since"] = at
            ticket.sudo().with_context(tracking_disable=True).write(vals)

    def _whatsapp_tell_assignee(self, stub):
        """Inbox or e-mail, as the agent prefers; both show the neutral stub."""
        self.ensure_one()
        # sudo: mail.message, helpdesk.ticket - the channel notifies
        partner = self.sudo().user_id.partner_id
        if partner:
            stub = guard.admitted(stub.sudo())
            stub.write({"partner_ids": [(4, partner.id)]})
            self.sudo()._notify_thread(
                guard.dismissed(stub), {"partner_ids": partner.ids, "subtype_id": False}
            )

    def _whatsapp_reopen(self):
        """Back to the first open stage of the team; a customer wrote again."""
        for ticket in self:
            stages = ticket.team_id._get_applicable_stages()
            first = stages.filtered(lambda stage: not stage.closed)[:1]
            # sudo: helpdesk.ticket - reopened by the customer's message
            ticket.sudo().write({"stage_id": first.id, "closed_date": False})

    def action_whatsapp_keep(self):
        self._whatsapp_decide_keeping("yes")

    def action_whatsapp_dont_keep(self):
        self._whatsapp_decide_keeping("no")

    def _whatsapp_decide_keeping(self, answer):
        """§ 257 HGB: commercial letters are kept for 6 years, enquiries 6 months."""
        for ticket in self:
            ticket._whatsapp_check_readable()
            # sudo: helpdesk.ticket, wa.message - an agent of the ticket decided
            ticket.sudo().whatsapp_keep = answer
            messages = self.env["wa.message"].sudo().search(
                [("ticket_id", "=", ticket.id)]
            )
            klass = "LK-04" if answer == "yes" else "LK-03"
            messages._admitted_write({"retention_class": klass})

    # -- closing mails and portal ------------------------------------------------------

    def _track_template(self, tracking):
        """No closing or stage mail: the customer is on WhatsApp, not at their mailbox."""
        templates = super()._track_template(tracking)
        if self[:1].sudo().whatsapp_conversation_id:
            templates.pop("stage_id", None)
        return templates

    # -- API for the web client --------------------------------------------------------

    def whatsapp_send(
        self,
        body=None,
        attachment_ids=None,
        template_id=None,
        variables=None,
        reply_to_id=None,
    ):
        """Queue an answer to the customer; returns the `wa.message`.

        Raises a UserError that says why when nothing may be sent just now.
        """
        self.ensure_one()
        self._whatsapp_check_readable()
        if attachment_ids or template_id or variables:
            raise UserError(self.env._("Only text can be sent on this channel so far."))
        text = (body or "").strip()
        self._whatsapp_check_text(text)
        # sudo: wa.conversation - the right to answer was checked above
        conversation = self.sudo().whatsapp_conversation_id
        verdict = conversation._may_send()
        if not verdict.allowed and not self._whatsapp_goes_later(verdict.reason):
            raise UserError(self._whatsapp_reason(verdict.reason)["text"])
        message = self._whatsapp_queue(conversation, text, reply_to_id)
        self.sudo().with_context(tracking_disable=True).write(
            {"whatsapp_unanswered_since": False}
        )
        return message.with_env(self.env)

    def _whatsapp_goes_later(self, reason):
        """Queued all the same: the second gate decides once the reason is gone."""
        return reason in ("unheard", "not_connected")

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

    def _whatsapp_queue(self, conversation, text, reply_to_id):
        quoted = self.env["wa.message"].sudo().search(
            [("opaque_id", "=", reply_to_id), ("ticket_id", "=", self.id)]
        ) if reply_to_id else self.env["wa.message"]
        message = self.env["wa.message"]._queue(
            conversation,
            {"text": text},
            basis=conversation._service_consent().last_entry_id,
            purpose=states.SERVICE,
            author_id=self.env.uid,
            quoted_id=quoted.id,
        )
        message._show_in(self)
        return message

    def _whatsapp_reason(self, code):
        """{"code", "text"}: why nothing may be sent, in the agent's words."""
        # sudo: res.partner - phone and e-mail as other ways to answer
        partner = self.sudo().partner_id
        other = ", ".join(filter(None, (partner.phone, partner.email)))
        texts = {
            "no_consent": self.env._(
                "The customer has not agreed yet. Please answer by letter, e-mail or "
                "phone."
            ),
            "withdrawn": self.env._(
                "The customer wrote STOP. We may not answer on WhatsApp. %(other)s",
                other=other,
            ),
            "suppressed": self.env._(
                "The customer is on the suppression list. We may not answer on WhatsApp."
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
            "window_closed": self.env._(
                "24 hours have passed since the customer's last message. WhatsApp lets "
                "us answer freely once the customer writes again. %(other)s",
                other=other,
            ),
            "not_connected": self.env._(
                "The number is not connected just now. Your answer waits and goes "
                "out by itself."
            ),
            "unheard": self.env._("A new message of the customer is just coming in."),
        }
        return {"code": code, "text": texts.get(code, code).strip()}

    def whatsapp_panel(self):
        """All the ticket head and the composer need, in one call."""
        self.ensure_one()
        self.check_access("read")
        # sudo: wa.conversation - states and times; names only for readers
        conversation = self.sudo().whatsapp_conversation_id
        if not conversation:
            return {"is_whatsapp": False}
        readable = self._whatsapp_is_readable()
        return {
            "is_whatsapp": True,
            "readable": readable,
            "person": self._whatsapp_person(conversation) if readable else False,
            "consent": conversation._panel_consent(),
            "window": conversation._panel_window(),
            "sending": self._whatsapp_sending(conversation, readable),
            "waiting_since": self._whatsapp_iso(self.whatsapp_unanswered_since),
            "limit": limits.TEXT_BODY,
            "email": self._whatsapp_email() if readable else False,
            "number": conversation.channel_id.display_number or "",
            "bus_channel": self._whatsapp_bus_name(),
        }

    def _whatsapp_person(self, conversation):
        subject = conversation.subject_id
        suggestion = subject._suggest_partner() if not subject.partner_id else False
        return {
            "name": subject.partner_id.name or False,
            "partner_id": subject.partner_id.id or False,
            "profile_name": subject._profile_name() or False,
            "masked": subject._masked_number(),
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
        if conversation.subject_id.restricted:
            return {"ok": False, **self._whatsapp_reason("restricted")}
        if not readable:
            return {
                "ok": False,
                "code": "no_right",
                "text": self.env._("You may not answer on WhatsApp."),
            }
        verdict = conversation._may_send()
        if verdict.allowed or self._whatsapp_goes_later(verdict.reason):
            reason = verdict.reason and self._whatsapp_reason(verdict.reason)["text"]
            return {"ok": True, "code": verdict.reason or "", "text": reason or ""}
        return {"ok": False, **self._whatsapp_reason(verdict.reason)}

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
        messages = self.env["wa.message"].sudo().search(
            [("ticket_id", "=", self.id), ("mail_message_id", "in", message_ids)]
        )
        return [
            {"id": message.mail_message_id.id, "wa_body": message._readable()}
            for message in messages
        ]

    def whatsapp_retry(self, opaque_id):
        """Send a failed message again, as a new one, if a person asks for it."""
        self.ensure_one()
        self._whatsapp_check_readable()
        # sudo: wa.message - the right to answer was checked above
        message = self.env["wa.message"].sudo().search(
            [
                ("opaque_id", "=", opaque_id),
                ("ticket_id", "=", self.id),
                ("direction", "=", "out"),
                ("state", "in", ("failed", "cancelled", "uncertain")),
            ]
        )
        if not message or message.exception_code:
            raise UserError(self.env._("This message can't be sent again."))
        if message.state == "uncertain" and not message._is_unconfirmed():
            raise UserError(
                self.env._(
                    "WhatsApp may have delivered this message. We wait for the "
                    "confirmation and don't send it twice."
                )
            )
        return self.whatsapp_send(body=message._content().get("text"))

    def whatsapp_link_partner(self, partner_id):
        """The agent confirms who the person is."""
        self.ensure_one()
        self._whatsapp_check_readable()
        partner = self.env["res.partner"].browse(partner_id)
        partner.check_access("read")
        # sudo: wa.subject - linked on an agent's word
        subject = self.sudo().whatsapp_conversation_id.subject_id
        subject.partner_id = partner
        tickets = self.sudo().search(
            [("whatsapp_conversation_id", "in", subject.conversation_ids.ids)]
        )
        tickets.with_context(tracking_disable=True).write({"partner_id": partner.id})

    def whatsapp_refuse_partner(self, partner_id):
        """Not the same person: don't suggest this contact again."""
        self.ensure_one()
        self._whatsapp_check_readable()
        # sudo: wa.subject - refused on an agent's word
        subject = self.sudo().whatsapp_conversation_id.subject_id
        subject.refused_partner_ids += self.env["res.partner"].browse(partner_id)

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

    # -- internal notes ----------------------------------------------------------------

    def message_post(self, *, body="", message_type="notification", **kwargs):
        """Notes on WhatsApp tickets are encrypted like messages; only a stub is posted."""
        if message_type == "whatsapp_message":
            raise AccessError(
                self.env._("WhatsApp messages are sent with the WhatsApp composer only.")
            )
        if self._whatsapp_is_note(message_type, kwargs):
            return self._whatsapp_post_note(body, kwargs)
        return super().message_post(body=body, message_type=message_type, **kwargs)

    def _whatsapp_is_note(self, message_type, kwargs):
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
        self.env["wa.message"]._store_note(self, stub, html2plaintext(body or ""))
        return stub
