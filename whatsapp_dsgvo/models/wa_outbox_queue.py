import secrets
import uuid

from odoo import api, fields, models

from ..lib.consent import gate
from . import guard


class WaOutboxQueue(models.Model):
    """The way into the outbox."""

    _inherit = "wa.message"

    @api.model
    def _queue(self, conversation, content, *, kind="text", basis=None, **vals):
        """One row in the outbox; the scheduled action sends it after the commit."""
        now = fields.Datetime.now()
        ahead = self._queued_in(conversation)
        # sudo: wa.message - callers check who may write; the gate decides
        message = guard.admitted(self.sudo()).create(
            {
                **self._row(conversation, str(uuid.uuid4()), content),
                "direction": "out",
                "kind": kind,
                "state": "queued",
                "event_at": now,
                "queued_at": now,
                "next_try_at": max([now, *ahead.mapped("next_try_at")]),
                "basis_entry_id": basis.id if basis else False,
                **vals,
            }
        )
        conversation._wake_sender()
        return guard.dismissed(message)

    @api.model
    def _queue_automatic(self, conversation, exception, content, **vals):
        """A message under a named exception, if the gate lets it pass; else nothing."""
        if not conversation._may_send(exception).allowed:
            return self.browse()
        if exception == gate.NOTICE:
            vals["choice_nonce"] = secrets.token_urlsafe(12)
        message = self._queue(
            conversation,
            content,
            kind="interactive" if exception == gate.NOTICE else "text",
            exception_code=exception,
            **vals,
        )
        self.env["wa.allowance"]._use(
            conversation.subject_id, exception, fields.Datetime.now()
        )
        if conversation.ticket_id:
            message._show_in(conversation.ticket_id)
        return message

    def _wait_until(self, at):
        """Try again then; what was queued after it waits too, so none overtakes."""
        self.ensure_one()
        behind = self._queued_in(self.conversation_id).filtered(
            lambda m: m.id >= self.id and m.next_try_at < at
        )
        (self | behind)._admitted_write({"next_try_at": at})

    @api.model
    def _queued_in(self, conversation):
        # sudo: wa.message - the outbox is the system's
        return self.sudo().search(
            [
                ("conversation_id", "=", conversation.id),
                ("direction", "=", "out"),
                ("state", "=", "queued"),
            ]
        )

    def _cancel(self, reason):
        for message in self:
            message._admitted_write({"state": "cancelled", "cancel_reason": reason})
            message._changed()

    def _changed(self, kind="update"):
        for message in self.filtered("ticket_id"):
            message.ticket_id._whatsapp_notify(kind, message)
