from datetime import timedelta

from odoo import SUPERUSER_ID, api, models
from odoo.tools import format_date

from .roles import COORDINATION
from .wa_request import OPEN, SOON

TYPE_CASE = "whatsapp_dsgvo.activity_type_case"
TYPE_TOLD = "whatsapp_dsgvo.activity_type_request"
# who answers, until when, or what: then the task is another one
MOVING = frozenset(("user_id", "received_at", "extended", "kind"))
TURNING = frozenset(("state", "closed_at"))


class WaRequestTold(models.Model):
    """Who hears of a request: one of the coordination, and the person's agents.

    The task of the coordination is there as long as the case is open, and names the case
    and the right only: Odoo sends such words by e-mail.
    """

    _inherit = "wa.request"

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._tell_coordination()
        requests._tell_agents()
        return requests

    def write(self, vals):
        result = super().write(vals)
        if MOVING & vals.keys():
            self._tasks().unlink()
        if (MOVING | TURNING) & vals.keys():
            self._tell_coordination()
        return result

    @api.autovacuum
    def _tell_again(self):
        """Odoo deletes the tasks of a login that is archived; a case goes on."""
        # sudo: wa.request - of all companies
        self.sudo().search([("state", "in", OPEN)])._tell_coordination()

    def _tell_coordination(self):
        """Once; what is closed needs nobody any more."""
        told = set(self._tasks().mapped("res_id"))
        for case in self:
            person = case._is_open() and case.id not in told and case._in_charge()
            if person:
                case._give_to(person)
        self.filtered(lambda case: not case._is_open())._tasks().unlink()

    def _give_to(self, person):
        # as the system: whoever asked in the portal is no sender of an e-mail
        case = self.with_user(SUPERUSER_ID).with_context(
            lang=person.lang, mail_activity_quick_update=person == self.env.user
        )
        case.activity_schedule(
            TYPE_CASE,
            case._goal(),
            summary=case.env._(
                "%(name)s: %(kind)s, legal end %(date)s",
                name=case.name,
                kind=case._kind_label(),
                date=format_date(case.env, case.due_date),
            ),
            user_id=person.id,
        )

    def _goal(self):
        """Our own; once extended, some days before the new end."""
        return self.due_date - timedelta(SOON) if self.extended else self.internal_date

    def _in_charge(self):
        """Whoever handles it; else who has noted it, or anybody of the coordination."""
        people = self.company_id._whatsapp_people(COORDINATION)
        mine = self.user_id.filtered("active")
        return mine or people & self.env.user or people[:1]

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _tasks(self):
        # sudo: mail.activity - of all colleagues
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", self.env.ref(TYPE_CASE).id),
                ]
            )
        )

    # -- agents ----------------------------------------------------------------------

    def _tell_agents(self, tickets=None):
        """Whoever works on a ticket may have promised what the request will undo.

        `tickets`: of these only. Once per agent and case.
        """
        for request in self.filtered(lambda r: r._is_open()):
            theirs = request._open_tickets().filtered("user_id")
            for ticket in theirs if tickets is None else theirs & tickets:
                if ticket.user_id not in request._notices().user_id:
                    request._tell_agent_of(ticket)

    def _tell_agent_of(self, ticket):
        ticket.with_context(mail_activity_quick_update=True).activity_schedule(
            TYPE_TOLD,
            self.internal_date,
            summary=self.env._(
                "%(name)s: %(kind)s, legal end %(date)s. Open promises?",
                name=self.name,
                kind=self._kind_label(),
                date=format_date(self.env, self.due_date),
            ),
            user_id=ticket.user_id.id,
        )

    def _open_tickets(self):
        # sudo: helpdesk.ticket - their agents are told, nothing is read
        return (
            self.env["helpdesk.ticket"]
            .sudo()
            .search(
                [
                    (
                        "whatsapp_conversation_id.subject_id",
                        "in",
                        self.subject_ids.ids,
                    ),
                    ("whatsapp_open", "=", True),
                ]
            )
        )

    def _notices(self):
        """What agents were told of this case, done or not; its number says which."""
        # sudo: mail.activity - of all colleagues
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        return activities.search(
            [
                ("res_model", "=", "helpdesk.ticket"),
                ("activity_type_id", "=", self.env.ref(TYPE_TOLD).id),
                ("summary", "=like", f"{self.name}:%"),
            ]
        )

    def _end_notices(self):
        """The matter is settled, whoever had been told."""
        self._notices().filtered("active").unlink()


class HelpdeskTicketTold(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._whatsapp_tell_of_cases()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals or "stage_id" in vals:
            self._whatsapp_tell_of_cases()
        return result

    def _whatsapp_tell_of_cases(self):
        """Who takes over, or goes on with, the ticket of an open case hears of it."""
        # sudo: helpdesk.ticket - whose they are, nothing is read
        mine = self.sudo().filtered(lambda t: t.user_id and t.whatsapp_open)
        people = mine.whatsapp_conversation_id.subject_id
        if people:
            # sudo: wa.request - agents read no cases
            self.env["wa.request"].sudo()._open_of(people)._tell_agents(mine)
