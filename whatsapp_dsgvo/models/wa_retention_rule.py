from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.privacy import retention
from ..lib.privacy.retention_classes import BY_CODE, CLASSES, OF_MESSAGES
from . import guard

CODES = [(one.code, one.code) for one in CLASSES if one.worked_off_by == "run"]
# What a person with the right may fill in, while it is a draft.
OPEN = frozenset({"code", "count", "unit", "year_end", "reason", "effective_from"})


def aware(moment):
    """The database keeps UTC without saying so."""
    return moment.replace(tzinfo=timezone.utc)


def today():
    """Periods are those of Berlin, whatever the user's time zone is."""
    return retention.day_in_berlin(aware(fields.Datetime.now()))


class WaRetentionRule(models.Model):
    """How long one class of data is kept (Art. 5 (1) e GDPR, DIN 66398).

    An active rule never changes: a new draft replaces it, within the limits of its
    class, once a second person has activated it and its day has come.
    """

    _name = "wa.retention.rule"
    _description = "Retention rule"
    _order = "code, effective_from desc, id desc"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    code = fields.Selection(CODES, "Class", required=True)
    count = fields.Integer("Period", required=True)
    unit = fields.Selection(
        [("days", "Days"), ("months", "Months"), ("years", "Years")], required=True
    )
    year_end = fields.Boolean("From the end of the calendar year")
    reason = fields.Char("Reason for the change", help="No customer data, please.")
    effective_from = fields.Date(required=True, default=lambda self: today())
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    drafted_by_id = fields.Many2one(
        "res.users", "Drafted by", readonly=True, copy=False
    )
    activated_by_id = fields.Many2one(
        "res.users", "Activated by", readonly=True, copy=False
    )
    activated_at = fields.Datetime(readonly=True, copy=False)
    signed_by_id = fields.Many2one(
        "res.users", "Noted by the DPO", readonly=True, copy=False
    )
    signed_at = fields.Datetime("Noted on", readonly=True, copy=False)
    is_current = fields.Boolean(
        "In force", compute="_compute_is_current", search="_search_is_current"
    )
    standing = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("current", "In force"),
            ("replaced", "Replaced"),
        ],
        "State today",
        compute="_compute_is_current",
    )
    data = fields.Char(compute="_compute_words")
    start = fields.Char("Period starts with", compute="_compute_words")
    norm = fields.Char("Legal basis", compute="_compute_words")
    action_text = fields.Char("Then", compute="_compute_words")
    period_text = fields.Char("Period in words", compute="_compute_words")
    limits_text = fields.Char("Allowed", compute="_compute_words")

    _in_force_idx = models.Index(
        "(company_id, code, effective_from) WHERE state = 'active'"
    )

    @api.depends("code")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.code or ''} {rule.data or ''}".strip()

    @api.depends_context("lang")
    @api.depends("code", "count", "unit", "year_end")
    def _compute_words(self):
        for rule in self:
            one = BY_CODE.get(rule.code)
            words = self._words(rule.code) if one else ("", "", "")
            rule.data, rule.start, rule.norm = words
            rule.action_text = self._action_words(one.action) if one else ""
            rule.period_text = (
                self._period_words(rule._period())
                if rule.unit and rule.count >= 0
                else ""
            )
            rule.limits_text = rule._limits_text(one) if one else ""

    def _limits_text(self, one):
        shortest, longest = map(self._period_words, (one.shortest, one.longest))
        if one.shortest == one.longest:
            return shortest
        return self.env._(
            "%(shortest)s to %(longest)s", shortest=shortest, longest=longest
        )

    @api.depends("state", "effective_from")
    def _compute_is_current(self):
        current = self.browse()
        for company in self.company_id:
            current |= self.browse(rule.id for rule in self._current(company).values())
        for rule in self:
            rule.is_current = rule in current
            if rule.state == "draft":
                rule.standing = "draft"
            elif rule.is_current:
                rule.standing = "current"
            else:
                begins = rule.effective_from and rule.effective_from > today()
                rule.standing = "planned" if begins else "replaced"

    def _search_is_current(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        # sudo: wa.retention.rule - the reader's own rules decide who sees which
        companies = self.sudo().search([("state", "=", "active")]).company_id
        current = [rule.id for c in companies for rule in self._current(c).values()]
        return [("id", "in", current)]

    @api.onchange("code")
    def _onchange_code(self):
        """A draft begins with what is in force."""
        current = self._current(self.company_id).get(self.code)
        if current:
            self.update({name: current[name] for name in ("count", "unit", "year_end")})

    def _period(self):
        self.ensure_one()
        return retention.Period(self.count, self.unit, self.year_end)

    def _cutoff(self, back=None):
        """What began before is due now; as the database keeps times."""
        now = fields.Datetime.now() - (back or retention.timedelta())
        cutoff = self._period().cutoff(aware(now))
        return cutoff.replace(tzinfo=None)

    @api.model
    def _current(self, company):
        """{class: the rule in force today}."""
        # sudo: wa.retention.rule - periods, no content
        rules = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "active"),
                ("effective_from", "<=", today()),
            ],
            order="effective_from, activated_at, id",
        )
        return {rule.code: rule for rule in rules}

    @api.model
    def _seed(self, companies):
        """The defaults of the classes, for companies that have none."""
        # sudo: wa.retention.rule - written by the system, confirmed by nobody yet
        rules = guard.admitted(self.sudo())
        known = set(
            rules.search([("company_id", "in", companies.ids)]).mapped(
                lambda rule: (rule.company_id.id, rule.code)
            )
        )
        rules.create(
            [
                {
                    "company_id": company.id,
                    "code": code,
                    "count": BY_CODE[code].period.count,
                    "unit": BY_CODE[code].period.unit,
                    "year_end": BY_CODE[code].period.year_end,
                    "effective_from": today(),
                    "activated_at": fields.Datetime.now(),
                    "state": "active",
                }
                for company in companies
                for code, _label in CODES
                if (company.id, code) not in known
            ]
        )

    @api.constrains("code", "count", "unit", "year_end")
    def _check_limits(self):
        for rule in self:
            one = BY_CODE[rule.code]
            if rule.count < 0 or not one.allows(rule._period()):
                raise UserError(
                    self.env._(
                        "%(code)s may be kept for %(limits)s only.",
                        code=rule.code,
                        limits=rule._limits_text(one),
                    )
                )

    def _is_of_messages(self):
        return self.code in OF_MESSAGES
