import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

from .wa_check import GREEN, GREY, RED, YELLOW

_logger = logging.getLogger(__name__)

# The scheduled action's day, and time for it to get its turn.
FRESH_FOR = timedelta(hours=26)


class WaCheckAge(models.Model):
    """What nobody has looked at for longer than a day is not known any more."""

    _inherit = "wa.check"

    colour = fields.Selection(
        [
            (GREEN, "Fine"),
            (YELLOW, "Look at it"),
            (RED, "Wrong"),
            (GREY, "Unknown"),
        ],
        compute="_compute_colour",
    )

    @api.depends("found", "checked_at")
    def _compute_colour(self):
        for check in self:
            check.colour = GREY if check._is_stale() else check.found

    def _forget(self):
        """What was found out is of something that is not there any more."""
        # sudo: wa.check - facts are written by the check, never by a person
        unknown = {"value": "", "found": GREY, "evidence": False, "checked_at": False}
        self.sudo().write(unknown)

    def _is_stale(self):
        at = self.checked_at
        return not at or fields.Datetime.now() - at > FRESH_FOR

    @api.depends_context("lang", "tz")
    @api.depends("code", "value", "found", "checked_at")
    def _compute_explanation(self):
        result = super()._compute_explanation()
        words = dict(self._fields["found"]._description_selection(self.env))
        for check in self.filtered(lambda one: one.checked_at and one._is_stale()):
            check.explanation = self.env._(
                "Not checked since %(date)s (then: %(result)s). Please look whether "
                "the scheduled action runs and the number is connected.",
                date=format_datetime(self.env, check.checked_at),
                result=words[check.found],
            )
        return result


class WaChannelCheck(models.Model):
    _inherit = "wa.channel"

    def _check_one_by_one(self):
        """What was written of one number locks it no longer when the next is asked."""
        for channel in self:
            channel._check_safely()
            self.env["ir.cron"]._commit_progress(1)

    def _check_safely(self):
        """What fails here turns unknown by its age, and holds up nothing else."""
        try:
            with self.env.cr.savepoint():
                self.env["wa.check"]._run(self)
        except Exception as error:
            _logger.error("check of number %s: %s", self.id, type(error).__name__)
