from odoo import api, fields, models
from odoo.tools import format_date

from ..lib.cloud_api import errors
from ..lib.consent import automatic_texts, gate, states
from .error_words import cause, remedy
from .wa_meta_call_work import BLOCKS

MINOR, ABUSE, ORDER = "minor", "abuse", "order"
# Who may lift a block: agents themselves only what agents alone decided.
AGENTS_LIFT = (ABUSE,)
HINTS = {MINOR: "safety_minor"}
NOT_LATELY = 131047  # Meta: they have not written within 24 hours


class WaConversationBlock(models.Model):
    """Nothing goes out to this person any more, and Meta takes nothing from them."""

    _inherit = "wa.conversation"

    @api.model
    def _block_reasons(self):
        return {
            MINOR: self.env._("Under 16, parents have not agreed"),
            ABUSE: self.env._("Abuse or threats"),
            ORDER: self.env._("Order of a court or an authority"),
        }

    def _is_blocked(self):
        return self._state() == states.BLOCKED

    def _block(self, reason, note="", hint=False, at_meta=True):
        """S-21, on every number of the company this person wrote to."""
        for conversation in self.subject_id.conversation_ids:
            conversation._one_at_a_time()
            decision = states.block(conversation._record(), reason)
            if not decision.changes:
                continue
            conversation._record_block(decision, note)
            if hint and conversation == self:
                conversation._tell_block(reason)
            if at_meta:
                conversation._tell_meta("block")
            conversation._show_block()

    def _unblock(self, note=""):
        for conversation in self.subject_id.conversation_ids:
            conversation._one_at_a_time()
            decision = states.unblock(conversation._record())
            if decision.changes:
                conversation._record_block(decision, note)
                if conversation._meta_block():
                    conversation._tell_meta("unblock")
                conversation._show_block()

    def _record_block(self, decision, note):
        at = fields.Datetime.now()
        for change in decision.changes:
            self._change(change, at, {"note": note, "by": self.env.uid}, "agent")
        if decision.suppress:
            self.env["wa.suppression"]._suppress(self.subject_id, "withdrawn", at)
        self._cancel_queued(decision.changes)

    def _tell_block(self, reason):
        """The closing hint: why nobody answers, and the other way to us. Once."""
        text = automatic_texts.text(
            HINTS.get(reason, "closing"),
            self.language,
            alternative=self.channel_id._other_contact(self.language),
        )
        self.env["wa.message"]._queue_automatic(self, gate.SAFETY, {"text": text})

    # -- at Meta ---------------------------------------------------------------------

    def _meta_block(self):
        """The last call about a block; empty if there was none."""
        # sudo: wa.meta.call - read on behalf of the conversation
        return (
            self.env["wa.meta.call"]
            .sudo()
            .search(
                [("conversation_id", "=", self.id), ("kind", "in", BLOCKS)],
                order="id desc",
                limit=1,
            )
        )

    def _tell_meta(self, kind):
        last = self._meta_block()
        if last.state == "waiting":
            last._note("dropped")
        self.env["wa.meta.call"]._queue(self, kind)

    def _open_window(self, at):
        """Meta blocks only who wrote lately: what it refused is tried again now."""
        result = super()._open_window(at)
        last = self._meta_block() if self._is_blocked() else self.env["wa.meta.call"]
        if last.kind == "block" and last.state == "failed":
            self._tell_meta("block")
        return result

    def _show_block(self):
        """The heads of tickets that are on somebody's screen."""
        # sudo: helpdesk.ticket - ids only, to those who may read the ticket
        tickets = self.env["helpdesk.ticket"].sudo()
        tickets = tickets.search([("whatsapp_conversation_id", "=", self.id)])
        tickets._whatsapp_notify("new", self.env["wa.message"])

    # -- in words --------------------------------------------------------------------

    def _panel_block(self):
        """What the head of a ticket says of a block; False if there is none.

        After a lifted block only as long as Meta has not lifted its own.
        """
        call = self._meta_block()
        if self._is_blocked():
            lines = [self._blocked_text(), self._meta_block_text(call)]
        elif call.kind == "unblock" and call.state != "done":
            lines = [self._meta_unblock_text(call)]
        else:
            return False
        return {
            "text": " ".join(filter(None, lines)),
            "again": call.state == "failed",
        }

    def _blocked_text(self):
        consent = self._service_consent()
        reason = self._block_reasons().get(consent.reason)
        since = format_date(self.env, consent.since)
        if not reason:
            return self.env._("Blocked since %(date)s.", date=since)
        return self.env._(
            "Blocked since %(date)s: %(reason)s.", date=since, reason=reason
        )

    def _meta_block_text(self, call):
        if call.kind != "block":
            return self.env._("Not blocked at WhatsApp: messages are held, unread.")
        if call.state == "done":
            return self.env._("Also blocked at WhatsApp: nothing arrives any more.")
        if call.state != "failed":
            return self.env._("WhatsApp is being told.")
        if call.error_code == NOT_LATELY:
            return self.env._(
                "WhatsApp blocks only people who wrote within the last 24 hours. We "
                "try again when they write; until then messages are held."
            )
        return self.env._("Not blocked at WhatsApp: %s", self._error_text(call))

    def _meta_unblock_text(self, call):
        if call.state == "failed":
            return self.env._("Still blocked at WhatsApp: %s", self._error_text(call))
        return self.env._("The block is lifted. WhatsApp is being told.")

    def _error_text(self, call):
        rule = errors.rule_for(call.error_code)
        return f"{cause(rule, self.env)} {remedy(rule, self.env)}"
