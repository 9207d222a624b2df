from odoo import models

# Where a fact of the notice is entered: fields of the number, "@" for the language.
OF_NUMBER = {
    "retention": "retention_text_@",
    "alternative": "alternative_contact_@",
    "hours": "hours_text_@",
    "transfers": "transfer_text_@",
    "url": "notice_base_url",
    "representative": "representative",
    "dpo": "dpo_contact",
    "recipients": "hosting_text",
    "authority": "authority",
}
OF_COMPANY = {
    "company": ("name",),
    "controller": ("name",),
    "place": ("city",),
    "address": ("street", "zip", "city"),
    "contact": ("email", "phone"),
}


class WaNoticeLabels(models.Model):
    """What is missing, by the name it has where it is entered."""

    _inherit = "wa.notice"

    def _label_of(self, fact):
        if fact in OF_NUMBER:
            name = OF_NUMBER[fact].replace("@", self.language)
            return self.channel_id._fields[name]._description_string(self.env)
        if fact in OF_COMPANY:
            fields = self.env["res.company"]._fields
            labels = (fields[n]._description_string(self.env) for n in OF_COMPANY[fact])
            company = self._fields["company_id"]._description_string(self.env)
            return f"{company} – {', '.join(labels)}"
        others = {
            "purposes": self.env["ir.model"]._get("wa.purpose").name,
            "version": self._fields["version"]._description_string(self.env),
            "body": self.env._("Whole text"),
        }
        return others.get(fact, fact)
