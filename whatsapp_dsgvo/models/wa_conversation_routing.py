from datetime import timedelta

from odoo import api, models

from ..lib.consent import classifier, states
from ..lib.desk import kinds, routing
from . import guard
from .ir_sequence import looked_up_once


class WaConversationRouting(models.Model):
    """What becomes of a message: held, a line in a ticket, or a ticket."""

    _inherit = "wa.conversation"

    def _place(self, decision, message, content):
        state = self._state()
        if decision.content == "control":
            self._place_control(message, content, state)
        elif decision.content == "deliver" or self._answers_at_once(state):
            self._deliver(message, content)
        else:
            message._hold(content)

    def _place_control(self, message, content, state):
        """A word to us (yes, STOP): a line in the ticket if there is one."""
        words = content.get("text") or ""
        message._admitted_write({"is_control": True})
        if classifier.is_contract_word(words):
            message._hold(content, label="legal")
        elif self.ticket_id:
            message._show_in(self.ticket_id)
        else:
            message._done()
        if state == states.GIVEN:
            self._release_held()

    def _answers_at_once(self, state):
        """SERVICE_REPLY: the company chose Art. 6 (1) (b)/(f) as basis of answers."""
        if self.channel_id.consent_mode != "service_reply":
            return False
        return state in (states.NONE, states.PENDING, states.EXPIRED)

    def _release_held(self):
        """After the yes the held messages appear with their own times, and with them
        our question and the answer to it."""
        unseen = (
            self.env["wa.message"]
            .search(
                [("conversation_id", "=", self.id), ("ticket_id", "=", False)],
                order="event_at, id",
            )
            .filtered(lambda m: m.state == "held" or m.kind not in kinds.AMENDING)
        )
        held = unseen.filtered(lambda m: m.state == "held")
        for message in unseen.filtered(
            lambda m: held and m.event_at >= held[0].event_at
        ):
            if message in held:
                self._deliver(message, message._content())
            else:
                message._show_in_current_ticket()

    def _deliver(self, message, content):
        if message.revoked_at:
            # nothing is left to answer
            message._done()
            message._show_in_current_ticket()
            return
        choice, ticket = self._route(message, content)
        message._show_in(ticket)
        if choice.action != "attach_only":
            ticket._whatsapp_note_inbound(message.event_at)
            ticket._whatsapp_tell_assignee(message.mail_message_id)

    def _route(self, message, content):
        """The ticket this message belongs to; opened, continued or reopened by rule."""
        choice = routing.choose_ticket(
            **self._routing_facts(message, content),
            at=message.event_at,
            reopen_within=timedelta(days=self.channel_id.reopen_days),
        )
        ticket = self.env["helpdesk.ticket"].browse(choice.ticket_id or ())
        if choice.action == "new":
            ticket = self._open_ticket(message)
        elif choice.action == "reopen":
            ticket._whatsapp_reopen()
        if choice.action != "attach_only":
            self.ticket_id = ticket
            if not ticket.active:
                # nobody would see the message there
                ticket.active = True
        return choice, ticket

    def _routing_facts(self, message, content):
        ticket = self._open_one() or self.ticket_id
        quoted = message.quoted_id.ticket_id.filtered(
            lambda ticket: not ticket.whatsapp_by_other_means
        )
        closed = ticket if ticket and ticket.closed else ticket.browse()
        return {
            "open_ticket_id": ticket.id if ticket and not ticket.closed else None,
            "last_closed": routing.ClosedTicket(closed.id, closed.closed_date)
            if closed
            else None,
            "quoted_ticket_id": quoted.id or None,
            "quoted_closed_at": quoted.closed_date if quoted.closed else None,
            "text_is_thanks": routing.is_thanks(content.get("text"), message.kind),
        }

    def _open_one(self):
        """The open ticket, which an agent may have reopened by hand."""
        return self.env["helpdesk.ticket"].search(
            [("whatsapp_conversation_id", "=", self.id), ("whatsapp_open", "=", True)]
        )

    def _open_ticket(self, message, **vals):
        return self._open_tickets({message: vals})

    @api.model
    def _open_tickets(self, first):
        """Tickets that bear no customer word: neutral title and description.

        first: {the first message of a ticket: further values} -> tickets in this order.
        """
        found = dict.fromkeys(first)
        messages = self.env["wa.message"].union(*first)
        places = messages.grouped(
            lambda m: (m.channel_id.company_id, m.conversation_id._lang())
        )
        stages = {
            team: team._get_applicable_stages()[:1].id
            for team in messages.channel_id.team_id
        }
        for (company, lang), alike in places.items():
            tickets = guard.admitted(self.env["helpdesk.ticket"]).with_context(
                mail_create_nosubscribe=True, tracking_disable=True, lang=lang
            )
            tickets = tickets.with_company(company)
            usual = self._usual_ticket_vals(tickets)
            vals = [
                {**usual, **m.conversation_id._prepare_ticket_vals(stages), **first[m]}
                for m in alike
            ]
            with looked_up_once(self.env):
                found.update(zip(alike, tickets.create(vals), strict=True))
        tickets = self.env["helpdesk.ticket"].union(*found.values())
        tickets.flush_recordset()
        # waiting time and deadlines count from the first message, not from the yes
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = first.at "
            "FROM unnest(%s::int[], %s::timestamp[]) AS first(ticket, at) "
            "WHERE id = first.ticket",
            [tickets.ids, [message.event_at for message in found]],
        )
        tickets.invalidate_recordset(["create_date"])
        return tickets

    def _usual_ticket_vals(self, tickets):
        return {
            "name": tickets.env._("WhatsApp enquiry"),
            "description": tickets.env._(
                "The messages are in the conversation of this ticket."
            ),
            # nobody yet, also where tickets assign themselves to their creator
            "user_id": False,
            "channel_id": self.env.ref(
                "whatsapp_dsgvo.helpdesk_ticket_channel_whatsapp"
            ).id,
        }

    def _prepare_ticket_vals(self, stages):
        channel = self.channel_id
        team = channel.team_id
        return {
            "team_id": team.id,
            # as the help desk does it, but not for each ticket
            **({"stage_id": stages[team]} if team else {}),
            "company_id": channel.company_id.id,
            "partner_id": self.subject_id.partner_id.id,
            "whatsapp_conversation_id": self.id,
        }

    def _lang(self):
        return {"de": "de_DE", "en": "en_US"}[self.language]
