from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..lib.privacy import archive
from .roles import COORDINATION, DPO
from .wa_hold import DUTY
from .wa_retention_rule import today

REMIND_BEFORE = relativedelta(days=30)
# What the officer has approved; whoever changes it has set the hold anew.
APPROVED = {"message_ids", "reference", "basis", "norm", "reason"}
APPROVE = "whatsapp_dsgvo.activity_type_hold_approve"
END = "whatsapp_dsgvo.activity_type_hold_end"


class WaHoldReview(models.Model):
    """A hold lasts a year at most, then somebody looks whether its reason still is; one
    that a law demands lasts as long as the law says.

    Whoever lengthens or changes it has set it anew, and the officer approves it anew.
    """

    _name = "wa.hold"
    _inherit = ["wa.hold", "wa.noted.mixin", "mail.thread", "mail.activity.mixin"]
    # else four eyes are two
    _noted_fields = frozenset(
        {"user_id", "confirmed_by_id", "confirmed_at", "reminded_at", "released_at"}
    )

    reminded_at = fields.Datetime("Reminded of the end", readonly=True, copy=False)

    @api.constrains("until", "basis")
    def _check_longest(self):
        for hold in self.filtered(lambda h: h.until > h._longest()):
            if hold.basis == DUTY:
                raise ValidationError(
                    self.env._(
                        "No law demands more than ten years from the end of this year."
                    )
                )
            raise ValidationError(
                self.env._(
                    "A legal hold lasts twelve months at most, unless a law names the "
                    "period. It can be renewed before it ends."
                )
            )

    def _longest(self):
        return archive.longest_hold(self.basis == DUTY, today())

    @api.model_create_multi
    def create(self, vals_list):
        holds = super().create(vals_list)
        holds._ask_for_approval()
        return holds

    def write(self, vals):
        until = fields.Date.to_date(vals.get("until"))
        longer = self.filtered(lambda hold: until and until > hold.until)
        before = {hold: hold._approved(vals) for hold in self}
        self._refuse_another_person(vals)
        result = super().write(vals)
        changed = self.filtered(lambda hold: hold._approved(vals) != before[hold])
        (longer | changed)._set_anew()
        if vals.get("released_at"):
            # sudo: wa.hold - nothing is left to do, whoever had been asked
            self.sudo().activity_unlink([APPROVE, END])
        return result

    def _refuse_another_person(self, vals):
        if "subject_id" in vals and any(
            hold.subject_id.id != vals["subject_id"] for hold in self
        ):
            raise UserError(
                self.env._("A legal hold stays with its person. Please set a new one.")
            )

    def _approved(self, vals):
        """What the officer approved, of what is written."""
        # sudo: wa.hold - which messages, also for those who may not read them
        return [self.sudo()[name] for name in sorted(APPROVED & set(vals))]

    def action_renew(self):
        """Twelve months from today."""
        self.check_access("write")
        if any(hold.released_at for hold in self):
            raise UserError(self.env._("A legal hold that was ended is not renewed."))
        year = archive.longest_hold(False, today())
        for hold in self:
            hold.until = max(hold.until, year)

    def action_confirm(self):
        result = super().action_confirm()
        # sudo: wa.hold - approved, whoever had been asked
        self.sudo().activity_unlink([APPROVE])
        return result

    def _set_anew(self):
        for hold in self:
            # sudo: wa.hold - the approval was for another time or extent
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
        # sudo: wa.hold - agents set holds that they may not read
        hold = self.sudo()
        hold.activity_unlink([kind])
        for user in hold.company_id._whatsapp_people(group):
            hold.with_context(mail_activity_quick_update=True).activity_schedule(
                kind, hold.until, summary=summary, user_id=user.id
            )
