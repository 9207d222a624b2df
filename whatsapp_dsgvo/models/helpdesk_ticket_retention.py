from odoo import api, models

from ..lib.consent.states import PENDING, SERVICE

# Changes that begin, move or stop the period of a ticket's messages.
EVENTS = {"stage_id", "active", "closed_date", "whatsapp_keep"}


class HelpdeskTicketRetention(models.Model):
    """The period of a conversation runs from the end of its ticket."""

    _inherit = "helpdesk.ticket"

    def write(self, vals):
        # sudo: helpdesk.ticket, wa.message - times only, whoever closes the ticket
        tickets = self.sudo()
        closed = tickets.filtered("closed") if "stage_id" in vals else tickets.browse()
        result = super().write(vals)
        if EVENTS & set(vals):
            tickets._whatsapp_restart_periods()
        closed.filtered(lambda t: not t.closed)._whatsapp_ask_again()
        return result

    def _whatsapp_ask_again(self):
        """What is written after the reopening may be a letter; what was one stays one."""
        undecided = self.filtered(lambda t: t.whatsapp_keep == "no")
        if undecided:
            undecided.whatsapp_keep = False

    def _whatsapp_start_periods(self):
        """A message came to a ticket; open ones have no period yet."""
        self.filtered(lambda t: t.closed or not t.active)._whatsapp_restart_periods()

    def _whatsapp_restart_periods(self):
        tickets = self.filtered("whatsapp_conversation_id")
        if tickets:
            self.env["wa.message"]._start_periods(tickets.ids)


class WaConversationRetention(models.Model):
    _inherit = "wa.conversation"

    @api.model
    def _change_all(self, rows, actor):
        """After STOP, and after a new yes, another class counts; while we ask, none."""
        result = super()._change_all(rows, actor)
        of_service = [
            (conversation, change.state)
            for conversation, change, _at, _evidence in rows
            if change.purpose == SERVICE
        ]
        asked = self.union(*(one for one, state in of_service if state == PENDING))
        self.env["wa.message"]._stop_periods_of_notices(asked)
        changed = [one.id for one, state in of_service if state != PENDING]
        if changed:
            # sudo: helpdesk.ticket - the person's own tickets, times only
            tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
            domain = [("whatsapp_conversation_id", "in", changed)]
            tickets.search(domain)._whatsapp_start_periods()
        return result
