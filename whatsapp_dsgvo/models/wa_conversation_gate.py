from dataclasses import replace

from odoo import fields, models

from .. import wake
from ..lib.consent import gate, states
from .outbox_last_look import unheard_ids


class WaConversationGate(models.Model):
    """May we write to this person, and if not, why?"""

    _inherit = "wa.conversation"

    def _situation(self, exception=None, purpose=states.SERVICE):
        self.ensure_one()
        return self._situations(purpose, exception)[self.id]

    def _situations(self, purpose=states.SERVICE, exception=None):
        """{id: what the gate looks at}, with a few queries for all of them."""
        found = self._usual_situations(purpose)
        return self._with_counts(found, exception) if exception else found

    def _with_counts(self, situations, exception):
        """Automatic messages are few: what these people got lately counts."""
        allowance, now = self.env["wa.allowance"], fields.Datetime.now()
        counts = allowance._counts(self.subject_id, exception, now)
        found = {}
        for one in self:
            today, month, same = counts[one.subject_id]
            found[one.id] = replace(
                situations[one.id],
                automatic_today=today,
                automatic_this_month=month,
                same_today=same,
            )
        return found

    def _usual_situations(self, purpose):
        now = fields.Datetime.now()
        consents = {
            (consent.subject_id, consent.channel_id, consent.purpose): consent
            for consent in self._consents()
        }
        unheard = self._unheard_ids()
        suppressed = self._suppressed_ids()
        nothing = self.env["wa.consent"]
        return {
            one.id: one._situation_of(
                consents.get((one.subject_id, one.channel_id, states.SERVICE), nothing),
                consents.get((one.subject_id, one.channel_id, purpose), nothing),
                now=now,
                unheard=one.id in unheard,
                suppressed=one.id in suppressed,
            )
            for one in self
        }

    def _situation_of(self, consent, asked, **facts):
        subject, channel = self.subject_id, self.channel_id
        return gate.Situation(
            state=consent.state or states.NONE,
            last_inbound_at=self.last_inbound_at or None,
            strict=channel.consent_mode == "strict",
            restricted=subject.restricted,
            erased=bool(subject.erased_at),
            connected=channel.state == "connected",
            moved=bool(subject.moved_at),
            has_entry=bool(consent.last_entry_id),
            purpose_state=asked.state or states.NONE,
            **facts,
        )

    def _suppressed_ids(self):
        found = set()
        for company, conversations in self.grouped("company_id").items():
            own = conversations.subject_id._own_identities()
            entries = self.env["wa.suppression"]._of(company, own.mapped("blind_index"))
            refused = set(entries.mapped("blind_index"))
            people = own.filtered(lambda i, no=refused: i.blind_index in no).subject_id
            found.update(one.id for one in conversations if one.subject_id in people)
        return found

    def _unheard_ids(self):
        self.env["wa.message"].flush_model(
            ["state", "conversation_id", "parked_at", "triage_decision"]
        )
        self.env["wa.identity"].flush_model(["blind_index", "subject_id"])
        self.env["wa.event"].flush_model(["state", "senders"])
        self.flush_model(["subject_id"])
        return unheard_ids(self.env.cr, self.ids)

    def _may_send(self, exception=None, purpose=states.SERVICE):
        return gate.may_send(self._situation(exception, purpose), exception, purpose)

    def _that_may_get(self, exception):
        """Those who may be sent a message under this exception now."""
        situations = self._situations(exception=exception)
        return self.filtered(
            lambda one: (
                gate.may_send(situations[one.id], exception, states.SERVICE).allowed
            )
        )

    def _wake_sender(self):
        wake.after_commit(self.env, "cron_send_messages")
