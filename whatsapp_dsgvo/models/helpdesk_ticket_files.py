from odoo import models
from odoo.exceptions import UserError

from .. import wake


class HelpdeskTicketFiles(models.Model):
    """Files of the conversation, as agents ask for them."""

    _inherit = "helpdesk.ticket"

    def whatsapp_fetch_file(self, media_uuid):
        """Fetch a file that was put off; the conversation shows it once it is there."""
        self.ensure_one()
        self._whatsapp_check_readable()
        # sudo: wa.media - a file of this very ticket, whose reader was checked above
        media = (
            self.env["wa.media"]
            .sudo()
            .search([("uuid", "=", media_uuid), ("message_id.ticket_id", "=", self.id)])
        )
        if not media or not media._may_fetch():
            raise UserError(self.env._("This file can't be fetched any more."))
        media._fetch_now()
        wake.after_commit(self.env, "cron_fetch_media")
