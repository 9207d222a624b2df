from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib.cloud_api import limits


class HelpdeskTicketRestricted(models.Model):
    """Art. 18 GDPR: a restricted person's ticket says that, whom to ask, and no more.

    The ticket itself stays where it is: its number, title, stage and times are the
    desk's own, and a deadline must not vanish with them.
    """

    _inherit = "helpdesk.ticket"

    whatsapp_readable = fields.Boolean(compute="_compute_whatsapp_readable")
    whatsapp_restricted = fields.Boolean(
        compute="_compute_whatsapp_restricted", search="_search_whatsapp_restricted"
    )

    @api.depends_context("uid")
    @api.depends("whatsapp_conversation_id.subject_id.restricted")
    def _compute_whatsapp_readable(self):
        """For the form: no button that would be refused."""
        for ticket in self:
            stored = ticket._origin
            ticket.whatsapp_readable = bool(stored) and stored._whatsapp_is_readable()

    @api.depends("whatsapp_conversation_id.subject_id.restricted")
    def _compute_whatsapp_restricted(self):
        for ticket in self:
            ticket.whatsapp_restricted = ticket._whatsapp_is_restricted()

    def _search_whatsapp_restricted(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        # sudo: wa.conversation - whether it is restricted, nothing of the person
        conversations = self.env["wa.conversation"].sudo()
        restricted = conversations.search([("subject_id.restricted", "=", True)])
        return [("whatsapp_conversation_id", "in", restricted.ids)]

    def _whatsapp_is_restricted(self):
        # sudo: wa.subject - whether it is restricted, nothing of the person
        return self.sudo().whatsapp_conversation_id.subject_id.restricted

    def whatsapp_panel(self):
        self._whatsapp_check_ticket()
        if not self._whatsapp_is_restricted():
            return super().whatsapp_panel()
        # sudo: wa.channel - our own number
        channel = self.sudo().whatsapp_conversation_id.channel_id
        return {
            "is_whatsapp": True,
            "readable": False,
            "person": False,
            "consent": False,
            "window": False,
            "block": False,
            "sending": {"ok": False, **self._whatsapp_reason("restricted")},
            "waiting_since": False,
            "limit": limits.TEXT_BODY,
            "email": False,
            "number": channel.display_number or "",
            "bus_channel": self._whatsapp_bus_name(),
        }

    def _whatsapp_sending(self, conversation, readable):
        """Before anything else, for "has not agreed" would tell of them as well."""
        if conversation.subject_id.restricted:
            return {"ok": False, **self._whatsapp_reason("restricted")}
        return super()._whatsapp_sending(conversation, readable)

    def _whatsapp_check_readable(self):
        self._whatsapp_check_ticket()
        if self._whatsapp_is_restricted():
            raise AccessError(self._whatsapp_reason("restricted")["text"])
        return super()._whatsapp_check_readable()

    def _compute_whatsapp_blocked(self):
        restricted = self.filtered(lambda t: t._origin._whatsapp_is_restricted())
        restricted.whatsapp_blocked = False
        return super(
            HelpdeskTicketRestricted, self - restricted
        )._compute_whatsapp_blocked()
