from odoo import fields, models

from ..lib.privacy import retention_classes as classes
from . import guard, rows


class WaMessageTogether(models.Model):
    _inherit = "wa.message"

    def _is_heard(self):
        """A line of the customer's to the desk, about which an agent is told."""
        return self.direction == "in" and not self.is_control

    def _show_together(self, tickets):
        """Put {message: open ticket} into the chatters and tell those in charge."""
        messages = self.union(*tickets)
        stubs = self._create_stubs(tickets)
        messages.flush_recordset()
        self.env.cr.execute(
            """
            UPDATE wa_message m SET ticket_id = shown.ticket,
                   mail_message_id = shown.stub, write_date = %s,
                   state = CASE WHEN direction = 'in' THEN 'done' ELSE state END,
                   retention_class = CASE WHEN retention_from IS NULL
                                          THEN retention_class ELSE %s END,
                   retention_from = NULL
              FROM unnest(%s::int[], %s::int[], %s::int[]) AS shown(id, ticket, stub)
             WHERE m.id = shown.id
            """,
            [
                fields.Datetime.now(),
                classes.SERVICE,
                messages.ids,
                [tickets[message].id for message in messages],
                stubs.ids,
            ],
        )
        messages.invalidate_recordset(
            "state ticket_id mail_message_id retention_class retention_from".split()
        )
        for ticket, lines in messages.grouped("ticket_id").items():
            ticket._whatsapp_notify("new", lines)
        self.env["mail.message"]._whatsapp_tell_together(
            {
                stub: tickets[message]
                for message, stub in zip(messages, stubs, strict=True)
                if message._is_heard()
            }
        )

    def _create_stubs(self, tickets):
        vals = []
        for message, ticket in tickets.items():
            told = message._is_heard() and ticket._whatsapp_told_partner()
            links = {"partner_ids": [(4, told.id)]} if told else {}
            vals.append({**ticket._whatsapp_stub_vals(message), **links})
        # sudo: mail.message - the channel itself posts
        stubs = guard.admitted(self.env["mail.message"].sudo())
        for stub in vals:
            stub["message_id"] = stubs._get_message_id(stub)
        return rows.insert(stubs, vals)
