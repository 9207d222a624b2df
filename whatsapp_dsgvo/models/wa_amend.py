from odoo import fields, models

from ..lib.privacy.retention_classes import ARCHIVED


class WaAmend(models.Model):
    """What a customer does to an earlier message: changes, deletes, reacts to it.

    Meta mixes the order, so a change may be here before its message: it waits with the
    keyed hash of that message's id, and is applied once the message was heard. So does
    a quote.
    """

    _inherit = "wa.message"

    target_id = fields.Many2one(
        "wa.message", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    target_index = fields.Char(readonly=True)
    reaction_ids = fields.One2many(
        "wa.message", "target_id", readonly=True, domain=[("kind", "=", "reaction")]
    )
    quoted_index = fields.Char(readonly=True)
    edited_at = fields.Datetime(readonly=True)
    revoked_at = fields.Datetime(readonly=True)

    _quoted_waiting_idx = models.Index(
        "(conversation_id, quoted_index) WHERE quoted_index IS NOT NULL"
    )

    def _target(self):
        """The same person's message that this one is about, once it was heard."""
        self.ensure_one()
        if not self.target_index:
            return self.browse()
        found = self._by_wamid_index(self.channel_id, self.target_index)
        return found.filtered(
            lambda m: (
                m.conversation_id == self.conversation_id and m.state != "received"
            )
        )

    def _waits_for_target(self):
        """It is stored, and heard later in this very round."""
        target = self._by_wamid_index(self.channel_id, self.target_index or "-")
        return target.conversation_id == self.conversation_id and not self._target()

    def _amend(self):
        """Apply an edit, a deletion or a reaction; False while there is no target."""
        target = self._target()
        if not target:
            return False
        if self.kind == "reaction":
            self._admitted_write({"target_id": target.id})
        elif target.direction == "in":
            target._take_edit(self) if self.kind == "edit" else target._revoke(self)
            self._shred()
        self._done()
        (self | target)._changed()
        return True

    def _catch_up(self):
        """What came before its message was stored."""
        waiting = self.search(
            [
                ("conversation_id", "in", self.conversation_id.ids),
                ("target_index", "in", list(filter(None, self.mapped("wamid_index")))),
                ("target_id", "=", False),
                ("state", "!=", "received"),
                ("content_sealed", "!=", False),
            ],
            order="event_at, id",
        )
        for amendment in waiting:
            amendment._amend()
        self._link_quotes()

    def _quoted_since(self):
        """The message this one quotes, if it was stored after this one."""
        return self._by_wamid_index(self.channel_id, self.quoted_index)

    def _link_quotes(self):
        """What quotes these messages and was here before them."""
        by_index = {m.wamid_index: m for m in self if m.wamid_index}
        waiting = self.search(
            [
                ("conversation_id", "in", self.conversation_id.ids),
                ("quoted_index", "in", list(by_index)),
            ]
        )
        for message in waiting:
            quoted = by_index[message.quoted_index]
            if quoted.conversation_id == message.conversation_id:
                message._admitted_write({"quoted_id": quoted.id, "quoted_index": False})
        waiting._changed()

    def _take_edit(self, edit):
        """The old words go, the new ones take their place."""
        if self.revoked_at or (self.edited_at and self.edited_at > edit.event_at):
            # Meta mixes the order: what was done later stands already
            return
        content = edit._content()
        old = self._content()
        if self._must_stay():
            content["before"] = old.get("before") or old.get("text") or ""
        kept = {key: old[key] for key in ("forwarded", "ad", "product") if key in old}
        sealed = self._seal_content(
            self.opaque_id, self.subject_id, {**kept, **content}
        )
        self._admitted_write({"content_sealed": sealed, "edited_at": edit.event_at})
        self._sort_again(content)

    def _revoke(self, revocation):
        self._admitted_write({"revoked_at": revocation.event_at})
        if not self._must_stay():
            self._shred()

    def _is_newest_reaction(self):
        """One reaction for each side; older ones of the same message are shredded."""
        others = self.search(
            [
                ("conversation_id", "=", self.conversation_id.id),
                ("kind", "=", "reaction"),
                ("direction", "=", self.direction),
                ("target_index", "=", self.target_index),
                ("state", "!=", "received"),
                ("id", "!=", self.id),
            ]
        )
        if any(other.event_at > self.event_at for other in others):
            self._shred()
            self._done()
            return False
        others._shred()
        return True

    def _must_stay(self):
        """A law demands it (§ 257 HGB, § 147 AO), whatever the sender deletes."""
        return self.retention_class in ARCHIVED

    def _shred(self):
        """The row's ciphertext goes, its times and its place in the chat stay."""
        self._admitted_write({"content_sealed": False})

    def _sort_again(self, content):
        """A changed message that the triage holds is looked at again."""
        if self.state != "held":
            return
        urgent = self.triage_label if self.triage_label in ("legal", "urgent") else None
        self._admitted_write({"triage_decision": False, "triage_at": False})
        self._hold(content, label=urgent)
