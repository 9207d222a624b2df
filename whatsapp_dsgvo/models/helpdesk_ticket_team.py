from odoo import models


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    def write(self, vals):
        """Whoever leaves a team stops reading its tickets at once.

        The help desk's rules name the user's teams, and Odoo keeps evaluated rules
        until something clears its cache.
        """
        result = super().write(vals)
        if "user_ids" in vals:
            self.env.registry.clear_cache()
        return result
