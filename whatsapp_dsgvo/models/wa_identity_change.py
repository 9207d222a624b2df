import uuid

from odoo import api, fields, models

from ..lib.cloud_api.event_types import Person
from . import guard

SECURITY_CODE = "customer_identity_changed"
GROUP = "group_message"


class WaIdentityChange(models.Model):
    """What WhatsApp itself reports of a person becomes a line in the conversation."""

    _inherit = "wa.message"

    @api.model
    def _receive_identity_change(self, channel, item):
        """S-16 and S-18: a new number or ID; a new security code is only told."""
        old = Person(
            phone=item.old_phone, bsuid=item.old_bsuid, parent_bsuid=item.old_parent
        )
        new = Person(
            phone=item.new_phone, bsuid=item.new_bsuid, parent_bsuid=item.new_parent
        )
        subject = self.env["wa.subject"]._find(channel.company_id, old)
        at = item.at.replace(tzinfo=None) if item.at else fields.Datetime.now()
        event = item.kind
        if subject and new.identities():
            event = event if subject._move(new, at) else "moved_to_known"
            subject._carry_consents()
        for conversation in subject.conversation_ids:
            token = item.wamid or f"{item.kind}:{item.at}:{subject.uuid}"
            self._trace(conversation, "system", event, at, token)

    @api.model
    def _receive_call(self, channel, item):
        """We can't take calls; the desk learns that somebody tried."""
        subject = self.env["wa.subject"]._find(channel.company_id, item.person)
        conversation = subject.conversation_ids.filtered(
            lambda c: c.channel_id == channel
        )
        if conversation and item.event == "connect":
            at = item.at.replace(tzinfo=None) if item.at else fields.Datetime.now()
            self._trace(conversation, "call", "call", at, f"call:{item.call_id}")

    @api.model
    def _receive_group_message(self, channel, item):
        """True if it is told in a ticket, once a day: no window, no question, no text."""
        subject = self.env["wa.subject"]._find(channel.company_id, item.sender)
        conversation = subject.conversation_ids.filtered(
            lambda c: c.channel_id == channel
        )
        if not conversation.ticket_id or subject.restricted:
            return False
        at = self._event_time(item)
        token = f"{GROUP}:{conversation.id}:{at.date()}"
        self._trace(conversation, "system", GROUP, at, token)
        return True

    @api.model
    def _trace(self, conversation, kind, event, at, token):
        """One line without a text of the customer's; a redelivered one changes nothing."""
        index = self.env["wa.vault"]._index("wamid", token)
        if self._by_wamid_index(conversation.channel_id, index):
            return
        # sudo: wa.message - written by the inbox, for no user
        guard.admitted(self.sudo()).create(
            {
                **self._row(conversation, str(uuid.uuid4()), {"event": event}),
                "direction": "in",
                "kind": kind,
                "state": "done",
                "wamid_index": index,
                "event_at": at,
            }
        )._show_in_current_ticket()
