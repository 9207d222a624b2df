from odoo import models
from odoo.tools import SQL

from ..lib.cloud_api import phone
from .wa_request import OPEN

BY_INDEX = "wa.restore.contacts"  # in the cache of the cursor


class WaRestoreContacts(models.Model):
    """A backup from before their first message has no person, but maybe the contact.

    What an erasure had deleted with the person is back then; people have to look, for
    where no link was written down only the number tells that it is the same contact.
    """

    _inherit = "wa.restore"

    def _point_at_contacts(self, company, digest, at):
        self._point_at(self._contacts_of(company, digest), company, at)

    def _point_at(self, partners, company, at):
        """Those whose erasure nobody has begun again."""
        for partner in partners - self._in_cases(partners):
            request = self._new_request(company, at, partner_id=partner.id)
            request.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._(
                    "Erased since the backup, and the contact is back. Please delete it, "
                    "or remove what need not be kept."
                ),
                user_id=self.started_by_id.id or self.env.uid,
            )

    def _contacts_of(self, company, digest):
        found = self._contacts_by_index(company).get(digest, ())
        # sudo: res.partner - whose number the journal names
        return self.env["res.partner"].sudo().browse(found)

    def _in_cases(self, partners):
        known = self.env["wa.request"].search(
            [
                ("kind", "=", "erasure"),
                ("state", "in", OPEN),
                ("partner_id", "in", partners.ids),
            ]
        )
        return known.partner_id

    def _contacts_by_index(self, company):
        """{keyed hash of the number: ids}, made once in a transaction."""
        cache = self.env.cr.cache.setdefault(BY_INDEX, {})
        if company.id not in cache:
            cache[company.id] = self._hash_numbers(company)
        return cache[company.id]

    def _hash_numbers(self, company):
        self.env["res.partner"].flush_model(["phone", "company_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id, phone FROM res_partner WHERE phone IS NOT NULL"
                " AND (company_id IS NULL OR company_id = %s)",
                company.id,
            )
        )
        vault, country, found = (
            self.env["wa.vault"],
            company.country_id.code or "DE",
            {},
        )
        for partner_id, typed in rows:
            number = phone.canonical(typed, country)
            if number and phone.is_e164(number):
                found.setdefault(vault._index("phone", number), []).append(partner_id)
        return found
