from odoo import models

from ..lib.cloud_api import outgoing

NOT_SENT = ("failed", "cancelled")


class WaMessageKinds(models.Model):
    """Reactions, choices and places of agents on their way out, and in the bubble."""

    _inherit = "wa.message"

    def _is_composed(self):
        return (
            self.direction == "out"
            and self.kind in outgoing.KINDS
            and not self.exception_code
        )

    def _is_own_reaction(self):
        return self.kind == "reaction" and self.direction == "out"

    def _payload_of_kind(self, to, content, quoted):
        about = self.target_id._wamid() if self._is_own_reaction() else quoted
        return outgoing.build(self.kind, to, content, about, self.opaque_id)

    def _may_wait(self):
        return super()._may_wait() and not self._is_composed()

    def _note_accepted(self, result):
        """WhatsApp shows one reaction of each side: the older one has gone there."""
        result = super()._note_accepted(result)
        if self._is_own_reaction():
            earlier = self.target_id.reaction_ids.filtered(
                lambda m: m._is_own_reaction() and m.id < self.id
            )
            earlier._shred()
        return result

    def _changed(self, kind="update"):
        """A reaction has no line of its own; its message is drawn again."""
        reactions = self.filtered(lambda m: m._is_own_reaction())
        shown = (self - reactions) | reactions.target_id
        return super(WaMessageKinds, shown)._changed(kind)

    def _bubble_reactions(self):
        """Of ours the newest that is not refused; an empty one was taken back."""
        # sudo: wa.message - the reader of the message was checked
        reactions = self.sudo().reaction_ids
        ours = reactions.filtered(lambda m: m._is_own_reaction())
        newest = ours.filtered(lambda m: m.state not in NOT_SENT).sorted("id")[-1:]
        shown = ((r._content().get("emoji"), r.direction) for r in reactions - ours)
        return [
            *({"emoji": e, "direction": side} for e, side in shown if e),
            *(
                {"emoji": emoji, "direction": "out"}
                for emoji in (newest._content().get("emoji") if newest else "",)
                if emoji
            ),
        ]

    def _part_interactive(self, content):
        part = super()._part_interactive(content)
        choices = outgoing.titles(content)
        return {**part, "choices": choices} if choices else part
