from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib.privacy import retention
from ..lib.privacy.retention_classes import BY_CODE, SUPPRESSION
from . import guard
from .roles import COORDINATION
from .wa_retention_rule import aware


class WaSuppressionReview(models.Model):
    """LK-07: a no stays until the person's own yes; once a year people look whether
    the list is still needed. No machine can say that of a keyed hash.
    """

    _inherit = "wa.suppression"

    reviewed_at = fields.Datetime("Last reviewed", readonly=True)
    reviewed_by_id = fields.Many2one(
        "res.users", "Reviewed by", readonly=True, ondelete="set null"
    )
    is_review_due = fields.Boolean(
        "To be reviewed",
        compute="_compute_is_review_due",
        search="_search_is_review_due",
    )

    @api.model
    def _review_domain(self, before):
        never = [("reviewed_at", "=", False), ("since", "<", before)]
        return ["|", "&", *never, ("reviewed_at", "<", before)]

    @api.model
    def _review_cutoff(self, grace=None):
        now = aware(fields.Datetime.now())
        period = BY_CODE[SUPPRESSION].period
        return period.cutoff(now - grace if grace else now).replace(tzinfo=None)

    @api.depends("since", "reviewed_at")
    def _compute_is_review_due(self):
        cutoff = self._review_cutoff()
        for entry in self:
            entry.is_review_due = (entry.reviewed_at or entry.since) < cutoff

    def _search_is_review_due(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return self._review_domain(self._review_cutoff())

    def action_reviewed(self):
        """Somebody has looked and says that the list is still needed."""
        if self.env.su or not self.env.user.has_group(COORDINATION):
            raise AccessError(
                self.env._("The data protection coordination reviews the list.")
            )
        self.check_access("read")
        # sudo: wa.suppression - that and by whom it was reviewed, nothing else
        guard.admitted(self.sudo()).write(
            {"reviewed_at": fields.Datetime.now(), "reviewed_by_id": self.env.uid}
        )


class WaRetentionRunReview(models.Model):
    _inherit = "wa.retention.run"

    def _take_stock(self):
        """What people have not reviewed is overdue, as what the run has not deleted."""
        result = super()._take_stock()
        # sudo: wa.suppression - how many, and since when
        entries = self.env["wa.suppression"].sudo()
        mine = [("company_id", "=", self.company_id.id)]
        oldest = entries.search(
            mine + entries._review_domain(entries._review_cutoff()),
            order="since",
            limit=1,
        )
        if oldest or SUPPRESSION in self.line_ids.mapped("code"):
            late = entries._review_domain(
                entries._review_cutoff(retention.OVERDUE_AFTER)
            )
            self._line(SUPPRESSION).write(
                {
                    "overdue": entries.search_count(mine + late),
                    "oldest": oldest.since,
                }
            )
        return result

    def _line_period(self, code):
        if code != SUPPRESSION:
            return super()._line_period(code)
        rules = self.env["wa.retention.rule"]
        return rules._period_words(BY_CODE[code].period)
