from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.roles import COORDINATION
from ..models.wa_request import RECEIVED_BY
from ..models.wa_request_identity import NOT_YET
from ..models.wa_request_portal import LOGGED_IN

WORDS = ("LÖSCHEN", "ERASE")


class WaErasureStart(models.TransientModel):
    """Preview and start of an erasure; it begins when a second person agrees."""

    _name = "wa.erasure.start"
    _description = "Erase a person"

    request_id = fields.Many2one("wa.request", readonly=True, index=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    subject_ids = fields.Many2many("wa.subject", readonly=True)
    received_at = fields.Datetime(
        "Request received", required=True, default=lambda self: fields.Datetime.now()
    )
    received_by = fields.Selection(
        [*RECEIVED_BY, ("portal", "Portal")],
        "Received by",
        required=True,
        default="letter",
    )
    identity_level = fields.Selection(
        lambda self: (
            self.env["wa.request"]
            ._fields["identity_level"]
            ._description_selection(self.env)
        ),
        "Identity proven by",
        required=True,
        default=NOT_YET,
    )
    erase_contact = fields.Boolean(
        "The contact, too",
        compute="_compute_erase_contact",
        store=True,
        readonly=False,
        help="Whoever only proved to own a WhatsApp identity can have only the data "
        "of that identity erased.",
    )
    keep_suppression = fields.Boolean(
        "Keep on the suppression list (recommended)",
        default=True,
        help="As a keyed hash, so that nobody writes to the person again by mistake.",
    )
    second_user_id = fields.Many2one(
        "res.users",
        "Second person",
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref(COORDINATION).ids),
            ("id", "!=", self.env.uid),
        ],
    )
    confirmation = fields.Char("To confirm, type ERASE")
    erased_text = fields.Char("Will be erased", compute="_compute_preview")
    kept_text = fields.Text("Stays, locked", compute="_compute_preview")
    contact_text = fields.Char("Contact", compute="_compute_preview")
    review_text = fields.Text("Please check yourself", compute="_compute_preview")
    backups_text = fields.Char("Backups", compute="_compute_preview")
    beyond_text = fields.Text("Out of our hands", compute="_compute_preview")
    open_text = fields.Text("Open tickets", compute="_compute_preview")

    @api.model
    def _open(self, subjects, partner, request=None):
        """Refused early, and with the remedy, where nothing could be started."""
        jobs = self.env["wa.erasure"]
        jobs._check_may_operate()
        jobs._check_backup_days()
        subjects = subjects.filtered(lambda s: not s.erased_at)
        jobs._check_hold_on(subjects)
        if not subjects:
            raise UserError(
                self.env._("There is no WhatsApp identity that could be erased.")
            )
        request = request or self.env["wa.request"]._open_of(subjects, "erasure")[:1]
        wizard = self.create(
            {
                "request_id": request.id,
                "partner_id": partner.id,
                "subject_ids": [(6, 0, subjects.ids)],
                **request._erasure_defaults(),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Erase: preview"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    @api.constrains("subject_ids", "partner_id")
    def _check_people(self):
        for wizard in self:
            # sudo: wa.subject, res.partner - all of them, as rules would hide some
            told = wizard.sudo()
            wizard._check_seen(told.subject_ids)
            wizard._check_seen(told.partner_id)

    def _check_seen(self, people):
        """What is counted and erased with sudo, the user must see without it."""
        people.sudo(self.env.su).check_access("read")

    @api.depends("identity_level", "partner_id")
    def _compute_erase_contact(self):
        for wizard in self:
            wizard.erase_contact = bool(
                wizard.partner_id and wizard.identity_level >= LOGGED_IN
            )

    @api.depends("subject_ids", "erase_contact")
    def _compute_preview(self):
        for wizard in self:
            # sudo: wa.subject - counted by the code that erases; shown to those who may
            # while somebody types, records are drafts of themselves
            subjects = wizard.sudo().subject_ids._origin
            wizard._check_seen(subjects)
            # sudo: res.partner - what refers to the contact
            partner = wizard.sudo().partner_id._origin
            wizard._check_seen(partner)
            wizard.erased_text = wizard._told_counts(subjects)
            wizard.kept_text = wizard._told_kept(subjects)
            wizard.contact_text = wizard._told_contact(partner, wizard.erase_contact)
            wizard.review_text = wizard._told_copies(subjects, partner)
            wizard.backups_text = wizard._told_backups()
            beyond = self.env._(
                "The customer's own phone; copies at Meta for up to 30 days."
            )
            wizard.beyond_text = f"{beyond} {subjects._told_book()}"
            wizard.open_text = wizard._told_open(subjects)

    def _told_counts(self, subjects):
        parts = [
            f"{source.label}: {len(source.to_erase())}"
            for source in subjects._wa_privacy_sources()
            if source.to_erase()
        ]
        keys = self.env._(
            "keys to be destroyed: %(count)s", count=len(subjects._key_ids())
        )
        return "; ".join([", ".join(parts), keys]) if parts else keys

    def _told_kept(self, subjects):
        lines = [
            self.env._(
                "%(count)s messages – %(norm)s, until %(date)s",
                count=fact["messages"],
                norm=fact["norm"],
                date=format_date(self.env, fact["until"]),
            )
            for fact in subjects._kept_facts()
        ]
        return "\n".join(lines)

    def _told_copies(self, subjects, partner):
        erased = partner if self.erase_contact else partner.browse()
        found = subjects._find_copies(without=erased)
        return subjects._told_places(found)

    def _told_backups(self):
        days = self.env["wa.erasure"]._key_backup_days() or 0
        last = fields.Date.context_today(self) + timedelta(days=days)
        return self.env._(
            "Readable until %(date)s at the longest (backups of the key store: "
            "%(days)s days). The erasure is noted outside the database, so that it can "
            "be repeated after a restore.",
            date=format_date(self.env, last),
            days=days,
        )

    def _told_open(self, subjects):
        # sudo: helpdesk.ticket - number and agent of the person's open tickets
        tickets = (
            self.env["helpdesk.ticket"]
            .sudo()
            .search(
                [
                    ("whatsapp_conversation_id.subject_id", "in", subjects.ids),
                    ("whatsapp_open", "=", True),
                ]
            )
        )
        nobody = self.env._("nobody is responsible")
        return "\n".join(
            f"{ticket.number} – {ticket.stage_id.name} – {ticket.user_id.name or nobody}"
            for ticket in tickets
        )

    def action_start(self):
        """The request stands, the job waits for the second person."""
        self.ensure_one()
        jobs = self.env["wa.erasure"]
        jobs._check_may_operate()
        jobs._check_backup_days()
        self._check_confirmed()
        request = self.request_id or self._make_request()
        job = request._propose_erasure(self)
        return job._opened()

    def _check_confirmed(self):
        if (self.confirmation or "").strip().upper() not in WORDS:
            raise UserError(self.env._("Please type ERASE to confirm."))
        second = self.second_user_id
        if not second or second == self.env.user or not second.has_group(COORDINATION):
            raise UserError(
                self.env._(
                    "Please choose a second person of the coordination, not yourself."
                )
            )

    def _make_request(self):
        return self.env["wa.request"].create(
            {
                "kind": "erasure",
                "company_id": self.subject_ids.company_id[:1].id,
                "received_at": self.received_at,
                "received_by": self.received_by,
                "identity_level": self.identity_level,
                "partner_id": self.partner_id.id,
                "subject_ids": [(6, 0, self.subject_ids.ids)],
                "user_id": self.env.uid,
            }
        )
