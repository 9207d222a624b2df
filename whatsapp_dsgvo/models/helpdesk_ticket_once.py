import re

import psycopg2

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError

CLIENT_KEY = re.compile(r"[0-9a-f-]{16,36}")


class WaMessageOnce(models.Model):
    _inherit = "wa.message"

    client_key = fields.Char(
        readonly=True, help="Chosen by the agent's browser, so that one click counts."
    )

    _client_key_uniq = models.UniqueIndex(
        "(ticket_id, client_key) WHERE client_key IS NOT NULL"
    )


class HelpdeskTicketOnce(models.Model):
    """One click, one message, also when the answer to the first click got lost."""

    _inherit = "helpdesk.ticket"

    def whatsapp_send(self, *args, client_key=None, **kwargs):
        """`client_key`: 16 to 36 random hex digits, which the client keeps for one answer
        until it hears of it; the same key on the same ticket gives the same message.
        So it is for every method here.
        """
        send = super().whatsapp_send
        return self._whatsapp_once(client_key, send, *args, **kwargs)

    def whatsapp_retry(self, *args, client_key=None, **kwargs):
        return self._whatsapp_once(client_key, super().whatsapp_retry, *args, **kwargs)

    def whatsapp_react(self, *args, client_key=None, **kwargs):
        return self._whatsapp_once(client_key, super().whatsapp_react, *args, **kwargs)

    def whatsapp_send_buttons(self, *args, client_key=None, **kwargs):
        send = super().whatsapp_send_buttons
        return self._whatsapp_once(client_key, send, *args, **kwargs)

    def whatsapp_send_list(self, *args, client_key=None, **kwargs):
        send = super().whatsapp_send_list
        return self._whatsapp_once(client_key, send, *args, **kwargs)

    def whatsapp_send_location(self, *args, client_key=None, **kwargs):
        send = super().whatsapp_send_location
        return self._whatsapp_once(client_key, send, *args, **kwargs)

    def _whatsapp_once(self, client_key, send, *args, **kwargs):
        if not client_key:
            return send(*args, **kwargs)
        self.ensure_one()
        self._whatsapp_check_readable()
        if not isinstance(client_key, str) or not CLIENT_KEY.fullmatch(client_key):
            raise UserError(self.env._("The key of the message is not valid."))
        sent = self._whatsapp_sent_before(client_key)
        if sent:
            return sent
        message = send(*args, **kwargs)
        self._whatsapp_remember_key(message, client_key)
        return message

    def _whatsapp_sent_before(self, client_key):
        # sudo: wa.message - the right to answer was checked by the caller
        found = (
            self.env["wa.message"]
            .sudo()
            .search([("ticket_id", "=", self.id), ("client_key", "=", client_key)])
        )
        return found.with_env(self.env)

    def _whatsapp_remember_key(self, message, client_key):
        # several files of one click are several messages: the first one remembers
        message = message[:1]
        message._admitted_write({"client_key": client_key})
        try:
            message.flush_recordset(["client_key"])
        except psycopg2.errors.UniqueViolation as error:
            # the same click runs in another worker: look again once it is through
            raise ConcurrencyError("client_key") from error
