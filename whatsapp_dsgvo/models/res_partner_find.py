from odoo import models
from odoo.exceptions import UserError

from .res_partner import WORKERS


class ResPartnerFind(models.Model):
    """The contact has a number: is that somebody who writes to us on WhatsApp?

    Agents find their tickets, as by the number itself; data protection finds people.
    Each search is logged, without the number.
    """

    _inherit = "res.partner"

    def action_whatsapp_find_number(self):
        self.ensure_one()
        self.check_access("read")
        tickets, finds_people = (
            self.env["helpdesk.ticket"],
            self._whatsapp_finds_people(),
        )
        if not finds_people:
            tickets._whatsapp_check_finder()
        if not self.phone:
            raise UserError(self.env._("This contact has no phone number."))
        if finds_people:
            return self._whatsapp_find_people()
        found = tickets.whatsapp_find_number(self.phone)
        return found.get("action") or self._whatsapp_told(found["sentence"])

    def _whatsapp_finds_people(self):
        return not self.env.su and self.env.user.has_groups(WORKERS)

    def _whatsapp_find_people(self):
        index = self.env["privacy.lookup.wizard"]._index_of(self.phone)
        self.env["wa.number.search"]._log(index)
        owners = self.env["wa.identity"]._owners(index)
        people = owners.sudo(False)._filtered_access("read")
        if not people:
            return self._whatsapp_told(
                self.env._("Nobody with this number has written on WhatsApp.")
            )
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("People with this number"),
            "res_model": people._name,
        }
        if len(people) == 1:
            return {**action, "res_id": people.id, "views": [(False, "form")]}
        views = [(False, "list"), (False, "form")]
        return {**action, "domain": [("id", "in", people.ids)], "views": views}

    def _whatsapp_told(self, sentence):
        """No error: that would take the search out of the log again."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": sentence, "type": "info"},
        }
