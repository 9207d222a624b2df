from odoo import api, fields, models

EEA_BESIDE_THE_UNION = ("IS", "LI", "NO")


class WaChannelRepresentative(models.Model):
    """Who represents a company established outside the European Economic Area."""

    _inherit = "wa.channel"

    representative = fields.Char(
        "Representative in the EU (Art. 27)",
        help="Name, address and how to reach them. The notice names them.",
    )
    needs_representative = fields.Boolean(compute="_compute_needs_representative")

    @api.depends("company_id.country_id")
    def _compute_needs_representative(self):
        for channel in self:
            country = channel.company_id.country_id
            inside = channel.company_id._whatsapp_is_in_eea()
            channel.needs_representative = country and not inside

    def _representative(self):
        """What the notice says (Art. 13 (1) (a)); None if nothing has to be said."""
        if self.needs_representative:
            return self.representative or ""
        return None


class ResCompany(models.Model):
    _inherit = "res.company"

    def _whatsapp_is_in_eea(self):
        """False as well while nobody has said in which country it is."""
        union = self.env.ref("base.europe").country_ids.mapped("code")
        return self.country_id.code in {*union, *EEA_BESIDE_THE_UNION}
