from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    whatsapp_works_council = fields.Selection(
        [
            ("open", "Not settled yet"),
            ("none", "There is no works council"),
            ("agreement", "Works agreement"),
        ],
        "Works council",
        required=True,
        default="open",
    )
    whatsapp_works_council_date = fields.Date("Works agreement of")

    def _whatsapp_people(self, role):
        """Who has this role here, of all there are: they are told, and no rule asked."""
        # sudo: res.groups, res.users - whom to tell
        users = self.env.ref(role).sudo().all_user_ids
        return users.filtered(lambda user: user.active and self in user.company_ids)

    def _whatsapp_address(self):
        """ "Beispielstraße 1, 10115 Berlin", of what is entered."""
        place = " ".join(filter(None, (self.zip, self.city)))
        return ", ".join(filter(None, (self.street, place)))

    def _whatsapp_tz(self):
        """Name of the time zone in which the company tells customers a time."""
        # sudo: resource.calendar - the company's working hours
        return self.sudo().resource_calendar_id.tz or "Europe/Berlin"
