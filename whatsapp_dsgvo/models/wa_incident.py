from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..lib.privacy import incident
from . import guard
from .wa_request_intake import SKEW

PAST = ("aware_at", "occurred_from", "authority_informed_at", "people_informed_at")


class WaIncident(models.Model):
    """Every personal data breach is documented, reported or not (Art. 33 (5) GDPR)."""

    _name = "wa.incident"
    _description = "Personal data breach"
    _inherit = ["wa.noted.mixin", "mail.thread", "mail.activity.mixin"]
    _noted_fields = frozenset({"state", "closed_at", "affected_count", "affected_at"})
    _order = "state desc, deadline_at, id desc"

    name = fields.Char("Number", readonly=True, copy=False, default="/")
    title = fields.Char(
        required=True, tracking=True, help="No names or numbers of customers, please."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("open", "Being handled"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        tracking=True,
    )
    kind = fields.Selection(
        [
            ("confidentiality", "Unauthorised disclosure"),
            ("integrity", "Alteration"),
            ("availability", "Destruction or loss"),
        ],
        required=True,
        default="confidentiality",
        tracking=True,
    )
    aware_at = fields.Datetime(
        "Known since", required=True, default=fields.Datetime.now, tracking=True
    )
    deadline_at = fields.Datetime(
        "Tell the authority by", compute="_compute_deadline_at", store=True
    )
    hours_left = fields.Integer(compute="_compute_hours_left")
    occurred_from = fields.Datetime("Happened from", tracking=True)
    occurred_to = fields.Datetime("Happened until", tracking=True)
    facts = fields.Text("What happened")
    consequences = fields.Text("Likely consequences")
    measures = fields.Text("Measures taken")
    risk = fields.Selection(
        [
            (incident.NONE, "Unlikely"),
            (incident.RISK, "A risk"),
            (incident.HIGH, "A high risk"),
        ],
        "Risk for the people",
        tracking=True,
    )
    risk_reason = fields.Text("Why no risk is likely")
    authority_informed_at = fields.Datetime("Authority told", tracking=True)
    late_reason = fields.Text("Why later than 72 hours")
    people_informed_at = fields.Datetime("People told", tracking=True)
    affected_count = fields.Integer("People affected", readonly=True, copy=False)
    affected_at = fields.Datetime("Counted", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = self.env["ir.sequence"].next_by_code("wa.incident") or "/"
        return super().create(vals_list)

    @api.constrains(*PAST)
    def _check_days(self):
        """A day to come would move the 72 hours, or tell of what nobody has done."""
        latest = fields.Datetime.now() + SKEW
        for case in self:
            if any(case[name] and case[name] > latest for name in PAST):
                raise ValidationError(
                    self.env._("What is entered here has happened: no day to come.")
                )
            if (
                case.occurred_from
                and case.occurred_to
                and case.occurred_to < case.occurred_from
            ):
                raise ValidationError(
                    self.env._("It can't have ended before it began.")
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_before_its_period_is_over(self):
        if guard.is_admitted(self):
            return
        raise UserError(
            self.env._("Every breach stays documented (Art. 33 (5) GDPR); close it.")
        )

    @api.depends("aware_at")
    def _compute_deadline_at(self):
        for case in self:
            case.deadline_at = case.aware_at and incident.deadline(case.aware_at)

    @api.depends("deadline_at")
    def _compute_hours_left(self):
        now = fields.Datetime.now()
        for case in self:
            left = (case.deadline_at or now) - now
            case.hours_left = int(left.total_seconds() // 3600)

    def _affected(self):
        """People whose messages were received or sent in that time."""
        self.ensure_one()
        if not self.occurred_from or not self.occurred_to:
            raise UserError(self.env._("Please enter from when until when it was."))
        # sudo: wa.message - whose messages fall into the time, without contents
        groups = (
            self.env["wa.message"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", self.company_id.id),
                    ("event_at", ">=", self.occurred_from),
                    ("event_at", "<=", self.occurred_to),
                ],
                ["subject_id"],
            )
        )
        return self.env["wa.subject"].browse(subject.id for (subject,) in groups)

    def action_find_affected(self):
        """Count them, and show them to those who may see people."""
        self.check_access("write")
        people = self._affected()
        guard.admitted(self).write(
            {"affected_count": len(people), "affected_at": fields.Datetime.now()}
        )
        return {
            "type": "ir.actions.act_window",
            # a person may be known by a number and an identifier
            "name": self.env._("Identities of %s people affected", len(people)),
            "res_model": "wa.identity",
            "view_mode": "list",
            "domain": [("subject_id", "in", people.ids), ("valid_to", "=", False)],
        }

    def action_close(self):
        self.check_access("write")
        for case in self:
            points = incident.open_points(case._close_facts())
            if points:
                missing = case._point_words()
                raise UserError("\n".join(missing[point] for point in points))
        guard.admitted(self).write(
            {"state": "closed", "closed_at": fields.Datetime.now()}
        )

    def _close_facts(self):
        return incident.Facts(
            self.aware_at,
            self.risk or None,
            self.risk_reason or "",
            self.authority_informed_at or None,
            self.late_reason or "",
            self.people_informed_at or None,
        )

    def _point_words(self):
        return {
            "risk": self.env._("Please decide how large the risk for the people is."),
            "reason": self.env._("Please write down why no risk is likely."),
            "authority": self.env._("The authority has not been told yet (Art. 33)."),
            "late_reason": self.env._(
                "The authority was told after 72 hours: please write down why."
            ),
            "people": self.env._("The people have not been told yet (Art. 34)."),
        }
