import time
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..lib.cloud_api.client import ClientSettings, CloudApi
from ..lib.cloud_api.errors import AccountError, CloudApiError
from ..lib.cloud_api.media import MediaApi

TIMEOUT = 15.0


class WaChannel(models.Model):
    _name = "wa.channel"
    _description = "WhatsApp Business number"
    _inherit = [
        "wa.sealed.mixin",
        "wa.noted.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _noted_fields = frozenset({"state", "uuid"})
    _secrets = {"access_token": "access_token_sealed"}

    name = fields.Char(required=True)
    uuid = fields.Char(
        required=True, readonly=True, copy=False, default=lambda self: str(uuid.uuid4())
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    app_id = fields.Many2one("wa.app", "Meta app", required=True, ondelete="restrict")
    team_id = fields.Many2one("helpdesk.ticket.team", "Help desk team")
    phone_number_id = fields.Char("Phone number ID", copy=False)
    waba_id = fields.Char("WhatsApp Business account ID")
    display_number = fields.Char("Number", help="As customers see it.")
    api_base_url = fields.Char(
        "API address", required=True, default="https://graph.facebook.com"
    )
    api_version = fields.Char("API version", default="v26.0")
    path_style = fields.Selection(
        [("meta", "Meta"), ("d360", "360dialog")], required=True, default="meta"
    )
    auth_scheme = fields.Char(required=True, default="Authorization: Bearer {}")
    access_token = fields.Char(compute="_compute_secrets", inverse="_inverse_secrets")
    access_token_sealed = fields.Binary(
        attachment=False, copy=False, groups="base.group_system"
    )
    access_token_is_set = fields.Boolean(compute="_compute_token_is_set")
    media_hosts = fields.Char(
        "Hosts of files",
        default="lookaside.fbsbx.com",
        help="Separated by commas: besides the API itself, files are only fetched from "
        "these, and only these get the access token.",
    )
    state = fields.Selection(
        [
            ("draft", "Not connected"),
            ("connected", "Connected"),
            ("paused", "Paused"),
            ("quarantined", "Quarantined"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )

    consent_mode = fields.Selection(
        [
            ("strict", "Answer only after consent (STRICT)"),
            ("service_reply", "Answer enquiries at once (SERVICE_REPLY)"),
        ],
        required=True,
        default="strict",
    )
    ok_counts = fields.Boolean(
        '"Ok" counts as yes', help="While our question is open. Off by default."
    )
    reopen_days = fields.Integer(
        "Reopen for (days)",
        default=7,
        help="A message reopens the last ticket when it was closed less than "
        "so many days ago; later a new ticket starts.",
    )
    urgent_words = fields.Char(help="Separated by commas, for the triage.")
    reply_expectation_de = fields.Char("Expected answer (German)")
    reply_expectation_en = fields.Char("Expected answer (English)")
    retention_text_de = fields.Char(
        "Storage period (German)", default="6 Monate nach Abschluss Ihrer Anfrage"
    )
    retention_text_en = fields.Char(
        "Storage period (English)", default="6 months after your enquiry is closed"
    )
    alternative_contact_de = fields.Char("Other ways to reach us (German)")
    alternative_contact_en = fields.Char("Other ways to reach us (English)")
    hours_text_de = fields.Char("Opening hours (German)")
    hours_text_en = fields.Char("Opening hours (English)")
    transfer_text_de = fields.Char(
        "Transfers to third countries (German)",
        default="Übermittlungen in Drittländer, auch in die USA, sind möglich; "
        "Grundlage: Angemessenheitsbeschluss und Standardvertragsklauseln",
    )
    transfer_text_en = fields.Char(
        "Transfers to third countries (English)",
        default="Transfers to third countries, the USA included, are possible; "
        "basis: adequacy decision and standard contractual clauses",
    )
    dpo_contact = fields.Char("Data protection officer")
    authority = fields.Char("Supervisory authority")
    hosting_text = fields.Char("Where Odoo is hosted", help="Named in the notice.")
    notice_base_url = fields.Char(
        "Public address", help="Empty: the address of this Odoo."
    )
    notice_ids = fields.One2many("wa.notice", "channel_id", "Privacy notices")
    check_ids = fields.One2many("wa.check", "channel_id", "Checked facts")
    template_ids = fields.One2many("wa.template", "channel_id", "Templates")

    _phone_number_id_uniq = models.UniqueIndex(
        "(app_id, phone_number_id) WHERE phone_number_id IS NOT NULL",
        "This number is connected already.",
    )

    @api.constrains("company_id", "team_id", "app_id")
    def _check_companies(self):
        for channel in self:
            team_company = channel.team_id.company_id
            if channel.app_id.company_id != channel.company_id or (
                team_company and team_company != channel.company_id
            ):
                raise ValidationError(
                    self.env._("App, team and number must be of one company.")
                )

    def _compute_token_is_set(self):
        for channel in self:
            # sudo: only whether a token exists, never the token
            sealed = channel.sudo().with_context(bin_size=True).access_token_sealed
            channel.access_token_is_set = bool(sealed)

    def _client(self, session=None):
        """A Cloud API client; the token leaves the key store only here."""
        self.ensure_one()
        return CloudApi(self._client_settings(), session)

    def _client_or_error(self, session=None):
        """No token or address one could call with stops this number, no other."""
        try:
            return self._client(session)
        except ValueError:
            return AccountError()

    def _media_client(self):
        """The same for files."""
        self.ensure_one()
        hosts = (self.media_hosts or "").split(",")
        return MediaApi(
            self._client_settings(),
            time.monotonic,
            tuple(host.strip() for host in hosts if host.strip()),
        )

    def _client_settings(self):
        return ClientSettings(
            base_url=self.api_base_url,
            api_version=self.api_version or "",
            phone_number_id=self.phone_number_id or "",
            waba_id=self.waba_id or "",
            token=self._secret("access_token"),
            auth_scheme=self.auth_scheme,
            path_style=self.path_style,
            timeout=TIMEOUT,
        )

    def action_check_connection(self):
        """Read what Meta says of this number, and set up what is missing there."""
        self.ensure_one()
        self.check_access("write")
        self.env["wa.check"]._run(self, set_up=True)
        return True

    def action_set_up_template(self):
        """Submit the template “Reply ready” at Meta, or read how it stands."""
        self.ensure_one()
        self.check_access("write")
        if not self.access_token_is_set:
            raise UserError(self.env._("Please enter the access token first."))
        try:
            self.env["wa.template"]._sync(self, set_up=True)
        except CloudApiError as error:
            raise UserError(
                self.env._(
                    "Meta did not take the request (code %(code)s). Please press "
                    "“Check connection”.",
                    code=error.safe_code,
                )
            ) from None
        self.env["wa.check"]._show_templates(self)
        return True

    @api.model
    def _cron_check_health(self):
        """Once a day: what Meta says of every connected number; lapsed consents."""
        self.search([("state", "!=", "draft")])._check_one_by_one()
        self.env["wa.conversation"]._expire_consents()
        self.env["wa.message"]._remind_of_waiting()
        self.env["wa.ledger.anchor"]._daily()
        self.env["wa.ledger.entry"]._daily()
        self.env["wa.read.log"]._daily()
