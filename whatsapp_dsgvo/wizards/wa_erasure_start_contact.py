from odoo import models


class WaErasureStartContact(models.TransientModel):
    """What becomes of the contact and of whoever logs in as it, in words."""

    _inherit = "wa.erasure.start"

    def _told_contact(self, partner, is_erased):
        if not partner:
            return self.env._("No contact is linked.")
        if not is_erased:
            return self.env._("The contact stays as it is; only the link is removed.")
        return " ".join([self._told_references(partner), *self._told_logins(partner)])

    def _told_references(self, partner):
        references = partner._whatsapp_references()
        if not references:
            return self.env._("The contact is deleted.")
        return self.env._(
            "The contact stays because of %(count)s records (%(tables)s); phone "
            "number, picture and notes are removed now, the rest when the law allows.",
            count=sum(references.values()),
            tables=", ".join(sorted(map(partner._whatsapp_name_of, references))),
        )

    def _told_logins(self, partner):
        going = partner._whatsapp_logins()
        if going:
            yield self.env._(
                "Portal logins that are deleted, or closed and made unreadable where "
                "records need them: %(count)s.",
                count=len(going),
            )
        if staff := partner._whatsapp_users().filtered(lambda user: not user.share):
            yield self.env._(
                "The login of a colleague is not touched: %(count)s.",
                count=len(staff),
            )
