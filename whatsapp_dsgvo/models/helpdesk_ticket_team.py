from odoo import fields, models

KEEP = [("yes", "Yes – 6 years"), ("no", "No – 6 months")]


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    whatsapp_keep_usual = fields.Selection(
        KEEP,
        "Usually important for business?",
        help="What the team is proposed when it closes a WhatsApp ticket: order, "
        "contract, complaint or invoice. Whoever closes it decides.",
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
