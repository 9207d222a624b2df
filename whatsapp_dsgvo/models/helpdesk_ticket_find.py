from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..lib.cloud_api import phone
from .roles import AGENT

TEAM = "helpdesk_mgmt.group_helpdesk_user_team"


class HelpdeskTicketFind(models.Model):
    """Numbers lie encrypted, so only a whole one can be found, by its keyed hash."""

    _inherit = "helpdesk.ticket"

    @api.model
    def whatsapp_find_number(self, number):
        """{"action": …} that opens the tickets of this number, or {"sentence": …}.

        The sentence is the same for a number we don't know and for one whose tickets
        this user may not read. Each search is logged, without the number.
        """
        self._whatsapp_check_finder()
        value = phone.canonical(number or "", self.env.company.country_id.code or "DE")
        if not value or not phone.is_e164(value):
            raise UserError(
                self.env._("Please enter the whole number, with the country code.")
            )
        index = self.env["wa.vault"]._index("phone", value)
        self.env["wa.number.search"]._log(index)
        tickets = self._whatsapp_by_index(index)
        if not tickets:
            return {"sentence": self.env._("You have no ticket of this number.")}
        return {"action": tickets._whatsapp_action_open()}

    def _whatsapp_check_finder(self):
        user = self.env.user
        if user._is_superuser() or not (user.has_group(AGENT) and user.has_group(TEAM)):
            raise AccessError(
                self.env._("Only people who see the tickets of a team look up numbers.")
            )

    def _whatsapp_by_index(self, index):
        """Tickets of the number's present owner, as far as this user may read them."""
        conversations = self.env["wa.identity"]._owners(index).conversation_ids
        tickets = self.search([("whatsapp_conversation_id", "in", conversations.ids)])
        return tickets.filtered(lambda ticket: ticket._whatsapp_is_readable())

    def _whatsapp_action_open(self):
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("WhatsApp tickets of this number"),
            "res_model": self._name,
        }
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")]}
        listed = self.env.ref("whatsapp_dsgvo.helpdesk_ticket_view_list_whatsapp")
        return {
            **action,
            "domain": [("id", "in", self.ids)],
            "views": [(listed.id, "list"), (False, "form")],
        }
