from odoo import models

from ..lib.consent import states
from ..lib.desk import routing


class WaConversationAmend(models.Model):
    """Reactions, deletions and openings of the chat: no messages of their own.

    None of them is a yes, reopens a ticket or waits for an answer.
    """

    _inherit = "wa.conversation"

    def _hear(self, message):
        hear = {
            "reaction": self._hear_reaction,
            "revoke": self._hear_revoke,
            "request_welcome": self._hear_welcome,
        }.get(message.kind)
        if hear:
            self.subject_id._lock_for_content()
            hear(message)
            return
        if message.quoted_index:
            message._quoted_since()._link_quotes()
        super()._hear(message)
        message._catch_up()

    def _hear_reaction(self, message):
        """While our question is open, a thumbs-up may bring the short reminder."""
        self._open_window(message.event_at)
        if self._state() in (states.PENDING, states.RECONFIRM):
            inbound = states.Inbound(message.event_at)
            decision = states.receive(self._record(), inbound, self._policy())
            self._follow(decision, message, {})
        if not message._is_newest_reaction():
            return
        if not message._amend():
            message._done()
            if message._content().get("emoji"):
                message._show_in_current_ticket()

    def _hear_revoke(self, message):
        message._amend()
        message._done()

    def _hear_welcome(self, message):
        message._done()
        message._show_in_current_ticket()

    def _place(self, decision, message, content):
        if message.kind == "edit" and self._place_edit(decision, message, content):
            return None
        return super()._place(decision, message, content)

    def _place_edit(self, decision, message, content):
        """In the place of the old text; False if that message is unknown."""
        if message._waits_for_target():
            message._done()
            return True
        if not message._amend():
            return False
        self._note_edit(message, content)
        if decision.content == "control" and self._state() == states.GIVEN:
            self._release_held()
        return True

    def _note_edit(self, message, content):
        """What was changed may need another answer, so its agent is told."""
        target = message._target()
        ticket = target.ticket_id
        if not ticket or routing.is_thanks(content.get("text"), "text"):
            return
        if not ticket.closed:
            ticket._whatsapp_note_inbound(message.event_at)
        ticket._whatsapp_tell_assignee(target.mail_message_id)
