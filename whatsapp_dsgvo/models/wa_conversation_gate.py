from odoo import fields, models
from odoo.tools import SQL

from .. import wake
from ..lib.consent import gate, states


class WaConversationGate(models.Model):
    """May we write to this person, and if not, why?"""

    _inherit = "wa.conversation"

    def _situation(self, exception=None, purpose=states.SERVICE):
        self.ensure_one()
        now = fields.Datetime.now()
        subject = self.subject_id
        channel = self.channel_id
        today, month, same = (
            self.env["wa.allowance"]._count(subject, exception, now)
            if exception
            else (0, 0, 0)
        )
        consent = self._service_consent()
        asked = self._consents().filtered(lambda c: c.purpose == purpose)
        suppressed = self.env["wa.suppression"]._of(
            self.company_id, subject._identity_indexes()
        )
        return gate.Situation(
            state=consent.state or states.NONE,
            last_inbound_at=self.last_inbound_at or None,
            now=now,
            strict=channel.consent_mode == "strict",
            restricted=subject.restricted,
            suppressed=bool(suppressed),
            erased=bool(subject.erased_at),
            connected=channel.state == "connected",
            moved=bool(subject.moved_at),
            unheard=self._has_unheard(),
            has_entry=bool(consent.last_entry_id),
            automatic_today=today,
            automatic_this_month=month,
            same_today=same,
            purpose_state=asked.state or states.NONE,
        )

    def _has_unheard(self):
        """A message of this person which is stored but not worked off may be a STOP."""
        self.env["wa.message"].flush_model(
            ["state", "conversation_id", "parked_at", "triage_decision"]
        )
        return bool(
            self.env.execute_query(
                SQL(
                    """
                    SELECT 1 FROM wa_event_sender WHERE blind_index = ANY(%(indexes)s)
                    UNION ALL
                    SELECT 1 FROM wa_message
                     WHERE conversation_id = %(conversation)s
                       AND (state = 'received' OR (state = 'held'
                            AND parked_at IS NOT NULL AND triage_decision IS NULL))
                    LIMIT 1
                    """,
                    indexes=self.subject_id._identity_indexes(),
                    conversation=self.id,
                )
            )
        )

    def _may_send(self, exception=None, purpose=states.SERVICE):
        return gate.may_send(self._situation(exception, purpose), exception, purpose)

    def _wake_sender(self):
        wake.after_commit(self.env, "cron_send_messages")
