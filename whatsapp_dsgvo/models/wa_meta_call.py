from datetime import timedelta

from odoo import api, fields, models

from .. import wake
from . import guard

WORKER = "cron_call_meta"
KEPT_FOR = timedelta(days=30)


class WaMetaCall(models.Model):
    """A call to Meta about a person that is no message, and what became of it.

    Blocks, and that a message was read: queued in the agent's transaction, made by a
    worker afterwards; and that the contact book forgets somebody. All of them may be
    made twice, so a crash needs no clearing up.
    """

    _name = "wa.meta.call"
    _description = "Call to Meta that is no message"
    _inherit = "wa.guarded.mixin"
    _order = "id"
    _rec_name = "kind"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    channel_id = fields.Many2one(
        "wa.channel", "Number", required=True, readonly=True, ondelete="cascade"
    )
    conversation_id = fields.Many2one(
        "wa.conversation", required=True, readonly=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            ("block", "Block"),
            ("unblock", "Unblock"),
            ("read", "Mark as read"),
            ("typing", "Mark as read, and show that somebody is typing"),
        ],
        required=True,
        readonly=True,
    )
    message_id = fields.Many2one(
        "wa.message", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    basis_entry_id = fields.Many2one(
        "wa.ledger.entry", "Basis", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("calling", "Being made"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("dropped", "No longer wanted"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    queued_at = fields.Datetime(required=True, readonly=True)
    attempts = fields.Integer(readonly=True)
    next_try_at = fields.Datetime(required=True, readonly=True)
    calling_at = fields.Datetime(readonly=True)
    error_code = fields.Integer(readonly=True)

    _waiting_idx = models.Index("(id) WHERE state IN ('waiting', 'calling')")
    # The customer sees blue ticks and "typing": like a message they need a consent.
    _basis_check = models.Constraint(
        "CHECK (kind NOT IN ('read', 'typing') OR (basis_entry_id IS NOT NULL "
        "AND message_id IS NOT NULL))",
        "What the customer sees needs a consent.",
    )

    @api.model
    def _queue(self, conversation, kind, **vals):
        now = fields.Datetime.now()
        # sudo: wa.meta.call - callers check who may; the worker decides again
        call = guard.admitted(self.sudo()).create(
            {
                "company_id": conversation.company_id.id,
                "channel_id": conversation.channel_id.id,
                "conversation_id": conversation.id,
                "kind": kind,
                "queued_at": now,
                "next_try_at": now,
                **vals,
            }
        )
        wake.after_commit(self.env, WORKER)
        return guard.dismissed(call)

    def _note(self, state, **vals):
        # sudo: wa.meta.call - written by the worker
        guard.admitted(self.sudo()).write({"state": state, **vals})

    @api.autovacuum
    def _gc_calls(self):
        """The last word on a block is shown as long as the conversation is there."""
        # sudo: wa.meta.call - storage limitation, Art. 5 (1) e GDPR
        old = self.sudo().search(
            [
                ("queued_at", "<", fields.Datetime.now() - KEPT_FOR),
                ("kind", "not in", ("block", "unblock")),
            ],
            limit=10000,
        )
        guard.admitted(old).unlink()
