from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..lib.desk import triage
from . import guard
from .roles import TRIAGE


class WaTriage(models.Model):
    """Messages of people who have not agreed: a declaration counts on receipt
    (§ 130, § 355 BGB), so somebody has to look, and only a few may.
    """

    _inherit = "wa.message"

    triage_text = fields.Text("Message", compute="_compute_triage_text")
    triage_sender = fields.Char("Sender", compute="_compute_triage_text")
    triage_age_hours = fields.Float("Age (hours)", compute="_compute_triage")
    triage_due_at = fields.Datetime("Due", compute="_compute_triage")
    triage_overdue = fields.Boolean(compute="_compute_triage")

    @api.depends_context("uid", "lang")
    @api.depends("state", "event_at", "subject_id.restricted")
    def _compute_triage_text(self):
        shown = self.browse()
        if self._may_triage():
            held = self.filtered(lambda m: m.state == "held" and m.direction == "in")
            shown = held - held._of_restricted()
        for message in self - shown:
            message.triage_text = message.triage_sender = False
        for message in shown:
            message.triage_text = message._triage_line(message._content())
            message.triage_sender = message._triage_sender_name()
        # sudo: wa.subject - whose they are
        shown.sudo()._log_reading("triage")

    @api.depends("state", "triage_label", "event_at")
    def _compute_triage(self):
        now = fields.Datetime.now()
        for message in self:
            message.triage_age_hours = (now - message.event_at).total_seconds() / 3600
            message.triage_due_at = message._triage_due()
            message.triage_overdue = bool(
                message.state == "held"
                and not message.triage_decision
                and message.triage_due_at < now
            )

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """What may be legal or urgent is due first, whatever the alphabet says."""
        sql = super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        if field_name != "triage_label":
            return sql
        label = self._field_to_sql(alias, field_name, query)
        serious = ["legal", "urgent"]
        return SQL("(%s = ANY(%s)) IS NOT TRUE %s", label, serious, direction)

    def _may_triage(self):
        user = self.env.user
        return not user._is_superuser() and user.has_group(TRIAGE)

    def _check_may_triage(self):
        if not self._may_triage():
            raise AccessError(self.env._("Only the triage decides held messages."))
        # sudo: wa.message - whose it is; those of others must all look the same
        ours = self.filtered(lambda m: m.sudo().company_id in self.env.companies)
        if ours._of_restricted():
            # still on somebody's screen; the rule shows them to the triage no more
            raise UserError(self._restricted_text())
        self.check_access("read")

    def _of_restricted(self):
        """Art. 18 GDPR: they wait, seen by nobody, deleted by nothing."""
        # sudo: wa.subject - whether it is restricted, nothing of the person
        return self.filtered(lambda m: m.sudo().subject_id.restricted)

    def _restricted_text(self):
        return self.env._(
            "Processing is restricted. Please ask the data protection coordination."
        )

    def _triage_line(self, content):
        return self._line(content)

    def _triage_sender_name(self):
        # sudo: wa.subject - shown to the triage, as the text is
        subject = self.sudo().subject_id
        name = subject.partner_id.name or subject._profile_name()
        return f"{name} {subject._masked_number()}".strip()

    def _triage_due(self):
        """4 business hours for legal and urgent ones, else one business day."""
        hours = triage.business_deadline(self.triage_label or "other")
        # sudo: res.company - the company's working hours
        calendar = self.sudo().company_id.resource_calendar_id
        due = calendar.plan_hours(hours.total_seconds() / 3600, self.event_at)
        return due or self.event_at + hours

    def action_triage_nothing(self):
        self._triage_decide("nothing")

    def action_triage_legal(self):
        self._triage_decide("legal")

    def action_triage_urgent(self):
        self._triage_decide("urgent")

    def _triage_decide(self, decision):
        self._check_may_triage()
        for message in self:
            message._triage_decide_one(decision)

    def _triage_decide_one(self, decision):
        # one decision for each message: two people may have it on their screens
        self.lock_for_update()
        if self.state != "held" or self.triage_decision:
            raise UserError(self.env._("Somebody has already decided this message."))
        # sudo: wa.message - decided by a person of the triage, logged below
        message = guard.admitted(self.sudo())
        message.write({"triage_decision": decision, "triage_at": fields.Datetime.now()})
        self.env["wa.ledger.entry"]._record(
            message.subject_id,
            f"triage_{decision}",
            {"message": message.opaque_id, "by": self.env.uid},
            channel=message.channel_id.uuid,
            actor_kind="agent",
        )
        if decision != "nothing":
            message._triage_to_ticket(decision)

    def _triage_to_ticket(self, decision):
        """A ticket without WhatsApp answer; Meta's time is the time of receipt."""
        conversation = self.conversation_id
        # at once, for beside it the person may have a ticket that can be answered
        ticket = guard.dismissed(conversation)._open_ticket(
            self,
            whatsapp_by_other_means=True,
            priority="3" if decision == "urgent" else "2",
            whatsapp_unanswered_since=self.event_at,
            whatsapp_last_inbound_at=self.event_at,
        )
        self._show_in(ticket)
