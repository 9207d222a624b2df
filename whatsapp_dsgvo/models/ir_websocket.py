import re

from odoo import models

from .roles import AGENT

# Python refuses to make a number of thousands of digits.
CHANNEL = re.compile(r"whatsapp_dsgvo\.ticket_([0-9]{1,10})")


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Whoever may read a ticket may hear that something happened in it."""
        asked = [CHANNEL.fullmatch(c) for c in channels if isinstance(c, str)]
        ids = {int(match[1]) for match in asked if match}
        others = [
            c for c in channels if not (isinstance(c, str) and CHANNEL.fullmatch(c))
        ]
        return super()._build_bus_channel_list(others + self._whatsapp_tickets(ids))

    def _whatsapp_tickets(self, ids):
        if not ids or not self.env.user.has_group(AGENT):
            return []
        tickets = self.env["helpdesk.ticket"].browse(ids).exists()
        return list(tickets._filtered_access("read"))
