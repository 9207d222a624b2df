import re

from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController

from . import public_page

# Python refuses to make a number of thousands of digits.
ID = re.compile("[0-9]{1,10}")


class TicketController(HelpdeskTicketController):
    @route()
    def support_ticket_close(self, **kw):
        """`helpdesk_mgmt` closes any ticket for any logged-in user; not a WhatsApp one."""
        wanted = [public_page.text(kw.get(name)) for name in ("ticket_id", "stage_id")]
        if not all(map(ID.fullmatch, wanted)):
            raise request.not_found()
        ticket_id = int(kw["ticket_id"])
        # sudo: helpdesk.ticket - only whether it is a WhatsApp ticket
        ticket = request.env["helpdesk.ticket"].sudo().search([("id", "=", ticket_id)])
        if not ticket:
            raise request.not_found()
        if ticket.whatsapp_conversation_id:
            try:
                request.env["helpdesk.ticket"].browse(ticket_id).check_access("read")
            except (AccessError, MissingError):
                raise request.not_found() from None
        return super().support_ticket_close(**kw)
