import json
import uuid

from odoo import fields, models

from ..lib.cloud_api import json_values
from ..lib.desk import triage
from . import guard
from .binary import whole
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
        "wa.subject", required=True, readonly=True, ondelete="cascade", index=True
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
    key_class = fields.Char(required=True, readonly=True, default=CONTENT)
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
    is_control = fields.Boolean(
        readonly=True, help="A word to us (yes, STOP), not to the desk."
    )
    quoted_id = fields.Many2one(
        "wa.message", readonly=True, ondelete="set null", index="btree_not_null"
    )
    author_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    purpose = fields.Char(readonly=True)
    basis_entry_id = fields.Many2one(
        "wa.ledger.entry", "Basis", readonly=True, ondelete="restrict"
    )
    exception_code = fields.Char(readonly=True)
    notice_id = fields.Many2one("wa.notice", readonly=True, ondelete="restrict")
    notice_form = fields.Char(readonly=True)
    sent_again_at = fields.Datetime(readonly=True)
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
        "(wamid_index, channel_id) WHERE wamid_index IS NOT NULL"
    )
    _received_idx = models.Index("(conversation_id) WHERE state = 'received'")
    _kept_idx = models.Index("(subject_id) WHERE key_class = 'kept'")
    _outbox_idx = models.Index("(channel_id, id) WHERE state IN ('queued', 'sending')")
    _under_way_idx = models.Index(
        "(conversation_id, id) WHERE state IN ('queued', 'sending')"
    )
    # for the last one in a direction, now or at some earlier time
    _life_idx = models.Index("(channel_id, direction, event_at)")
    _held_idx = models.Index("(company_id, event_at) WHERE state = 'held'")
    # Every message to a customer has a basis, or one of four named exceptions.
    _basis_check = models.Constraint(
        "CHECK (direction <> 'out' OR basis_entry_id IS NOT NULL OR "
        "(exception_code IS NOT NULL AND exception_code IN "
        "('NOTICE', 'CHOICE_ACK', 'DSR_INFO', 'SAFETY')))",
        "A message needs a consent or a named exception.",
    )

    def _seal_content(self, opaque_id, subject, content, klass=CONTENT):
        text = json_values.storable(
            json.dumps(content, ensure_ascii=False, default=str)
        )
        return self.env["wa.vault"]._seal(
            text, self._name, "content_sealed", opaque_id, subject.uuid, klass
        )

    def _content(self):
        """{"text": …, "reply_id": …, "payload": …} in the clear; {} once shredded."""
        self.ensure_one()
        # sudo: wa.message - ciphertext; who may read is the caller's business
        record = whole(self.sudo())
        plain = self.env["wa.vault"]._unseal(
            record.content_sealed,
            self._name,
            "content_sealed",
            record.opaque_id,
            record.subject_id.uuid,
            record.key_class,
        )
        return json.loads(plain) if plain else {}

    def _wamid(self):
        """Meta's message id; it holds the phone number, so it is never stored clear."""
        self.ensure_one()
        # sudo: wa.message - ciphertext; used to quote and to mark as read
        record = whole(self.sudo())
        plain = self.env["wa.vault"]._unseal(
            record.wamid_sealed,
            self._name,
            "wamid_sealed",
            record.opaque_id,
            record.subject_id.uuid,
            CONTENT,
        )
        return plain.decode() if plain else None

    def _row(self, conversation, opaque_id, content):
        """What every message has in common."""
        conversation.subject_id._lock_for_content()
        return self._row_vals(conversation, opaque_id, content)

    def _row_vals(self, conversation, opaque_id, content):
        """The same when the person is locked already."""
        subject = conversation.subject_id
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

    def _hold(self, content, label=None):
        self._admitted_write(self._held_vals(content, label))

    def _held_vals(self, content, label=None):
        """Before the yes: encrypted, invisible to agents, sorted for the triage."""
        words = (self.channel_id.urgent_words or "").split(",")
        urgent = [word.strip() for word in words if word.strip()]
        label = label or triage.label(content.get("text"), self.kind, urgent)
        return {"state": "held", "triage_label": label}

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

    def _wamid_vals(self, wamid, opaque_id, subject):
        vault = self.env["wa.vault"]
        return {
            "wamid_index": vault._index("wamid", wamid),
            "wamid_sealed": vault._seal(
                wamid, self._name, "wamid_sealed", opaque_id, subject.uuid, CONTENT
            ),
        }
