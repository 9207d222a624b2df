from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from . import guard
from .pause import NOT_PAUSED
from .wa_read_log import KEPT_FOR

PER_HOUR = 20
HOUR = timedelta(hours=1)


class WaNumberSearch(models.Model):
    """Who looked for a number, so that nobody tries out whose numbers we know."""

    _name = "wa.number.search"
    _description = "Search for a WhatsApp number"
    _inherit = "wa.guarded.mixin"
    _log_access = False
    _order = "id desc"
    _rec_name = "searched_at"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade"
    )
    searched_at = fields.Datetime("Time", required=True, readonly=True, index=True)
    blind_index = fields.Char("Keyed hash", required=True, readonly=True)

    _user_idx = models.Index("(user_id, searched_at)")

    @api.model
    def _log(self, blind_index):
        """Note one search of this user; raises when they have searched too often."""
        now = fields.Datetime.now()
        # sudo: wa.number.search - people don't read what is logged of them
        mine = self.sudo()
        lately = [("user_id", "=", self.env.uid), ("searched_at", ">", now - HOUR)]
        if mine.search_count(lately) >= PER_HOUR:
            raise UserError(
                self.env._(
                    "You have searched for %(count)s numbers within an hour. Please "
                    "try again later.",
                    count=PER_HOUR,
                )
            )
        guard.admitted(mine).create(
            {
                "company_id": self.env.company.id,
                "user_id": self.env.uid,
                "searched_at": now,
                "blind_index": blind_index,
            }
        )

    @api.autovacuum
    def _gc_searches(self):
        over = Domain("searched_at", "<", fields.Datetime.now() - KEPT_FOR)
        # sudo: wa.number.search - storage limitation, Art. 5 (1) e GDPR
        old = self.sudo().search(over & NOT_PAUSED, limit=10000)
        guard.admitted(old).unlink()
