from odoo import api, fields, models

from ..lib.consent import states


class WaConversationWithdrawal(models.Model):
    """Ways a consent ends other than by the person's own message."""

    _inherit = "wa.conversation"

    def _note_preference(self, channel, item):
        """Meta's marketing preference: a stop is an objection, a resume is nothing."""
        conversation = self._of_person(channel, item.person, item.at)
        if conversation:
            decision = states.prefer(conversation._record(), item.value)
            received = {"body_sha256": item.body_sha256}
            conversation._apply(decision, content=received, actor="meta")

    def _of_person(self, channel, person, at):
        subject = self.env["wa.subject"]._find(channel.company_id, person)
        # sudo: wa.conversation - the event decides, not a user
        return self.sudo().search(
            [("subject_id", "=", subject.id), ("channel_id", "=", channel.id)]
        )

    def _withdraw(self, purpose, reason, note="", actor="agent"):
        """S-12: a withdrawal that reached us by phone or letter; no proof is asked."""
        self.ensure_one()
        decision = states.withdraw(self._record(), purpose, reason)
        at = fields.Datetime.now()
        by = {"by": self.env.uid} if actor == "agent" else {}
        facts = {"note": note, **by}
        self._change_all([(self, c, at, facts) for c in decision.changes], actor)
        if decision.suppress:
            self.env["wa.suppression"]._suppress(self.subject_id, "withdrawn", at)
        self._cancel_queued(decision.changes)

    @api.model
    def _expire_consents(self):
        """Open questions end after 7 days, an unused yes after 24 months."""
        now = fields.Datetime.now()
        # sudo: wa.consent - time passes for everybody
        due = (
            self.env["wa.consent"]
            .sudo()
            .search(
                [
                    ("purpose", "=", states.SERVICE),
                    ("state", "in", (states.PENDING, states.GIVEN, states.RECONFIRM)),
                    ("since", "<", now - states.PENDING_FOR),
                ]
            )
        )
        for consent in due:
            # sudo: wa.conversation - time passes for everybody
            conversation = self.sudo().search(
                [
                    ("subject_id", "=", consent.subject_id.id),
                    ("channel_id", "=", consent.channel_id.id),
                ]
            )
            change = states.lapse(
                consent._standing(), conversation.last_inbound_at or None, now
            )
            if change:
                conversation._change(change, now, {}, "system")
