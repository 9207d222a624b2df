from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from .wa_read_log import COORDINATION, DPO
from .wa_retention_rule import today

LONGEST = relativedelta(months=12)
REMIND_BEFORE = relativedelta(days=30)
APPROVE = "whatsapp_dsgvo.activity_type_hold_approve"
END = "whatsapp_dsgvo.activity_type_hold_end"


class WaHoldReview(models.Model):
    """A hold lasts a year at most, then somebody looks whether its reason still is.

    Whoever lengthens it has set it anew, and the officer approves it anew.
    """

    _name = "wa.hold"
    _inherit = ["wa.hold", "mail.thread", "mail.activity.mixin"]

    reminded_at = fields.Datetime("Reminded of the end", readonly=True, copy=False)

    @api.constrains("until")
    def _check_longest(self):
        if any(hold.until > today() + LONGEST for hold in self):
            raise ValidationError(
                self.env._(
                    "A legal hold lasts twelve months at most. It can be renewed "
                    "before it ends."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_own_work(vals)
        holds = super().create(vals_list)
        holds._ask_for_approval()
        return holds

    def write(self, vals):
        self._check_not_own_work(vals)
        until = fields.Date.to_date(vals.get("until"))
        longer = self.filtered(lambda hold: until and until > hold.until)
        result = super().write(vals)
        longer._set_anew()
        if vals.get("released_at"):
            # sudo: wa.hold - nothing is left to do, whoever had been asked
            self.sudo().activity_unlink([APPROVE, END])
        return result

    def _check_not_own_work(self, vals):
        """Who set and who approved it is noted, never typed: else four eyes are two."""
        noted = {"user_id", "confirmed_by_id", "confirmed_at", "reminded_at"}
        if not self.env.su and noted & set(vals):
            raise AccessError(
                self.env._("Who set and who confirmed a legal hold is noted by itself.")
            )

    def action_renew(self):
        """Twelve months from today."""
        self.check_access("write")
        if any(hold.released_at for hold in self):
            raise UserError(self.env._("A legal hold that was ended is not renewed."))
        self.write({"until": today() + LONGEST})

    def action_confirm(self):
        result = super().action_confirm()
        # sudo: wa.hold - approved, whoever had been asked
        self.sudo().activity_unlink([APPROVE])
        return result

    def _set_anew(self):
        for hold in self:
            # sudo: wa.hold - the approval was for the shorter time
            hold.sudo().write(
                {
                    "user_id": self.env.uid,
                    "confirmed_by_id": False,
                    "confirmed_at": False,
                    "reminded_at": False,
                }
            )
            # sudo: wa.hold - nobody need be reminded of the former end
            hold.sudo().activity_unlink([END])
        self._ask_for_approval()

    def _ask_for_approval(self):
        for hold in self:
            hold._tell(
                APPROVE, DPO, self.env._("%s: approve the legal hold", hold.reference)
            )

    @api.model
    def _cron_remind(self):
        """Once for each end, while there is time to renew it."""
        # sudo: wa.hold - the reminder is the system's
        soon = self.sudo().search(
            [
                ("released_at", "=", False),
                ("reminded_at", "=", False),
                ("until", ">=", today()),
                ("until", "<=", today() + REMIND_BEFORE),
            ]
        )
        for hold in soon:
            hold._tell(
                END,
                COORDINATION,
                self.env._(
                    "%(hold)s: the legal hold ends on %(date)s. Renew it or let it end?",
                    hold=hold.reference,
                    date=format_date(self.env, hold.until),
                ),
            )
            hold.reminded_at = fields.Datetime.now()

    def _tell(self, kind, group, summary):
        """Everybody of this group and company; once."""
        self.ensure_one()
        # sudo: wa.hold, res.users - agents set holds that they may not read
        hold, users = self.sudo(), self.env.ref(group).sudo().all_user_ids
        hold.activity_unlink([kind])
        for user in users.filtered(lambda u: hold.company_id in u.company_ids):
            hold.with_context(mail_activity_quick_update=True).activity_schedule(
                kind, hold.until, summary=summary, user_id=user.id
            )
