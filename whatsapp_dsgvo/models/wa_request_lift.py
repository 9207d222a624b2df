from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..lib.keys.restore import RESTRICTED
from ..lib.privacy import letters
from .wa_retention_rule import today

# time to answer before it ends
NOTICE = timedelta(days=7)


class WaRequestLift(models.Model):
    """A restriction ends only after the person was told when, and why (Art. 18 (3))."""

    _inherit = "wa.request"

    def action_letter_lift(self):
        """Also of a closed case: it was answered when the restriction began."""
        self.ensure_one()
        self.check_access("write")
        if not self.may_lift:
            raise UserError(self.env._("Nobody in this request is restricted."))
        return self._show_letter(letters.LIFT)

    def action_lift_restriction(self):
        self.check_access("write")
        for request in self:
            request._check_end_told()
        self._set_restricted(False)

    def _check_end_told(self):
        since = self._restricted_since()
        told = self.letter_ids.filtered(
            lambda x: (
                x.kind == letters.LIFT
                and x.state == "sent"
                and (not since or x.sent_at >= since)
            )
        ).sorted(lambda x: (x.sent_at, x.id))[-1:]
        if not told:
            raise UserError(
                self.env._(
                    "Please tell the person first when and why the restriction ends "
                    "(Art. 18 (3) GDPR)."
                )
            )
        if told.ends_on > today():
            raise UserError(
                self.env._(
                    "The person was told that the restriction ends on %(date)s. Please "
                    "lift it then.",
                    date=format_date(self.env, told.ends_on),
                )
            )

    def _restricted_since(self):
        """What was told of an earlier restriction says nothing about this one."""
        # sudo: wa.ledger.entry - when it began
        entries = self.env["wa.ledger.entry"].sudo()
        uuids = self.sudo().subject_ids.mapped("uuid")
        began = [("pseudonym", "in", uuids), ("event", "=", RESTRICTED)]
        return entries.search(began, order="at desc, id desc", limit=1).at


class WaRequestLetterLift(models.Model):
    _inherit = "wa.request.letter"
    _open_fields = frozenset({"text", "language", "reason", "ends_on"})

    ends_on = fields.Date(
        "Restriction ends on",
        compute="_compute_ends_on",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("kind")
    def _compute_ends_on(self):
        for letter in self:
            is_lift = letter.kind == letters.LIFT
            letter.ends_on = today() + NOTICE if is_lift else False

    @api.onchange("ends_on")
    def _onchange_ends_on(self):
        self._onchange_facts()

    def _case(self):
        return replace(super()._case(), ends=self.ends_on or None)

    def _check_ready(self):
        result = super()._check_ready()
        if self.kind == letters.LIFT and self.ends_on < today():
            raise UserError(
                self.env._("The day on which the restriction ends is over already.")
            )
        return result

    def _problem_words(self):
        words = super()._problem_words()
        words["ends"] = self.env._("The day on which the restriction ends is missing.")
        return words

    def _case_goes_on(self):
        if self.kind == letters.LIFT:
            return self.request_id.may_lift
        return super()._case_goes_on()
