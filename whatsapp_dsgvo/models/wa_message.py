import json
import secrets
import uuid
from datetime import timedelta

from odoo import api, fields, models

from ..lib.cloud_api.event_types import Person
from ..lib.consent import gate, language
from ..lib.desk import delivery, triage
from . import guard
from .wa_subject import CONTENT

OUT_STATES = [
    ("waiting_for_window", "Waits for the customer"),
    ("queued", "Queued"),
    ("sending", "Being sent"),
    ("uncertain", "Uncertain"),
    ("sent", "Sent"),
    ("delivered", "Delivered"),
    ("read", "Read"),
    ("played", "Played"),
    ("failed", "Not delivered"),
    ("cancelled", "Cancelled"),
]
IN_STATES = [("received", "Received"), ("held", "Held"), ("done", "Done")]
STATE_TIMES = {
    "sent": "sent_at",
    "delivered": "delivered_at",
    "read": "read_at",
    "played": "read_at",
    "failed": "failed_at",
}


HELD_FOR = timedelta(days=7)


class WaMessage(models.Model):
    """One message, in or out: result of the inbox and outbox in one."""

    _name = "wa.message"
    _description = "WhatsApp message"
    _inherit = "wa.guarded.mixin"
    _order = "event_at, id"
    _rec_name = "opaque_id"

    opaque_id = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    channel_id = fields.Many2one(
        "wa.channel", "Number", required=True, readonly=True, ondelete="restrict"
    )
    conversation_id = fields.Many2one(
        "wa.conversation", required=True, readonly=True, ondelete="cascade", index=True
    )
    subject_id = fields.Many2one(
        "wa.subject", required=True, readonly=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket", readonly=True, ondelete="set null", index="btree_not_null"
    )
    mail_message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="set null", index="btree_not_null"
    )
    direction = fields.Selection(
        [("in", "Received"), ("out", "Sent"), ("note", "Internal note")],
        required=True,
        readonly=True,
    )
    kind = fields.Char(required=True, readonly=True)
    content_sealed = fields.Binary(
        attachment=False, readonly=True, groups="base.group_system"
    )
    wamid_index = fields.Char(readonly=True)
    wamid_sealed = fields.Binary(
        attachment=False, readonly=True, groups="base.group_system"
    )
    state = fields.Selection(OUT_STATES + IN_STATES, required=True, readonly=True)
    event_at = fields.Datetime("Time", required=True, readonly=True)
    queued_at = fields.Datetime(readonly=True)
    sending_at = fields.Datetime(readonly=True)
    sent_at = fields.Datetime(readonly=True)
    delivered_at = fields.Datetime(readonly=True)
    read_at = fields.Datetime(readonly=True)
    failed_at = fields.Datetime(readonly=True)
    attempts = fields.Integer(readonly=True)
    next_try_at = fields.Datetime(readonly=True)
    error_code = fields.Integer(readonly=True)
    cancel_reason = fields.Char(readonly=True)
    quoted_id = fields.Many2one("wa.message", readonly=True, ondelete="set null")
    author_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    purpose = fields.Char(readonly=True)
    basis_entry_id = fields.Many2one(
        "wa.ledger.entry", "Basis", readonly=True, ondelete="restrict"
    )
    exception_code = fields.Char(readonly=True)
    notice_id = fields.Many2one("wa.notice", readonly=True, ondelete="restrict")
    notice_form = fields.Char(readonly=True)
    choice_nonce = fields.Char(readonly=True, groups="base.group_system")
    choice_used_at = fields.Datetime(readonly=True)
    retention_class = fields.Char(required=True, readonly=True, default="LK-03")
    triage_label = fields.Selection(
        [
            ("legal", "Legal"),
            ("urgent", "Urgent"),
            ("privacy", "Data protection"),
            ("greeting", "Only a greeting"),
            ("file", "File or voice"),
            ("other", "Other"),
        ],
        readonly=True,
    )
    triage_decision = fields.Selection(
        [
            ("nothing", "Nothing legal"),
            ("legal", "Legal declaration"),
            ("urgent", "Urgent"),
        ],
        readonly=True,
    )
    triage_at = fields.Datetime(readonly=True)

    _opaque_id_uniq = models.UniqueIndex("(opaque_id)")
    _wamid_uniq = models.UniqueIndex(
        "(channel_id, wamid_index) WHERE wamid_index IS NOT NULL"
    )
    _received_idx = models.Index("(conversation_id) WHERE state = 'received'")
    _outbox_idx = models.Index(
        "(channel_id, id) WHERE state IN ('queued', 'sending', 'uncertain')"
    )
    _held_idx = models.Index("(company_id, event_at) WHERE state = 'held'")
    # Every message to a customer has a basis, or one of four named exceptions.
    _basis_check = models.Constraint(
        "CHECK (direction <> 'out' OR basis_entry_id IS NOT NULL OR "
        "(exception_code IS NOT NULL AND exception_code IN "
        "('NOTICE', 'CHOICE_ACK', 'DSR_INFO', 'SAFETY')))",
        "A message needs a consent or a named exception.",
    )

    # -- content ---------------------------------------------------------------------

    def _seal_content(self, opaque_id, subject, content):
        text = json.dumps(content, ensure_ascii=False, default=str)
        return self.env["wa.vault"]._seal(
            text, self._name, "content_sealed", opaque_id, subject.uuid, CONTENT
        )

    def _content(self):
        """{"text": …, "reply_id": …, "payload": …} in the clear; {} once shredded."""
        self.ensure_one()
        # sudo: wa.message - ciphertext; who may read is the caller's business
        record = self.sudo().with_context(bin_size=False)
        plain = self.env["wa.vault"]._unseal(
            record.content_sealed,
            self._name,
            "content_sealed",
            record.opaque_id,
            record.subject_id.uuid,
            CONTENT,
        )
        return json.loads(plain) if plain else {}

    def _wamid(self):
        """Meta's message id; it holds the phone number, so it is never stored clear."""
        self.ensure_one()
        # sudo: wa.message - ciphertext; used to quote and to mark as read
        record = self.sudo().with_context(bin_size=False)
        plain = self.env["wa.vault"]._unseal(
            record.wamid_sealed,
            self._name,
            "wamid_sealed",
            record.opaque_id,
            record.subject_id.uuid,
            CONTENT,
        )
        return plain.decode() if plain else None

    # -- in --------------------------------------------------------------------------

    @api.model
    def _receive(self, channel, item):
        """Stage 1: store one inbound message; a redelivered one changes nothing."""
        vault = self.env["wa.vault"]
        wamid_index = vault._index("wamid", item.wamid)
        if self._by_wamid_index(channel, wamid_index):
            return
        at = item.at.replace(tzinfo=None) if item.at else fields.Datetime.now()
        subject = self.env["wa.subject"]._resolve(channel.company_id, item.sender, at)
        subject._set_profile_name(item.sender.profile_name)
        conversation = self._conversation_for(subject, channel, item)
        opaque_id = str(uuid.uuid4())
        guard.admitted(self.sudo()).create(
            {
                **self._row(conversation, opaque_id, self._inbound_content(item)),
                **self._wamid_vals(item.wamid, opaque_id, subject),
                "direction": "in",
                "kind": item.kind,
                "state": "received",
                "event_at": at,
                "quoted_id": self._quoted(channel, item).id,
            }
        )

    @api.model
    def _receive_identity_change(self, channel, item):
        """WhatsApp says that a number or ID changed: a visible trace for the desk.

        Nothing is linked by it: a new number can mean a new person.
        """
        old = Person(
            phone=item.old_phone, bsuid=item.old_bsuid, parent_bsuid=item.old_parent
        )
        subject = self.env["wa.subject"]._find(channel.company_id, old)
        conversation = subject.conversation_ids.filtered(
            lambda c: c.channel_id == channel
        )
        if not conversation:
            return
        wamid = item.wamid or f"{item.kind}:{item.at}"
        index = self.env["wa.vault"]._index("wamid", wamid)
        if self._by_wamid_index(channel, index):
            return
        opaque_id = str(uuid.uuid4())
        at = item.at.replace(tzinfo=None) if item.at else fields.Datetime.now()
        guard.admitted(self.sudo()).create(
            {
                **self._row(conversation, opaque_id, {"payload": {"kind": item.kind}}),
                "direction": "in",
                "kind": "system",
                "state": "done",
                "wamid_index": index,
                "event_at": at,
            }
        )._show_in_current_ticket()

    def _row(self, conversation, opaque_id, content):
        """What every message has in common."""
        subject = conversation.subject_id
        subject._lock_for_content()
        return {
            "opaque_id": opaque_id,
            "company_id": conversation.company_id.id,
            "channel_id": conversation.channel_id.id,
            "conversation_id": conversation.id,
            "subject_id": subject.id,
            "content_sealed": self._seal_content(opaque_id, subject, content),
        }

    def _show_in_current_ticket(self):
        for message in self:
            if message.conversation_id.ticket_id:
                message._show_in(message.conversation_id.ticket_id)

    def _by_wamid_index(self, channel, wamid_index):
        # sudo: wa.message - look-up by keyed hash on behalf of the inbox
        return self.sudo().search(
            [("channel_id", "=", channel.id), ("wamid_index", "=", wamid_index)]
        )

    def _quoted(self, channel, item):
        if not item.quoted_wamid:
            return self.browse()
        index = self.env["wa.vault"]._index("wamid", item.quoted_wamid)
        return self._by_wamid_index(channel, index)

    def _inbound_content(self, item):
        """Only what the desk needs is kept (Art. 5 (1) c GDPR)."""
        return {
            "text": item.text,
            "reply_id": item.reply_id,
            "payload": dict(item.payload or {}),
            "forwarded": item.forwarded,
        }

    def _conversation_for(self, subject, channel, item):
        conversations = self.env["wa.conversation"].sudo()
        found = conversations.search(
            [("subject_id", "=", subject.id), ("channel_id", "=", channel.id)]
        )
        return found or conversations.create(
            {
                "subject_id": subject.id,
                "channel_id": channel.id,
                "company_id": channel.company_id.id,
                "language": self._guess_language(item),
            }
        )

    def _guess_language(self, item):
        return language.guess_language(item.text, item.sender.phone)

    def _tapped_choice(self, content):
        """("yes"|"no", notice version) if a button of our own notice was tapped.

        The nonce is bound to the person and to one notice; "yes" counts once, so an old
        notice that is scrolled up to can't undo a later withdrawal.
        """
        self.ensure_one()
        parts = (content.get("reply_id") or "").split(".")
        if len(parts) != 3 or parts[0] != "c1" or parts[1] not in ("yes", "no"):
            return None, None
        asked = self.sudo().search(
            [
                ("conversation_id", "=", self.conversation_id.id),
                ("choice_nonce", "=", parts[2]),
                ("state", "not in", ("failed", "cancelled")),
            ]
        )
        if not asked or (parts[1] == "yes" and asked.choice_used_at):
            return "stale", None
        if parts[1] == "yes":
            guard.admitted(asked).choice_used_at = self.event_at
        return parts[1], asked.notice_id.version

    def _hold(self, content, label=None):
        """Before the yes: encrypted, invisible to agents, sorted for the triage."""
        words = (self.channel_id.urgent_words or "").split(",")
        urgent = [word.strip() for word in words if word.strip()]
        self._admitted_write(
            {
                "state": "held",
                "triage_label": label
                or triage.label(content.get("text"), self.kind, urgent),
            }
        )

    def _done(self):
        self._admitted_write({"state": "done"})

    def _admitted_write(self, vals):
        # sudo: wa.message - written by the channel only
        guard.admitted(self.sudo()).write(vals)

    def _show_in(self, ticket):
        """Put the message into a ticket's chatter as a stub without content."""
        for message in self:
            stub = ticket._whatsapp_stub(message)
            message._admitted_write(
                {
                    "state": "done" if message.direction == "in" else message.state,
                    "ticket_id": ticket.id,
                    "mail_message_id": stub.id,
                }
            )
            ticket._whatsapp_notify("new", message)

    # -- out -------------------------------------------------------------------------

    @api.model
    def _queue(self, conversation, content, *, kind="text", basis=None, **vals):
        """One row in the outbox; the scheduled action sends it after the commit."""
        now = fields.Datetime.now()
        message = guard.admitted(self.sudo()).create(
            {
                **self._row(conversation, str(uuid.uuid4()), content),
                "direction": "out",
                "kind": kind,
                "state": "queued",
                "event_at": now,
                "queued_at": now,
                "next_try_at": now,
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

    def _cancel(self, reason):
        for message in self:
            message._admitted_write({"state": "cancelled", "cancel_reason": reason})
            message._changed()

    def _changed(self):
        for message in self.filtered("ticket_id"):
            message.ticket_id._whatsapp_notify("update", message)

    # -- statuses --------------------------------------------------------------------

    @api.model
    def _settle_status(self, channel, item):
        """A status moves a message forward only; Meta repeats and mixes them."""
        message = self._of_status(channel, item)
        if not message:
            return
        vals = message._status_vals(item)
        if vals:
            message._admitted_write(vals)
            message._changed()

    def _of_status(self, channel, item):
        index = self.env["wa.vault"]._index("wamid", item.wamid)
        found = self._by_wamid_index(channel, index)
        if found or not item.opaque_id:
            return found
        # sudo: wa.message - our own id comes back from Meta
        return self.sudo().search(
            [("channel_id", "=", channel.id), ("opaque_id", "=", item.opaque_id)]
        )

    def _status_vals(self, item):
        """Time and state; `read` implies `delivered`, which Meta may omit."""
        self.ensure_one()
        at = item.at.replace(tzinfo=None) if item.at else fields.Datetime.now()
        vals = {}
        field = STATE_TIMES.get(item.status)
        if field and not self[field]:
            vals[field] = at
        if delivery.settle(self.state, item.status) != self.state:
            vals["state"] = item.status
        if item.status in ("read", "played") and not self.delivered_at:
            vals["delivered_at"] = at
        if item.status == "failed" and item.errors and vals.get("state"):
            vals["error_code"] = item.errors[0].code
        if not self.wamid_index:
            vals.update(self._wamid_vals(item.wamid, self.opaque_id, self.subject_id))
        return vals

    def _wamid_vals(self, wamid, opaque_id, subject):
        vault = self.env["wa.vault"]
        return {
            "wamid_index": vault._index("wamid", wamid),
            "wamid_sealed": vault._seal(
                wamid, self._name, "wamid_sealed", opaque_id, subject.uuid, CONTENT
            ),
        }

    @api.autovacuum
    def _gc_held(self):
        """Held for 7 days and found to be nothing legal: deleted, as the notice says."""
        limit = fields.Datetime.now() - HELD_FOR
        # sudo: wa.message - storage limitation, Art. 5 (1) e GDPR
        old = self.sudo().search(
            [
                ("state", "=", "held"),
                ("triage_decision", "=", "nothing"),
                ("event_at", "<", limit),
            ],
            limit=1000,
        )
        guard.admitted(old).unlink()
