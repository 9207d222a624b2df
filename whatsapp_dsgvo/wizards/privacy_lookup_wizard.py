from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..lib.cloud_api import bsuid, phone

# Odoo's log wants an address; people on WhatsApp may have none.
NO_EMAIL = "none@whatsapp.invalid"


class PrivacyLookupWizard(models.TransientModel):
    """Odoo's look-up by name and e-mail misses people who only write on WhatsApp."""

    _inherit = "privacy.lookup.wizard"

    name = fields.Char(required=False)
    email = fields.Char(required=False)
    whatsapp_identity = fields.Char(
        "WhatsApp number or ID",
        compute="_compute_whatsapp_identity",
        inverse="_inverse_whatsapp_identity",
        help="With the country code. It is not stored, only a keyed hash of it.",
    )
    whatsapp_index = fields.Char(readonly=True, groups="base.group_system")

    def _compute_whatsapp_identity(self):
        self.whatsapp_identity = False

    def _inverse_whatsapp_identity(self):
        for wizard in self:
            wizard.whatsapp_index = wizard._index_of(wizard.whatsapp_identity)

    def _index_of(self, value):
        if not value:
            return False
        vault = self.env["wa.vault"]
        if bsuid.is_bsuid(value.strip()):
            return vault._index("bsuid", value.strip())
        number = phone.canonical(value, self.env.company.country_id.code or "DE")
        if not number or not phone.is_e164(number):
            raise UserError(
                self.env._("Please enter the whole number, with the country code.")
            )
        return vault._index("phone", number)

    def action_lookup(self):
        self.ensure_one()
        if not self.whatsapp_index and not (self.name and self.email):
            raise UserError(
                self.env._("Please enter name and e-mail, or a WhatsApp number or ID.")
            )
        if self.name and self.email:
            action = super().action_lookup()
        else:
            self.write({"name": "WhatsApp", "email": NO_EMAIL})
            action = self.action_open_lines()
        self.line_ids = [
            fields.Command.create({"res_model_id": model.id, "res_id": record.id})
            for model, record in self._whatsapp_found()
        ]
        return action

    def _whatsapp_found(self):
        """(ir.model, record) of all that belongs to the identity, past ones too.

        Not the identities: Odoo would store their masked names in the clear.
        """
        if not self.whatsapp_index:
            return
        # sudo: wa.identity - as Odoo's look-up, it tells where data are, not what they say
        identities = (
            self.env["wa.identity"]
            .sudo()
            .search(
                [
                    ("blind_index", "=", self.whatsapp_index),
                    ("company_id", "in", self.env.companies.ids),
                ]
            )
        )
        people = identities.subject_id
        conversations = people.conversation_ids
        tickets = conversations.env["helpdesk.ticket"].search(
            [("whatsapp_conversation_id", "in", conversations.ids)]
        )
        parts = (
            people,
            conversations,
            people.consent_ids,
            tickets,
            self._whatsapp_cases(people),
            self._whatsapp_suppressed(people),
        )
        seen = {(line.res_model, line.res_id) for line in self.line_ids}
        for records in (*parts, people.partner_id):
            model = self.env["ir.model"]._get(records._name)
            for record in records:
                if (record._name, record.id) not in seen:
                    yield model, record

    def _whatsapp_cases(self, people):
        """For whoever may read cases: that there is one tells a lot of a person."""
        # sudo: wa.request - found by people whom the user need not see
        cases = self.env["wa.request"].sudo()
        theirs = Domain("subject_ids", "in", people.ids)
        found = cases.search(theirs | cases._cases_of(people.partner_id))
        return found.sudo(False)._filtered_access("read")

    def _whatsapp_suppressed(self, people):
        """A no, also of somebody who is erased or was never known."""
        # sudo: wa.suppression - by keyed hash only
        entries = self.env["wa.suppression"].sudo()
        indexes = [self.whatsapp_index, *people._own_indexes()]
        found = entries.search([("blind_index", "in", indexes)])
        return found.sudo(False)._filtered_access("read")


class PrivacyLookupWizardLine(models.TransientModel):
    _inherit = "privacy.lookup.wizard.line"

    def _compute_res_name(self):
        """Odoo stores the names: of our records the number, no masked identity."""
        people = self.filtered(lambda line: (line.res_model or "").startswith("wa."))
        result = super(PrivacyLookupWizardLine, self - people)._compute_res_name()
        for line in people:
            line.res_name = f"{line.res_model_id.name} #{line.res_id}"
        return result

    def action_unlink(self):
        """Odoo deletes whatever was found; of ours, what the user may delete anyway."""
        self.ensure_one()
        if (self.res_model or "").startswith("wa."):
            self.env[self.res_model].browse(self.res_id).check_access("unlink")
        return super().action_unlink()
