from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from . import guard

# Who reads the ticket reads this person's words, and answers them.
LINK = ["whatsapp_conversation_id", "whatsapp_by_other_means"]


class HelpdeskTicketGuard(models.Model):
    """Whose ticket it is: decided by who wrote to whom, never by a user.

    The rights of a conversation are those of its ticket, so an agent who could link
    any conversation to a ticket of their own could read and answer anybody.
    """

    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        usual = self.default_get(LINK)
        if any({**usual, **vals}.get(name) for vals in vals_list for name in LINK):
            self._whatsapp_refuse_link()
        # what a new ticket sets off must not inherit the pass
        return super(HelpdeskTicketGuard, guard.dismissed(self)).create(vals_list)

    def write(self, vals):
        if any(name in vals for name in LINK):
            self._whatsapp_refuse_link()
        return super().write(vals)

    def unlink(self):
        # before the messages go, whose own refusal would name no remedy
        self._whatsapp_refuse_deletion()
        return super().unlink()

    @api.constrains("company_id", "whatsapp_conversation_id")
    def _check_whatsapp_company(self):
        for ticket in self:
            # sudo: wa.conversation - only its company
            company = ticket.sudo().whatsapp_conversation_id.company_id
            if company and company != ticket.company_id:
                raise ValidationError(
                    self.env._(
                        "A WhatsApp ticket stays with the company the customer "
                        "wrote to."
                    )
                )

    def _whatsapp_refuse_deletion(self):
        # sudo: helpdesk.ticket - only whether one is a WhatsApp ticket
        if self.sudo().whatsapp_conversation_id and not guard.is_admitted(self):
            raise UserError(
                self.env._(
                    "A WhatsApp ticket holds messages and evidence and can't be "
                    "deleted. Please close or archive it."
                )
            )

    def _whatsapp_refuse_link(self):
        if not guard.is_admitted(self):
            raise AccessError(
                self.env._(
                    "Which person a WhatsApp ticket belongs to can't be set or "
                    "changed by hand."
                )
            )
