import secrets

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.privacy.retention_classes import BY_CODE, VOUCHERS
from .wa_retention_rule import aware

# What tells who it is; masking a name would not be anonymous (EDPB).
TELLING = (
    "email",
    "phone",
    "website",
    "function",
    "vat",
    "ref",
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "country_id",
    "comment",
    "image_1920",
    "parent_id",
)
BATCH = 200


class ResPartnerAnonymise(models.Model):
    """An erased contact which invoices refer to: out of sight, later nobody's."""

    _inherit = "res.partner"

    whatsapp_anonymise_on = fields.Date(
        "Anonymised after",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Erased on request; the name stays while a law demands the vouchers.",
    )

    def _whatsapp_clean(self):
        """Archived: not found by search, no mailings; accounting reaches it still."""
        result = super()._whatsapp_clean()
        period = BY_CODE[VOUCHERS].period
        vals = {"whatsapp_anonymise_on": period.last_day(aware(fields.Datetime.now()))}
        # a colleague goes on working
        if all(user.share for user in self._whatsapp_users()):
            vals["active"] = False
        self.with_context(tracking_disable=True).write(vals)
        return result

    @api.autovacuum
    def _gc_whatsapp_cleaned(self):
        """The period of the last possible voucher is over: delete, or anonymise."""
        # sudo: res.partner - storage limitation, Art. 5 (1) e GDPR
        due = (
            self.sudo()
            .with_context(active_test=False)
            .search([("whatsapp_anonymise_on", "<", fields.Date.today())], limit=BATCH)
        )
        for partner in due:
            partner._whatsapp_let_go()

    def _whatsapp_let_go(self):
        if not self._whatsapp_references():
            try:
                with self.env.cr.savepoint():
                    self.unlink()
                return
            except (UserError, psycopg2.IntegrityError):
                self.env.invalidate_all()
        self._whatsapp_anonymise()

    def _whatsapp_anonymise(self):
        """Nothing of the old name is in the new one, and no list keeps which was which."""
        name = self.env._("Erased contact %(code)s", code=secrets.token_hex(4))
        self.message_ids.unlink()
        self.with_context(tracking_disable=True).write(
            {
                **dict.fromkeys(TELLING, False),
                "name": name,
                "category_id": [(5,)],
                "whatsapp_anonymise_on": False,
            }
        )
