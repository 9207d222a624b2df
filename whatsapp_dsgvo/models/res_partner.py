from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ..lib.consent import states
from .roles import AGENT, COORDINATION, DPO

FIELD_OF = {
    states.SERVICE: "whatsapp_consent_service",
    states.PROACTIVE: "whatsapp_consent_proactive",
    states.MARKETING: "whatsapp_consent_marketing",
    states.SURVEY: "whatsapp_consent_survey",
}
PURPOSE_OF = {name: purpose for purpose, name in FIELD_OF.items()}
# The strictest state wins where a contact has several identities or numbers.
STRICTEST = (
    states.BLOCKED,
    states.WITHDRAWN,
    states.EXPIRED,
    states.RECONFIRM,
    states.PENDING,
    states.GIVEN,
)
CONSENT = [
    (states.NONE, "Not asked"),
    (states.PENDING, "Asked, no answer yet"),
    (states.GIVEN, "Given"),
    (states.WITHDRAWN, "Withdrawn"),
    (states.EXPIRED, "Expired"),
    (states.RECONFIRM, "To be confirmed again"),
    (states.BLOCKED, "Blocked"),
]
WORKERS = f"{COORDINATION},{DPO}"
READERS = f"{AGENT},{WORKERS}"


def _consent_field(purpose, label):
    return fields.Selection(
        CONSENT,
        label,
        compute="_compute_whatsapp_consent",
        search=f"_search_whatsapp_consent_{purpose}",
        groups=READERS,
    )


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Nobody's: whether a list is empty Odoo searches past the rules of what is in it.
    whatsapp_subject_ids = fields.One2many(
        "wa.subject", "partner_id", "WhatsApp identities", groups=NO_ACCESS
    )
    whatsapp_identity_ids = fields.Many2many(
        "wa.identity", compute="_compute_whatsapp_identities", groups=READERS
    )
    whatsapp_consent_ids = fields.Many2many(
        "wa.consent", compute="_compute_whatsapp_consent", groups=READERS
    )
    whatsapp_consent_service = _consent_field(states.SERVICE, "Answer enquiries")
    whatsapp_consent_proactive = _consent_field(
        states.PROACTIVE, "Contact on our own initiative"
    )
    whatsapp_consent_marketing = _consent_field(states.MARKETING, "Advertising")
    whatsapp_consent_survey = _consent_field(states.SURVEY, "Satisfaction survey")
    whatsapp_consent_date = fields.Datetime(
        "WhatsApp consent since", compute="_compute_whatsapp_consent", groups=READERS
    )
    whatsapp_opted_out = fields.Boolean(
        "WhatsApp: withdrawn",
        compute="_compute_whatsapp_consent",
        search="_search_whatsapp_opted_out",
        groups=READERS,
    )

    def _whatsapp_people(self):
        """Of the user's companies: the same contact may be known to others too."""
        # sudo: wa.subject - the caller shows masked values and states only
        subjects = self.sudo().whatsapp_subject_ids
        return subjects.filtered_domain(self._whatsapp_companies())

    def _whatsapp_shown_people(self):
        """Art. 18 GDPR: restricted ones are shown to data protection only."""
        people = self._whatsapp_people()
        if self._whatsapp_sees_restricted():
            return people
        return people.filtered(lambda person: not person.restricted)

    def _whatsapp_sees_restricted(self):
        return self.env.su or self.env.user.has_groups(WORKERS)

    def _whatsapp_companies(self):
        """What is computed with sudo needs the companies' rule told again."""
        if self.env.su:
            return Domain.TRUE
        return Domain("company_id", "in", self.env.companies.ids)

    @api.depends_context("allowed_company_ids", "uid")
    @api.depends("whatsapp_subject_ids.restricted")
    def _compute_whatsapp_identities(self):
        for partner in self:
            people = partner._whatsapp_shown_people()
            partner.whatsapp_identity_ids = people.identity_ids

    @api.depends_context("allowed_company_ids", "uid")
    @api.depends("whatsapp_subject_ids.restricted")
    def _compute_whatsapp_consent(self):
        for partner in self:
            consents = partner._whatsapp_shown_people().consent_ids
            partner.whatsapp_consent_ids = consents
            for purpose, name in FIELD_OF.items():
                partner[name] = _strictest(consents, purpose)
            service = consents.filtered(lambda c: c.purpose == states.SERVICE)
            partner.whatsapp_consent_date = max(service.mapped("since"), default=False)
            partner.whatsapp_opted_out = (
                partner.whatsapp_consent_service == states.WITHDRAWN
            )

    def _search_whatsapp_consent(self, purpose, operator, value):
        # a field that is not stored Odoo asks for its domain before anybody's rights
        self._check_field_access(self._fields[FIELD_OF[purpose]], "read")
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = (
            set(value) if operator == "in" else {s for s, _l in CONSENT} - set(value)
        )
        shown = Domain.TRUE
        if not self._whatsapp_sees_restricted():
            shown = Domain("subject_id.restricted", "=", False)
        # sudo: wa.consent - which contacts, not what they said
        rows = (
            self.env["wa.consent"]
            .sudo()
            ._read_group(
                Domain("purpose", "=", purpose)
                & Domain("subject_id.partner_id", "!=", False)
                & self._whatsapp_companies()
                & shown,
                ["subject_id"],
                ["id:recordset"],
            )
        )
        by_partner = {}
        for subject, consents in rows:
            partner = subject.partner_id.id
            by_partner[partner] = by_partner.get(partner, consents.browse()) | consents
        matching = [
            partner
            for partner, consents in by_partner.items()
            if _strictest(consents, purpose) in wanted
        ]
        domain = Domain("id", "in", matching)
        if states.NONE in wanted or False in wanted:
            domain |= Domain("id", "not in", list(by_partner))
        return domain

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Consents are not stored here, and contacts can be grouped by them all the same."""
        purpose = PURPOSE_OF.get(groupby_spec)
        if not purpose:
            return super()._read_group_groupby(alias, groupby_spec, query)
        self._check_field_access(self._fields[groupby_spec], "read")
        self.env["wa.subject"].flush_model(["partner_id", "restricted"])
        self.env["wa.consent"].flush_model(["state"])
        return SQL(
            """
            coalesce((SELECT c.state FROM wa_consent c
                        JOIN wa_subject s ON s.id = c.subject_id
                       WHERE s.partner_id = %s AND c.purpose = %s
                         AND (%s OR s.company_id = ANY(%s))
                         AND (%s OR s.restricted IS NOT TRUE)
                       ORDER BY array_position(%s, c.state::text) LIMIT 1), %s)
            """,
            SQL.identifier(alias, "id"),
            purpose,
            self.env.su,
            self.env.companies.ids,
            self._whatsapp_sees_restricted(),
            list(STRICTEST),
            states.NONE,
        )

    def _search_whatsapp_consent_service(self, operator, value):
        return self._search_whatsapp_consent(states.SERVICE, operator, value)

    def _search_whatsapp_consent_proactive(self, operator, value):
        return self._search_whatsapp_consent(states.PROACTIVE, operator, value)

    def _search_whatsapp_consent_marketing(self, operator, value):
        return self._search_whatsapp_consent(states.MARKETING, operator, value)

    def _search_whatsapp_consent_survey(self, operator, value):
        return self._search_whatsapp_consent(states.SURVEY, operator, value)

    def _search_whatsapp_opted_out(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = states.WITHDRAWN if True in value else states.NONE
        domain = self._search_whatsapp_consent_service("in", [states.WITHDRAWN])
        return domain if wanted == states.WITHDRAWN else ~domain

    def action_whatsapp_withdraw(self):
        """Open the form that records a withdrawal which came by phone or letter."""
        self.ensure_one()
        self.check_access("read")
        self.env["wa.withdrawal"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record a withdrawal"),
            "res_model": "wa.withdrawal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id},
        }


def _strictest(consents, purpose):
    found = set(consents.filtered(lambda c: c.purpose == purpose).mapped("state"))
    return next((state for state in STRICTEST if state in found), states.NONE)
