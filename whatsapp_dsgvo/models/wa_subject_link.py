from odoo import models


class WaSubjectLink(models.Model):
    """Which contact somebody on WhatsApp is: an agent says so, or their login proves it."""

    _inherit = "wa.subject"

    def _link(self, partner):
        self._set_contact(partner)
        self.env["wa.journal.mark"]._note_link(self, partner)

    def _set_contact(self, partner):
        self.ensure_one()
        self.partner_id = partner
        # sudo: helpdesk.ticket - all tickets of this person
        tickets = self.env["helpdesk.ticket"].sudo()
        tickets = tickets.search(
            [("whatsapp_conversation_id", "in", self.conversation_ids.ids)]
        )
        tickets.with_context(tracking_disable=True).write({"partner_id": partner.id})

    def _link_login(self, partner):
        """What an agent has said is not overruled: somebody has to look at it."""
        if self.partner_id or partner in self.refused_partner_ids:
            return
        if not partner.company_id or partner.company_id == self.company_id:
            self._link(partner)
