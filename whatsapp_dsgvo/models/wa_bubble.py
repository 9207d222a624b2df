import uuid
from dataclasses import replace

from odoo import api, fields, models

from ..lib.cloud_api import errors
from ..lib.cloud_api.error_rule import OTHER_WAY, REPAIR_TEMPLATE, SEND_AGAIN
from ..lib.desk import kinds
from . import guard
from .answers import unconfirmed_before
from .error_words import cause, remedy
from .wa_vault import KeysAway

QUOTE_LENGTH = 120
NO_RETRY = (OTHER_WAY, REPAIR_TEMPLATE)


class WaBubble(models.Model):
    """How a message looks to those who may read it."""

    _inherit = "wa.message"

    def _readable_for(self, allowed):
        """One bubble; where it can't be shown, one sentence that says why."""
        self.ensure_one()
        if self.subject_id.restricted:
            return {"kind": "restricted", "direction": self.direction}
        if not allowed:
            return {"kind": "hidden"}
        try:
            return self._readable()
        except KeysAway as error:
            # mails and tracking of the same page must not go with it
            return {"kind": "hidden", "placeholder": str(error)}

    def _readable(self):
        """What the web client shows; only ever given to checked readers."""
        self.ensure_one()
        content = self._content()
        return {
            "uuid": self.opaque_id,
            # so that the browser knows again what it thought lost
            "client_key": self.client_key or "",
            "direction": self.direction,
            "text": content.get("text") or "",
            "footer": content.get("footer") or "",
            "placeholder": "",
            "marks": self._marks(content),
            "author": self._bubble_author(),
            "automatic": self._is_automatic(),
            "label": self._automatic_label(content),
            "state": self.state,
            "state_label": self._state_label(),
            "at": fields.Datetime.to_string(self.event_at),
            "times": self._bubble_times(),
            "error": self._bubble_error(),
            "before": content.get("before") or "",
            "quoted": self._bubble_quote(),
            "reactions": self._bubble_reactions(),
            **self._part(content),
        }

    def _is_automatic(self):
        """A line of the system rather than somebody's words."""
        return bool(self.exception_code) or self.is_control or self.kind in kinds.SYSTEM

    def _bubble_reactions(self):
        """[{"emoji", "direction"}]: at most one of each side, as WhatsApp shows them."""
        # sudo: wa.message - the reader of the message was checked
        reactions = self.sudo().reaction_ids
        shown = ((r._content().get("emoji"), r.direction) for r in reactions)
        return [{"emoji": e, "direction": direction} for e, direction in shown if e]

    def _bubble_author(self):
        if self.direction == "in":
            subject = self.subject_id
            return subject.partner_id.name or subject._profile_name() or ""
        return self.author_id.name or self.company_id.name

    def _automatic_label(self, content):
        if self.is_control and content:
            return self.env._("Customer: “%s”", content.get("text") or "")
        if self.exception_code == "NOTICE":
            return self.env._(
                "Privacy notice, version %(version)s", version=self.notice_id.version
            )
        known = {
            "CHOICE_ACK": self.env._("Receipt of the choice"),
            "DSR_INFO": self.env._("About a privacy request"),
            "SAFETY": self.env._("Closing hint"),
        }
        return known.get(self.exception_code, "")

    def _bubble_times(self):
        names = (
            *("queued_at", "sent_at", "delivered_at", "read_at", "failed_at"),
            *("edited_at", "revoked_at"),
        )
        return {
            name.removesuffix("_at"): fields.Datetime.to_string(self[name])
            for name in names
            if self[name]
        }

    def _state_label(self):
        if self.direction != "out":
            return ""
        if self.state == "uncertain":
            return (
                self.env._(
                    "The connection broke while sending. We wait for WhatsApp's "
                    "confirmation and don't send twice."
                )
                if not self._is_unconfirmed()
                else self.env._("Not confirmed by WhatsApp within 24 hours.")
            )
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels[self.state]

    def _is_unconfirmed(self):
        limit = unconfirmed_before()
        return self.state == "uncertain" and (self.sending_at or limit) <= limit

    def _bubble_error(self):
        """Cause and remedy in the reader's language; never Meta's own text."""
        error = self._bubble_fault()
        if error and self.sent_again_at:
            done = self.env._("Sent again since: see the newer message.")
            error |= {"remedy": done, "retry": False, "is_sent_again": True}
        return error

    def _bubble_fault(self):
        if self.state == "cancelled":
            return {"text": self._cancel_text(), "retry": False}
        if self.state in ("sent", "delivered", "read", "played"):
            return False  # what hindered an earlier attempt is over
        if self.state not in ("failed", "uncertain") and not self.error_code:
            return False
        retry = self.state == "failed" or self._is_unconfirmed()
        if not self.error_code:
            return {"text": "", "retry": retry}
        rule = errors.rule_for(self.error_code)
        return {
            "text": cause(rule, self.env),
            "remedy": self._bubble_remedy(rule),
            # no button for what the remedy beside it advises against
            "retry": retry and (rule.remedy_en, rule.remedy_de) not in NO_RETRY,
            "code": self.error_code,
        }

    def _bubble_remedy(self, rule):
        if self.state == "failed" and rule.kind == "temporary":
            rule = replace(rule, remedy_en=SEND_AGAIN[0], remedy_de=SEND_AGAIN[1])
        told = self.channel_id._told(rule)
        return " ".join(filter(None, (remedy(rule, self.env), told)))

    def _cancel_text(self):
        reason = self.ticket_id._whatsapp_reason(self.cancel_reason)["text"]
        return self.env._("Not sent. %(reason)s", reason=reason)

    def _bubble_quote(self):
        if not self.quoted_id or self.quoted_id.subject_id != self.subject_id:
            return False
        quoted = self.quoted_id
        line = quoted._line(quoted._content())
        # nobody is led into another ticket
        is_here = quoted.ticket_id == self.ticket_id
        return {
            "text": line[:QUOTE_LENGTH],
            "direction": quoted.direction,
            "message_id": is_here and quoted.mail_message_id.id,
        }

    @api.model
    def _store_note(self, ticket, stub, text):
        """An agent's internal note, encrypted with the person's key."""
        # sudo: wa.conversation - the note belongs to the ticket's person
        conversation = ticket.sudo().whatsapp_conversation_id
        guard.admitted(self.sudo()).create(
            {
                **self._row(conversation, str(uuid.uuid4()), {"text": text}),
                "ticket_id": ticket.id,
                "mail_message_id": stub.id,
                "direction": "note",
                "kind": "text",
                "state": "done",
                "event_at": fields.Datetime.now(),
                "author_id": ticket.env.uid,
            }
        )
        # sudo: mail.message - ids only
        ticket._whatsapp_notify("new", stub.sudo().whatsapp_message_ids)
