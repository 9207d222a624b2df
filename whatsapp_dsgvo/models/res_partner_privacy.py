from odoo import api, fields, models
from odoo.tools import format_date

from . import named
from .res_partner import READERS, WORKERS
from .wa_request import OPEN


class ResPartnerPrivacy(models.Model):
    """The tab "WhatsApp and data protection": what is stored, and which cases run."""

    _inherit = "res.partner"

    whatsapp_request_ids = fields.Many2many(
        "wa.request",
        string="Data subject requests",
        compute="_compute_whatsapp_requests",
        groups=WORKERS,
    )
    whatsapp_open_requests = fields.Integer(
        compute="_compute_whatsapp_requests", groups=WORKERS
    )
    whatsapp_stored = fields.Char(
        "Stored", compute="_compute_whatsapp_stored", groups=READERS
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_whatsapp_requests(self):
        """Closed ones name the person by their random id only, and are found by it."""
        for partner in self:
            requests = self.env["wa.request"]
            mine = requests.search(requests._cases_of(partner._origin))
            partner.whatsapp_request_ids = mine
            partner.whatsapp_open_requests = len(
                mine.filtered(lambda r: r.state in OPEN)
            )

    @api.depends_context("allowed_company_ids", "uid")
    @api.depends("whatsapp_subject_ids.restricted")
    def _compute_whatsapp_stored(self):
        for partner in self:
            partner.whatsapp_stored = partner._whatsapp_shown_people()._told_stored()

    def action_whatsapp_erase(self):
        """Preview and start of an erasure (Art. 17 GDPR)."""
        self.ensure_one()
        self.check_access("read")
        self.env["wa.erasure"]._check_may_operate()
        people = self._whatsapp_people().filtered(
            lambda s: s.company_id == self.env.company
        )
        return self.env["wa.erasure.start"]._open(people.sudo(False), self)

    def action_whatsapp_request(self):
        """A new request of this person; the button says which right."""
        self.ensure_one()
        self.check_access("read")
        return self._whatsapp_people().sudo(False)._new_request(self)


class WaSubjectPrivacy(models.Model):
    _inherit = "wa.subject"

    name_shown = fields.Char("Person", compute="_compute_name_shown")
    stored_text = fields.Char("Stored", compute="_compute_name_shown")

    @api.depends("partner_id", "identity_ids.valid_to")
    def _compute_name_shown(self):
        for subject in self:
            # sudo: wa.identity - masked, for readers of the person
            current = subject.sudo().identity_ids.filtered(lambda i: not i.valid_to)
            # sudo: res.partner - the name, for readers of the person
            name = subject.sudo().partner_id.name
            masked = current[:1].masked or ""
            subject.name_shown = f"{name} {masked}".strip() if name else masked
            subject.stored_text = subject.sudo()._told_stored()

    @api.depends_context("uid")
    @api.depends("name_shown")
    def _compute_display_name(self):
        """A case shows who it is about; nobody, once they are erased."""
        shown = named.for_user(self)
        for subject in shown:
            subject.display_name = subject.name_shown or self.env._("Erased person")
        for subject in self - shown:
            subject.display_name = named.HIDDEN

    def _told_stored(self):
        """ "Messages: 214, files: 31, tickets: 6; 3 to be kept"."""
        # sudo: wa.message, wa.media, helpdesk.ticket - only how many
        subjects = self.sudo()
        belongs = [("subject_id", "in", subjects.ids)]
        tickets = [("whatsapp_conversation_id.subject_id", "in", subjects.ids)]
        text = self.env._(
            "Messages: %(messages)s, files: %(files)s, tickets: %(tickets)s",
            messages=subjects.env["wa.message"].search_count(belongs),
            files=subjects.env["wa.media"].search_count(belongs),
            tickets=subjects.env["helpdesk.ticket"].search_count(tickets),
        )
        kept = [
            self.env._(
                "%(count)s to be kept until %(date)s (%(norm)s)",
                count=fact["messages"],
                date=format_date(self.env, fact["until"]),
                norm=fact["norm"],
            )
            for fact in subjects._kept_facts()
        ]
        return "; ".join([text, *kept])

    def action_erase(self):
        self.ensure_one()
        self.check_access("read")
        return self.env["wa.erasure.start"]._open(self, self.partner_id)

    def action_request(self):
        self.ensure_one()
        self.check_access("read")
        return self._new_request(self.partner_id)

    def _new_request(self, partner):
        self.env["wa.request"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New request"),
            "res_model": "wa.request",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_kind": self.env.context.get("whatsapp_kind", "access"),
                "default_partner_id": partner.id,
                "default_subject_ids": [(6, 0, self.ids)],
                "default_company_id": (self.company_id[:1] or self.env.company).id,
            },
        }
