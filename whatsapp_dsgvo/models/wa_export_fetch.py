import psycopg2

from odoo import fields, models

from . import guard
from .rounds import TRIES


class WaExportFetch(models.Model):
    """One download of a person's data: when, how much of it, and whether all of it."""

    _name = "wa.export.fetch"
    _description = "Download of data for a person"
    _inherit = "wa.guarded.mixin"
    _log_access = False
    _order = "id desc"
    _rec_name = "begun_at"

    export_id = fields.Many2one(
        "wa.export", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="export_id.company_id")
    begun_at = fields.Datetime("Begun", required=True, readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    size = fields.Float("Bytes", digits=(20, 0), readonly=True)
    state = fields.Selection(
        [
            ("begun", "Begun"),
            ("whole", "Sent to the last byte"),
            ("broken", "Broken off"),
        ],
        required=True,
        readonly=True,
        default="begun",
        help="Begun and never ended: the server was stopped meanwhile.",
    )


class WaExportFetching(models.Model):
    _inherit = "wa.export"

    def _begin_fetch(self):
        # sudo: wa.export.fetch - whoever fetches has no user
        fetches = guard.admitted(self.env["wa.export.fetch"].sudo())
        return fetches.create({"export_id": self.id, "begun_at": fields.Datetime.now()})

    def _sent(self, fetch):
        """The pieces, read with a cursor of their own: the request's is closed by then.

        No transaction is open while a slow network takes a piece. Whoever stops taking
        them, or an error, ends this before the last one.
        """
        # read now: the first piece is asked for when the request's cursor is closed
        return self._counted(fetch, self.token_index)

    def _counted(self, fetch, token):
        size, is_whole = 0, False
        try:
            with self.env.registry.cursor() as cr:
                _name, pieces = self.with_env(self.env(cr=cr))._archive()
                for piece in pieces:
                    cr.commit()  # pylint: disable=invalid-commit
                    yield piece
                    size += len(piece)
            is_whole = True
        finally:
            self._end_fetch(fetch, token, size, is_whole)

    def _end_fetch(self, fetch, token, size, is_whole):
        for last in (False,) * (TRIES - 1) + (True,):
            try:
                with self.env.registry.cursor() as cr:
                    fresh = self.with_env(self.env(cr=cr))
                    fresh._note_fetch(fetch.id, token, size, is_whole)
                return
            except psycopg2.errors.SerializationFailure:
                # another download of it ended in the same moment
                if last:
                    raise

    def _note_fetch(self, fetch_id, token, size, is_whole):
        now = fields.Datetime.now()
        # sudo: wa.export.fetch - noted by the download itself
        fetch = self.env["wa.export.fetch"].sudo().browse(fetch_id).exists()
        state = "whole" if is_whole else "broken"
        guard.admitted(fetch).write({"state": state, "size": size, "ended_at": now})
        record = self.exists()
        # released anew meanwhile, it is another link
        if is_whole and record.state == "released" and record.token_index == token:
            record._admitted_write({"state": "fetched", "fetched_at": now})
