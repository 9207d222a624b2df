from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from . import guard
from .pause import NOT_PAUSED
from .roles import COORDINATION, DPO
from .wa_read_log import KEPT_FOR

LASTS = timedelta(hours=1)
SHORTEST_REASON = 10
SHOWN = 200


class WaEmergency(models.Model):
    """Reading without being the agent: with a reason, for an hour, and others know.

    For the officer and for channel administrators, who read no content otherwise.
    """

    _name = "wa.emergency"
    _description = "Emergency access"
    _inherit = ["mail.thread", "mail.activity.mixin", "wa.guarded.mixin"]
    _order = "id desc"
    _rec_name = "ticket_number"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Reader", required=True, readonly=True)
    ticket_number = fields.Char("Ticket number", required=True)
    reason = fields.Char(
        required=True, help="Why it can't wait. Please no data of the customer."
    )
    pseudonym = fields.Char("Person", readonly=True)
    started_at = fields.Datetime("From", required=True, readonly=True)
    until = fields.Datetime(required=True, readonly=True)
    text = fields.Text("Transcript", compute="_compute_text")

    @api.model_create_multi
    def create(self, vals_list):
        if guard.is_admitted(self):
            return super().create(vals_list)
        self.check_access("create")
        if self.env.user._is_superuser():
            raise AccessError(self.env._("An emergency access is a person's."))
        rows = [self._begin(vals) for vals in vals_list]
        # sudo: wa.emergency - the right to create was checked above
        found = guard.admitted(self.sudo()).create(rows)
        found._tell_others()
        return self.browse(found.ids)

    def _begin(self, vals):
        reason = (vals.get("reason") or "").strip()
        if len(reason) < SHORTEST_REASON:
            raise UserError(self.env._("Please say why it can't wait."))
        ticket = self._ticket_of(vals.get("ticket_number"))
        now = fields.Datetime.now()
        subject = ticket.whatsapp_conversation_id.subject_id
        self.env["wa.read.log"]._log("emergency", subject)
        return {
            "company_id": ticket.company_id.id,
            "user_id": self.env.uid,
            "ticket_number": ticket.number,
            "reason": reason,
            "pseudonym": subject.uuid,
            "started_at": now,
            "until": now + LASTS,
        }

    def _ticket_of(self, number):
        # sudo: helpdesk.ticket - by its whole number, of the reader's company
        ticket = (
            self.env["helpdesk.ticket"]
            .sudo()
            .search(
                [
                    ("number", "=", (number or "").strip()),
                    ("company_id", "in", self.env.companies.ids),
                    ("whatsapp_conversation_id", "!=", False),
                ],
                limit=1,
            )
        )
        if not ticket:
            raise UserError(self.env._("There is no WhatsApp ticket of this number."))
        return ticket

    def _tell_others(self):
        """The officers; the coordination if an officer reads."""
        for access in self:
            group = COORDINATION if access.user_id.has_group(DPO) else DPO
            people = access.company_id._whatsapp_people(group)
            for other in people - access.user_id:
                access.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Emergency access: please check the reason"),
                    user_id=other.id,
                )

    @api.depends_context("uid")
    def _compute_text(self):
        """For the reader alone, while it lasts."""
        for access in self:
            now = fields.Datetime.now()
            open_ = access.until and access.until > now and not self.env.su
            mine = access.user_id == self.env.user
            # `id`: a draft in a form has told nobody yet
            shown = access.id and open_ and mine
            access.text = access._transcript() if shown else False

    def _transcript(self):
        # sudo: wa.message, wa.subject - the emergency access was told to others
        subject = (
            self.env["wa.subject"]
            .sudo()
            .search([("uuid", "=", self.pseudonym), ("erased_at", "=", False)])
        )
        if subject.restricted and not self.env.user.has_group(DPO):
            return self.env["wa.message"]._restricted_text()
        messages = subject.conversation_ids.message_ids.filtered(
            lambda m: m.ticket_id.number == self.ticket_number
        )
        messages = messages.sorted("event_at")[-SHOWN:]
        self.env["wa.read.log"]._log("emergency", subject, len(messages))
        return "\n".join(message._emergency_line() for message in messages)

    @api.autovacuum
    def _gc_emergencies(self):
        over = Domain("started_at", "<", fields.Datetime.now() - KEPT_FOR)
        # sudo: wa.emergency - storage limitation, as the read log
        old = self.sudo().search(over & NOT_PAUSED, limit=1000)
        guard.admitted(old).unlink()


class WaMessageEmergency(models.Model):
    _inherit = "wa.message"

    def _emergency_line(self):
        at = fields.Datetime.to_string(
            fields.Datetime.context_timestamp(self, self.event_at).replace(tzinfo=None)
        )
        directions = dict(self._fields["direction"]._description_selection(self.env))
        text = self.env._("Locked message") if self.locked_at else self._text_if_keys()
        return f"{at} {directions[self.direction]}: {text}"
