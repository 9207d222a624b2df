from odoo import fields, models

from . import guard


class WaMessageTogether(models.Model):
    _inherit = "wa.message"

    def _show_together(self, tickets):
        """Put {received message: ticket} into the chatters and tell those in charge."""
        messages = self.union(*tickets)
        stubs = self._create_stubs(tickets)
        messages.flush_recordset()
        self.env.cr.execute(
            """
            UPDATE wa_message SET state = 'done', ticket_id = shown.ticket,
                   mail_message_id = shown.stub, write_date = %s
              FROM unnest(%s::int[], %s::int[], %s::int[]) AS shown(id, ticket, stub)
             WHERE wa_message.id = shown.id
            """,
            [
                fields.Datetime.now(),
                messages.ids,
                [tickets[message].id for message in messages],
                stubs.ids,
            ],
        )
        messages.invalidate_recordset(["state", "ticket_id", "mail_message_id"])
        for ticket, lines in messages.grouped("ticket_id").items():
            ticket._whatsapp_notify("new", lines)
        stubs._whatsapp_tell_together(
            self.env["helpdesk.ticket"].union(*tickets.values())
        )

    def _create_stubs(self, tickets):
        vals = []
        for message, ticket in tickets.items():
            told = ticket._whatsapp_told_partner()
            links = {"partner_ids": [(4, told.id)]} if told else {}
            vals.append({**ticket._whatsapp_stub_vals(message), **links})
        # sudo: mail.message - the channel itself posts
        return guard.admitted(self.env["mail.message"].sudo()).create(vals)
