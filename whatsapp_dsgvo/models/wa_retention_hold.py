import contextlib
import os

from odoo import models

from . import guard
from .wa_retention_rule import today

# Holds are waited for, new ones wait. The first statement of a transaction, so that it
# sees every hold that was set before, and no other comes while it works.
LOCK_HOLDS = "LOCK TABLE wa_hold IN SHARE MODE"
# Condition on `{person}`, a column: a case of theirs is open.
OPEN_CASE = """
    EXISTS (SELECT 1 FROM wa_request q
              JOIN wa_request_wa_subject_rel p ON p.wa_request_id = q.id
             WHERE p.wa_subject_id = {person} AND q.closed_at IS NULL
               AND q.state <> 'done' {kinds})
"""
# Whoever asked for data, or for a correction, must not find them deleted meanwhile.
OF_DATA = "AND q.kind IN ('access', 'portability', 'rectification', 'restriction')"
# A living hold on everything of the person, or on this message; m is wa_message.
ON_HOLD = """
    EXISTS (SELECT 1 FROM wa_hold h
             WHERE h.subject_id = m.subject_id AND {lives}
               AND (NOT EXISTS (SELECT 1 FROM wa_hold_wa_message_rel r
                                 WHERE r.wa_hold_id = h.id)
                    OR EXISTS (SELECT 1 FROM wa_hold_wa_message_rel r
                                WHERE r.wa_hold_id = h.id
                                  AND r.wa_message_id = m.id)))
"""


def hold_lives():
    """Condition on `h`, a row of wa_hold, today."""
    return f"h.released_at IS NULL AND h.until >= '{today():%Y-%m-%d}'"


class WaRetentionHold(models.Model):
    _inherit = "wa.message"

    def _held_sql(self):
        """Condition on `m`: must not be deleted although its period is over. The one
        place that says what a retention run leaves alone."""
        return f"({self._on_hold_sql()} OR {self._asked_sql()})"

    def _on_hold_sql(self):
        return ON_HOLD.format(lives=hold_lives())

    def _asked_sql(self):
        return OPEN_CASE.format(person="m.subject_id", kinds=OF_DATA)


class WaMediaRetention(models.Model):
    _inherit = "wa.media"

    def _delete_for_good(self):
        """Rows and attachments; the paths of bytes to delete once that is committed."""
        if not self:
            return []
        # sudo: ir.attachment - the sealed bytes of our own rows
        attachments = guard.admitted(self.env["ir.attachment"].sudo()).search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        paths = [
            attachments._full_path(name)
            for name in attachments.mapped("store_fname")
            if name
        ]
        attachments.unlink()
        guard.admitted(self).unlink()
        return paths


def delete_from_disk(paths):
    """Sealed bytes are random, so no other attachment shares the file."""
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
