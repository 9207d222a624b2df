from odoo import models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ..lib.privacy import copies

# Text as it is; what Odoo has read out of other files stands in `index_content`.
TEXT_TYPES = ("text/%", "application/json", "application/xml", "application/csv")
LARGEST, MOST_FILES = 1024 * 1024, 10_000
CANDIDATES = """
    FROM ir_attachment
   WHERE type = 'binary' AND (store_fname IS NOT NULL OR db_datas IS NOT NULL)
     AND mimetype LIKE ANY(%s)
     AND res_model IS DISTINCT FROM 'ir.ui.view'
     AND res_model IS DISTINCT FROM 'wa.media'
     -- bundles of the web client
     AND url IS NULL
"""


class IrAttachmentScan(models.Model):
    """Files colleagues have put beside our own: lists, exports, saved mails."""

    _inherit = "ir.attachment"

    def _whatsapp_files_with(self, needles):
        """Text files with the person in them; the newest first, until it takes long."""
        ids = self._whatsapp_text_files("AND file_size <= %s", LARGEST)
        found = self.browse()
        for batch in split_every(100, ids[:MOST_FILES], self.browse):
            found |= batch.filtered(
                lambda file: copies.found(needles, _plain(file.raw or b""))
            )
            # the bytes must not stay in memory
            batch.invalidate_recordset()
        return found

    def _whatsapp_not_searched(self):
        """How many text files were too large, or came after too many others."""
        searched = len(self._whatsapp_text_files("AND file_size <= %s", LARGEST))
        return len(self._whatsapp_text_files()) - min(searched, MOST_FILES)

    def _whatsapp_text_files(self, more="", *values):
        self.flush_model(["mimetype", "store_fname", "file_size", "url", "res_model"])
        query = SQL(
            f"SELECT id {CANDIDATES} {more} ORDER BY id DESC", list(TEXT_TYPES), *values
        )
        return [row[0] for row in self.env.execute_query(query)]


def _plain(content):
    return content.decode("utf-8", "replace")
