from odoo import models
from odoo.tools import SQL

from ..lib.privacy import copies

# Code and translations of the software itself: nobody writes about people there.
NOT_SCANNED = {
    "ir_act_window",
    "ir_asset",
    "ir_attachment",
    "ir_config_parameter",
    "ir_model",
    "ir_model_constraint",
    "ir_model_data",
    "ir_model_fields",
    "ir_module_module",
    "ir_ui_menu",
    "ir_ui_view",
    "res_country",
    "res_country_state",
    "res_currency",
    "res_lang",
}
COLUMNS = """
    SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position)
      FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
       AND c.data_type IN ('text', 'character varying', 'jsonb')
       AND EXISTS (SELECT 1 FROM information_schema.columns i
                    WHERE i.table_schema = c.table_schema
                      AND i.table_name = c.table_name AND i.column_name = 'id')
     GROUP BY c.table_name ORDER BY c.table_name
"""
MOST, SHOWN = 200, 20


class WaErasureScan(models.Model):
    """Look for the person everywhere: where colleagues may have written them down."""

    _inherit = "wa.erasure"

    def _step_scan(self):
        """What is found in records of other people's work is for a person to judge."""
        found = self.subject_ids._find_copies()
        self._note(
            copies=[[record._name, record.id] for record in found],
            scanned_tables=len(self.subject_ids._text_columns()),
        )


class WaSubjectScan(models.Model):
    _inherit = "wa.subject"

    def _find_copies(self, without=None):
        """Records with this person's number, ID or profile name in one of their texts.

        `without`: contacts which are about to be erased themselves.
        """
        needles = self._needles()
        found = []
        for model, columns in self._text_columns() if needles else ():
            records = model.browse(self._rows_with(model._table, columns, needles))
            if without is not None and model._name == without._name:
                records -= without
            found += list(records)
        return found[:MOST]

    def _needles(self):
        needles = []
        for identity in self.identity_ids:
            value = identity._value()
            is_phone = identity.kind == "phone"
            needles.append(copies.number(value) if is_phone else copies.word(value))
        needles += [copies.word(subject._profile_name()) for subject in self]
        return [needle for needle in needles if needle]

    def _text_columns(self):
        """[(model, columns)] of what people write, our own ciphertext left out."""
        # sudo: any model - searched by the machine, told to the coordination
        models_ = {
            model._table: model.sudo()
            for model in self.env.values()
            if model._auto and not model._abstract
        }
        self.env.cr.execute(COLUMNS)
        return [
            (models_[table], columns)
            for table, columns in self.env.cr.fetchall()
            if table in models_
            and table not in NOT_SCANNED
            and not table.startswith("wa_")
        ]

    def _rows_with(self, table, columns, needles):
        """The database sees a fragment only; the whole value is compared here."""
        text = SQL(" || ' ' || ").join(
            SQL("coalesce(%s::text, '')", SQL.identifier(name)) for name in columns
        )
        likes = [needle.like for needle in needles]
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM %s WHERE %s ILIKE ANY(%s)",
                text,
                SQL.identifier(table),
                text,
                likes,
            )
        )
        return [id_ for id_, plain in rows if copies.found(needles, plain)]

    def _told_places(self, records):
        """One line for each place, as a person finds it."""
        return "\n".join(
            f"{self.env['ir.model']._get(record._name).name}: {_place(record)}"
            for record in records[:SHOWN]
        )


def _place(record):
    """A note is found in its document."""
    if record._name == "mail.message" and record.model and record.res_id:
        document = record.env[record.model].browse(record.res_id).exists()
        return document.display_name or record.model
    return record.display_name
