from odoo import api, models
from odoo.tools import SQL

from ..lib.privacy.retention_classes import ARCHIVED
from . import guard
from .wa_subject import CONTENT, KEPT

ARCHIVE = "archive"
# A batch ends after so much of files: whoever sets a hold waits for it.
MOST_BYTES = 4 * 1024 * 1024
# While Meta's id is there, the key of content is needed anyway.
LETTERS = """
    SELECT m.id FROM wa_message m JOIN wa_subject s ON s.id = m.subject_id
     WHERE m.company_id = %s AND m.retention_class = ANY(%s) AND m.retention_from IS NOT NULL
       AND m.key_class = %s AND m.content_sealed IS NOT NULL AND m.wamid_sealed IS NULL
       AND s.erased_at IS NULL AND s.restricted IS NOT TRUE AND m.id > %s
     ORDER BY m.id LIMIT %s
"""
CLAIM = LETTERS + "FOR UPDATE OF m SKIP LOCKED FOR SHARE OF s SKIP LOCKED"


class WaRetentionArchive(models.Model):
    """Business letters and vouchers get a key of their own once their ticket is decided.

    The rest of the conversation goes after months, the letters after years: with one key
    for both, backups could open the rest as long as the letters are kept.
    """

    _inherit = "wa.retention.run"

    def _batch_archive(self, after, size):
        """As `_batch`: (how many, where to go on or None, paths)."""
        facts = self.company_id.id, list(ARCHIVED), CONTENT, after or 0, size
        # that somebody else was faster is no error, the batch is tried again
        self.env.cr.execute(SQL(CLAIM, *facts), log_exceptions=False)
        # sudo: wa.message - moved by the system, content and all
        letters = self.env["wa.message"].sudo()
        letters = letters.browse(row[0] for row in self.env.cr.fetchall())
        moved, total = letters.browse(), 0
        for letter in letters:
            letter._move_to_archive()
            moved, total = moved | letter, total + sum(letter.media_ids.mapped("size"))
            if total > MOST_BYTES:
                break
        keys = self.env["wa.retention.key"]
        keys._look_at(self.company_id, moved.subject_id.mapped("uuid"))
        more = len(moved) < len(letters) or len(letters) == size
        return len(moved), moved[-1:].id if more else None, []

    @api.model
    def _are_letters_left(self, company):
        """Whether some wait for their own key although nothing holds them up."""
        self.env.flush_all()
        query = SQL(LETTERS, company.id, list(ARCHIVED), CONTENT, 0, 1)
        return bool(self.env.execute_query(query))


class WaMessageArchive(models.Model):
    _inherit = "wa.message"

    def _move_to_archive(self):
        """The same content, and the same files, under the key of what is kept."""
        self.ensure_one()
        guard.admitted(self).write(
            {
                "key_class": KEPT,
                "content_sealed": self._seal_content(
                    self.opaque_id, self.subject_id, self._content(), KEPT
                ),
            }
        )
        for media in self.media_ids:
            media._seal_for_keeping()
