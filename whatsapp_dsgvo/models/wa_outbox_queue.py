import secrets
import uuid

from odoo import api, fields, models

from ..lib.consent import gate
from . import guard, rows


class WaOutboxQueue(models.Model):
    """The way into the outbox."""

    _inherit = "wa.message"

    @api.model
    def _queue(self, conversation, content, *, kind="text", basis=None, **vals):
        """One row in the outbox; the scheduled action sends it after the commit."""
        vals = {"kind": kind, "basis_entry_id": basis.id if basis else False, **vals}
        return self._queue_all([(conversation, content, vals)])

    @api.model
    def _queue_all(self, letters):
        """[(conversation, content, further values)] -> the messages, in this order."""
        now = fields.Datetime.now()
        conversations = self.env["wa.conversation"].union(*(one for one, *_ in letters))
        conversations.subject_id._lock_for_content()
        ahead = self._queued_in(conversations).grouped("conversation_id")
        # sudo: wa.message - callers check who may write; the gate decides
        messages = rows.insert(
            guard.admitted(self.sudo()),
            [
                {
                    **self._row_vals(one, str(uuid.uuid4()), content),
                    "direction": "out",
                    "state": "queued",
                    "event_at": now,
                    "queued_at": now,
                    "next_try_at": max(
                        [now, *(m.next_try_at for m in ahead.get(one, ()))]
                    ),
                    **vals,
                }
                for one, content, vals in letters
            ],
        )
        conversations._wake_sender()
        return guard.dismissed(messages)

    @api.model
    def _queue_automatic(self, conversation, exception, content, **vals):
        """A message under a named exception, if the gate lets it pass; else nothing."""
        return self._queue_automatic_all(exception, [(conversation, content, vals)])

    @api.model
    def _queue_automatic_all(self, exception, letters):
        """The same for [(conversation, content, further values)], a person only once."""
        conversations = self.env["wa.conversation"].union(*(one for one, *_ in letters))
        allowed = conversations._that_may_get(exception)
        if not allowed:
            return self.browse()
        messages = self._queue_all(
            [
                (one, content, {**self._automatic_vals(exception), **vals})
                for one, content, vals in letters
                if one in allowed
            ]
        )
        self.env["wa.allowance"]._use(
            allowed.subject_id,
            exception,
            fields.Datetime.now(),
            {
                one.subject_id: vals.get("notice_form")
                for one, _content, vals in letters
            },
        )
        messages._show_in_current_ticket()
        return messages

    def _automatic_vals(self, exception):
        if exception != gate.NOTICE:
            return {"kind": "text", "exception_code": exception}
        nonce = secrets.token_urlsafe(12)
        return {
            "kind": "interactive",
            "exception_code": exception,
            "choice_nonce": nonce,
        }

    def _wait_until(self, at):
        """Try again then; what was queued after it waits too, so none overtakes."""
        self.ensure_one()
        behind = self._queued_in(self.conversation_id).filtered(
            lambda m: m.id >= self.id and m.next_try_at < at
        )
        (self | behind)._admitted_write({"next_try_at": at})

    @api.model
    def _queued_in(self, conversations):
        # sudo: wa.message - the outbox is the system's
        return self.sudo().search(
            [
                ("conversation_id", "in", conversations.ids),
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
