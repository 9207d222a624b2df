from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..lib.privacy import deadlines

SEQUENCE = "wa.request"
KINDS = [
    ("access", "Access (Art. 15)"),
    ("rectification", "Rectification (Art. 16)"),
    ("erasure", "Erasure (Art. 17)"),
    ("restriction", "Restriction (Art. 18)"),
    ("portability", "Portability (Art. 20)"),
    ("objection", "Objection (Art. 21)"),
]
RECEIVED_BY = [
    ("whatsapp", "WhatsApp"),
    ("phone", "Phone"),
    ("letter", "Letter"),
    ("email", "E-mail"),
    ("in_person", "In person"),
]
OPEN = ("proposed", "new", "running", "answer")
URGENCY = [
    ("overdue", "Overdue"),
    ("soon", "Due within 3 days"),
    ("later", "Later"),
    ("closed", "Closed"),
]
SOON = 3  # days


class WaRequest(models.Model):
    """A request of a data subject (Art. 15 to 22 GDPR) and its clock."""

    _name = "wa.request"
    _description = "Data subject request"
    _inherit = ["wa.noted.mixin", "mail.thread", "mail.activity.mixin"]
    # letters and steps say it, also for who may work on requests
    _noted_fields = frozenset(
        "state extended decision closed_at ticket_id identified_at question_id"
        " unnamed".split()
    )
    _order = "due_date, id"

    name = fields.Char("Number", readonly=True, required=True, default="/", copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(KINDS, required=True, default="access")
    state = fields.Selection(
        [
            ("proposed", "Recognised in a message"),
            ("new", "New"),
            ("running", "Is being carried out"),
            ("answer", "To be answered"),
            ("done", "Done"),
        ],
        required=True,
        default="new",
        readonly=True,
        copy=False,
    )
    # the clock runs from it, so who moves it is seen
    received_at = fields.Datetime(
        "Received on",
        required=True,
        tracking=True,
        default=lambda self: fields.Datetime.now(),
    )
    received_by = fields.Selection(
        [*RECEIVED_BY, ("portal", "Portal")],
        "Received by",
        required=True,
        default="letter",
    )
    internal_date = fields.Date(
        "Internal goal", compute="_compute_dates", store=True, help="7 days"
    )
    legal_date = fields.Date(
        "Legal end", compute="_compute_dates", store=True, help="Art. 12 (3) GDPR"
    )
    extended_date = fields.Date("If extended", compute="_compute_dates", store=True)
    extended = fields.Boolean(
        readonly=True,
        copy=False,
        help="The person was told within a month, with the reasons.",
    )
    due_date = fields.Date("Due", compute="_compute_dates", store=True, index=True)
    urgency = fields.Selection(
        URGENCY, compute="_compute_urgency", search="_search_urgency"
    )
    identity_level = fields.Selection(
        [
            ("0", "Not yet"),
            ("1", "Wrote from this WhatsApp identity"),
            ("2", "Portal login or second known contact"),
            ("3", "Further information"),
        ],
        "Identity proven by",
        required=True,
        default="0",
    )
    partner_id = fields.Many2one("res.partner", "Contact", ondelete="set null")
    subject_ids = fields.Many2many("wa.subject", string="People on WhatsApp")
    ticket_id = fields.Many2one(
        "helpdesk.ticket", "Reported from ticket", readonly=True, ondelete="set null"
    )
    user_id = fields.Many2one("res.users", "Responsible")
    decision = fields.Selection(
        [
            ("full", "Granted"),
            ("partial", "Granted in part"),
            ("refused", "Refused"),
            ("none", "No request"),
        ],
        readonly=True,
        copy=False,
    )
    decision_reason = fields.Char(
        "Reason of the decision", help="The norm; no customer data, please."
    )
    closed_at = fields.Datetime("Closed", readonly=True, copy=False)
    erasure_ids = fields.One2many("wa.erasure", "request_id", "Erasures")

    _open_idx = models.Index("(company_id, due_date) WHERE closed_at IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        sequence = self.env["ir.sequence"]
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = sequence.next_by_code(SEQUENCE)
        requests = super().create(vals_list)
        requests._find_people()
        return requests

    @api.depends("received_at", "extended")
    def _compute_dates(self):
        for request in self:
            at = (request.received_at or fields.Datetime.now()).replace(
                tzinfo=timezone.utc
            )
            request.internal_date = deadlines.target(at)
            request.legal_date = deadlines.due(at)
            request.extended_date = deadlines.due(at, extended=True)
            request.due_date = (
                request.extended_date if request.extended else request.legal_date
            )

    @api.depends("internal_date", "closed_at")
    def _compute_urgency(self):
        today = fields.Date.context_today(self)
        for request in self:
            days = (request.internal_date - today).days
            open_ = "overdue" if days < 0 else "soon" if days <= SOON else "later"
            request.urgency = "closed" if request.closed_at else open_

    def _urgency_sql(self, alias):
        date = SQL.identifier(alias, "internal_date")
        today = fields.Date.context_today(self)
        return SQL(
            """
            CASE WHEN %(closed)s IS NOT NULL THEN 'closed'
                 WHEN %(date)s < %(today)s THEN 'overdue'
                 WHEN %(date)s <= %(today)s::date + %(soon)s THEN 'soon'
                 ELSE 'later' END
            """,
            closed=SQL.identifier(alias, "closed_at"),
            date=date,
            today=today,
            soon=SOON,
        )

    def _search_urgency(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.flush_model(["internal_date", "closed_at"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM wa_request WHERE %s = ANY(%s)",
                self._urgency_sql("wa_request"),
                list(value),
            )
        )
        return [("id", "in", [row[0] for row in rows])]

    def _read_group_groupby(self, alias, groupby_spec, query):
        if groupby_spec != "urgency":
            return super()._read_group_groupby(alias, groupby_spec, query)
        self.flush_model(["internal_date", "closed_at"])
        return self._urgency_sql(alias)

    def _read_group_orderby(self, order, groupby_terms, query):
        """What is urgent comes first, not what stands first in the alphabet."""
        plain = groupby_terms.get("urgency")
        if not plain:
            return super()._read_group_orderby(order, groupby_terms, query)
        keys = [key for key, _label in URGENCY]
        groupby_terms["urgency"] = SQL("array_position(%s, %s)", keys, plain)
        terms = super()._read_group_orderby(order, groupby_terms, query)
        groupby_terms["urgency"] = plain
        return terms

    @api.constrains("subject_ids", "kind", "state")
    def _check_one_open(self):
        """One open case per person and right, or two people work on the same."""
        for request in self.filtered(lambda r: r.state in OPEN and r.subject_ids):
            others = request._open_of(request.subject_ids, request.kind) - request
            if others:
                raise ValidationError(
                    self.env._(
                        "%(name)s is open for this person already.",
                        name=others[0].name,
                    )
                )

    @api.model
    def _open_of(self, subjects, kind=None):
        domain = [("subject_ids", "in", subjects.ids), ("state", "in", OPEN)]
        return self.search(domain + ([("kind", "=", kind)] if kind else []))

    def _find_people(self):
        """All identities of a contact, of this company."""
        for request in self.filtered(lambda r: r.partner_id and not r.subject_ids):
            # sudo: wa.subject - which people the contact is, of this company only
            people = request.partner_id.sudo().whatsapp_subject_ids
            request.subject_ids = people.filtered(
                lambda s, r=request: s.company_id == r.company_id and not s.erased_at
            )
