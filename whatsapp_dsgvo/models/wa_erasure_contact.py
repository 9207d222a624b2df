import psycopg2

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .wa_erasure_scan import MOST

# Rows that only say that the contact took part, or that are asked about by themselves.
NO_REFERENCE = {"helpdesk_ticket", "mail_message", "mail_notification", "res_partner"}
# What Odoo deletes with the contact (followers, tags, bank accounts) keeps nothing.
FOREIGN_KEYS = """
    SELECT c.conrelid::regclass::text, a.attname
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = 'res_partner'::regclass
       AND array_length(c.conkey, 1) = 1 AND c.confdeltype <> 'c'
     ORDER BY 1, 2
"""


class WaErasureContact(models.Model):
    """The contact goes too, unless others need it: then what need not stay goes."""

    _inherit = "wa.erasure"

    def _step_contact(self):
        # afterwards nobody knows the name any more; ids only
        found = self.subject_ids._contact_copies()
        self._note(contact_copies=[[row._name, row.id] for row in found[:MOST]])
        for partner in self.partner_ids:
            for outcome, number in partner._whatsapp_erase_logins().items():
                self._count(outcome, number)
            outcome = partner._whatsapp_erase_contact()
            self._count(f"contact_{outcome}", 1)
            if outcome == "cleaned":
                until = partner.whatsapp_anonymise_on.isoformat()
                stays = self._facts().get("contact_kept_until", [])
                self._note(contact_kept_until=[*stays, until])


class ResPartnerErasing(models.Model):
    _inherit = "res.partner"

    def _whatsapp_references(self):
        """{table: rows} of what refers to this contact and is no part of it."""
        self.ensure_one()
        self.env.flush_all()
        found = {}
        going = tuple(self._whatsapp_logins().ids)
        for table, column in self._whatsapp_foreign_keys():
            but = going if table == "res_users" else ()
            query = SQL(
                "SELECT count(*) FROM %s WHERE %s = %s AND NOT id = ANY(%s)",
                SQL.identifier(table),
                SQL.identifier(column),
                self.id,
                list(but),
            )
            count = self.env.execute_query(query)[0][0]
            if count:
                found[table] = found.get(table, 0) + count
        for name, records in self._whatsapp_own_references().items():
            if records:
                found[name] = len(records)
        return found

    def _whatsapp_foreign_keys(self):
        self.env.cr.execute(FOREIGN_KEYS)
        transient = {m._table for m in self.env.values() if m._transient}
        return [
            (table, column)
            for table, column in self.env.cr.fetchall()
            if table not in NO_REFERENCE | transient and not table.startswith("wa_")
        ]

    def _whatsapp_name_of(self, table):
        """What users call the records of a table."""
        found = (m._name for m in self.env.values() if m._table == table)
        name = next(found, None)
        return self.env["ir.model"]._get(name).name if name else table

    def _whatsapp_own_references(self):
        """People of a company; tickets that did not come by WhatsApp."""
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        return {
            "res_partner": self.with_context(active_test=False).child_ids,
            "helpdesk_ticket": tickets.search(
                [
                    ("partner_id", "=", self.id),
                    ("whatsapp_conversation_id", "=", False),
                ]
            ),
        }

    def _whatsapp_erase_contact(self):
        """ "deleted", or "cleaned" when something else needs the contact."""
        if not self._whatsapp_references():
            try:
                with self.env.cr.savepoint():
                    self.unlink()
                return "deleted"
            except (UserError, psycopg2.IntegrityError):
                self.env.invalidate_all()
        self._whatsapp_clean()
        return "cleaned"

    def _whatsapp_clean(self):
        """Number, picture, notes and old values go now; the rest when the law lets it."""
        self.with_context(tracking_disable=True).write(
            {
                "phone": False,
                "comment": False,
                "image_1920": False,
                "category_id": [(5,)],
            }
        )
        messages = self.env["mail.message"].search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        )
        self.env["mail.tracking.value"].search(
            [("mail_message_id", "in", messages.ids)]
        ).unlink()
        messages.filtered(lambda m: m.message_type == "comment").unlink()
        self.activity_ids.unlink()
