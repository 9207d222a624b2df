import secrets

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

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
            .search(
                [
                    ("whatsapp_anonymise_on", "<", fields.Date.today()),
                    ("id", "not in", self._whatsapp_colleagues().ids),
                ],
                limit=BATCH,
            )
        )
        for partner in due:
            if not partner._whatsapp_goes_on():
                partner._whatsapp_let_go()

    def _whatsapp_colleagues(self):
        """Whoever works here has a name."""
        # sudo: res.users - who they are
        users = self.env["res.users"].sudo().with_context(active_test=True)
        return users.search([("share", "=", False)]).partner_id

    def _whatsapp_goes_on(self):
        """Whether they came back since: as a person, or with a newer voucher.

        Asked just before, for it was planned years ago.
        """
        self.env.cr.execute(
            "SELECT id FROM res_partner WHERE id = %s FOR UPDATE", [self.id]
        )
        if self.whatsapp_subject_ids.filtered(lambda one: not one.erased_at):
            self.whatsapp_anonymise_on = False
            return True
        last = self._whatsapp_last_reference()
        until = last and BY_CODE[VOUCHERS].period.last_day(aware(last))
        if not until or until < fields.Date.today():
            return False
        self.whatsapp_anonymise_on = until
        return True

    def _whatsapp_last_reference(self):
        """When the newest of what refers to this contact was created; None if unknown."""
        self.env.flush_all()
        dated = {model._table for model in self.env.values() if model._log_access}
        times = [
            self.env.execute_query(
                SQL(
                    "SELECT max(create_date) FROM %s WHERE %s = %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    self.id,
                )
            )[0][0]
            for table, column in self._whatsapp_foreign_keys()
            if table in dated
        ]
        for records in self._whatsapp_own_references().values():
            times += records.mapped("create_date")
        return max(filter(None, times), default=None)

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
