from odoo import fields, models

KEEP = [
    ("yes", "Business letter – 6 years"),
    ("voucher", "Accounting voucher – 8 years"),
    ("no", "No – period of enquiries"),
]


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    whatsapp_keep_usual = fields.Selection(
        KEEP,
        "Usually important for business?",
        help="What the team is proposed when it closes a WhatsApp ticket: a letter about "
        "an order, a contract or a complaint, or a voucher. Whoever closes it decides.",
    )

    def write(self, vals):
        """Whoever leaves a team stops reading its tickets at once.

        The help desk's rules name the user's teams, and Odoo keeps evaluated rules
        until something clears its cache.
        """
        result = super().write(vals)
        if "user_ids" in vals:
            self.env.registry.clear_cache()
        return result
