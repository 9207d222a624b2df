from odoo import models
from odoo.tools import SQL

from ..lib.privacy import copies

# Code and translations of the software itself: nobody writes about people there.
NOT_SCANNED = {
    "ir_act_window",
    "ir_asset",
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
# Rows that hold a neutral sentence or ciphertext, which the guard sees to.
SKIPPED = {
    "mail_message": "message_type IS DISTINCT FROM 'whatsapp_message'",
    "ir_attachment": "res_model IS DISTINCT FROM 'ir.ui.view'"
    " AND res_model IS DISTINCT FROM 'wa.media'",
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
# The database sees a fragment only; the whole value is compared in memory, page by page.
PAGE = 2000
ROWS = """
    SELECT id, %(text)s FROM %(table)s
     WHERE id > %(after)s AND %(rows)s
       AND (translate(%(text)s, %(separators)s, '') LIKE ANY(%(digits)s)
            OR %(text)s ILIKE ANY(%(words)s))
     ORDER BY id LIMIT %(limit)s
"""
# Noted for whoever looks through them, and told on one screen; counted are all.
MOST, SHOWN = 200, 20
BESIDE = ("helpdesk.ticket", "mail.activity", "mail.message")
# Where the model of their document stands.
OWNERS = {"mail.message": "model", "ir.attachment": "res_model"}


class WaErasureScan(models.Model):
    """Look for the person everywhere: where colleagues may have written them down."""

    _inherit = "wa.erasure"

    def _step_scan(self):
        """What is found in records of other people's work is for a person to judge."""
        people = self.subject_ids
        people._drop_drafts()
        found = people._find_copies()
        for model, id_ in self._facts().get("contact_copies", ()):
            # sudo: any model - searched by the machine, told to the coordination
            record = self.env[model].sudo().browse(id_).exists()
            found += [record] if record and record not in found else []
        self._note(
            contact_copies=[],
            copies=[[record._name, record.id] for record in found[:MOST]],
            copies_found=len(found),
            scanned_tables=len(people._text_columns()),
            files_not_searched=self.env["ir.attachment"]._whatsapp_not_searched(),
        )


class WaSubjectScan(models.Model):
    _inherit = "wa.subject"

    def _find_copies(self, without=None):
        """Records with this person's number, ID or profile name in one of their texts.

        Beside tickets also with their contact's name or e-mail address.

        `without`: contacts which are about to be erased themselves.
        """
        needles = self._needles()
        found = self._contact_copies()
        if not needles:
            return found
        beside = set(found)
        for model, columns in self._text_columns():
            if model._transient:
                continue
            records = model.browse(self._rows_with(model._table, columns, needles))
            if without is not None and model._name == without._name:
                records -= without
            found += [record for record in records if record not in beside]
        # sudo: ir.attachment - searched by the machine, told to the coordination
        files = self.env["ir.attachment"].sudo()._whatsapp_files_with(needles)
        known = set(found)
        return found + [file for file in files if file not in known]

    def _drop_drafts(self):
        """What dialogs have left behind: nobody can open it, and Odoo clears it later."""
        needles = self._needles()
        for model, columns in self._text_columns() if needles else ():
            if model._transient:
                model.browse(self._rows_with(model._table, columns, needles)).unlink()

    def _contact_copies(self):
        """A name alone is looked for where people write about customers of ours."""
        # sudo: res.partner - searched by the machine, told to the coordination
        contacts = self.sudo().partner_id
        names = [*contacts.mapped("name"), *contacts.mapped("email")]
        needles = [found for name in names if name and (found := copies.word(name))]
        found = []
        for model, columns in self._text_columns() if needles else ():
            if model._name in BESIDE:
                ids = self._rows_with(model._table, columns, needles)
                found += list(model.browse(ids))
        return found

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
        text = SQL(" || ' ' || ").join(
            SQL("coalesce(%s::text, '')", SQL.identifier(name)) for name in columns
        )
        found, after = [], 0
        while True:
            query = SQL(
                ROWS,
                text=text,
                table=SQL.identifier(table),
                after=after,
                rows=SQL(SKIPPED.get(table, "TRUE")),
                separators=copies.SEPARATORS,
                digits=[needle.like for needle in needles if needle.digits],
                words=[needle.like for needle in needles if not needle.digits],
                limit=PAGE,
            )
            rows = self.env.execute_query(query)
            found += [id_ for id_, plain in rows if copies.found(needles, plain)]
            if len(rows) < PAGE:
                return found
            after = rows[-1][0]

    def _told_places(self, records, count=None):
        """One line for each place, as a person finds it, and how many more there are."""
        lines = [
            f"{self.env['ir.model']._get(record._name).name}: {_place(record)}"
            for record in records[:SHOWN]
        ]
        more = max(count or 0, len(records)) - len(lines)
        if more:
            lines.append(self.env._("… and %(count)s more places.", count=more))
        return "\n".join(lines)


def _place(record):
    """A note or a file is found in its document."""
    owner = OWNERS.get(record._name)
    name = owner and record[owner]
    if name and record.res_id and name in record.env:
        document = record.env[name].browse(record.res_id).exists()
        return document.display_name or name
    return record.display_name


class MailMessageScan(models.Model):
    _inherit = "mail.message"

    # else each scan reads the stubs of every WhatsApp message there is
    _whatsapp_scan_idx = models.Index(f"(id) WHERE {SKIPPED['mail_message']}")
