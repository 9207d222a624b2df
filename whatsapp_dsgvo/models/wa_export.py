import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.privacy import export, reverse_code
from . import guard
from .roles import COORDINATION

LASTS = timedelta(days=7)
TRIES = 3
# A line may break off; the link ends with the first archive that was sent whole.
FETCHES = 5
KINDS = (export.ACCESS, export.PORTABILITY)


class WaExport(models.Model):
    """Access or portability for one request: looked through, released, fetched once.

    Fetched means sent to the last byte: a download that breaks off may begin again.

    The archive is made while it is fetched and stored nowhere; link and code reach the
    person on two ways and are kept as keyed hashes.
    """

    _name = "wa.export"
    _description = "Data for a person"
    _inherit = "wa.guarded.mixin"
    _order = "id desc"
    _rec_name = "request_id"
    _open_fields = frozenset({"line_ids"})

    request_id = fields.Many2one(
        "wa.request", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(
        [
            (export.ACCESS, "Access (Art. 15)"),
            (export.PORTABILITY, "Portability (Art. 20)"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("draft", "To be looked through"),
            ("released", "Released"),
            ("fetched", "Fetched"),
            ("locked", "Locked: wrong code"),
        ],
        required=True,
        readonly=True,
        default="draft",
    )
    line_ids = fields.One2many("wa.export.line", "export_id", "To be looked through")
    message_count = fields.Integer("Messages", compute="_compute_counts")
    missing = fields.Text(compute="_compute_missing")
    file_count = fields.Integer("Files", compute="_compute_counts")
    token_index = fields.Char(readonly=True, groups="base.group_system")
    code_index = fields.Char(readonly=True, groups="base.group_system")
    tries = fields.Integer("Wrong codes", readonly=True)
    fetches = fields.Integer("Downloads begun", readonly=True)
    fetch_ids = fields.One2many(
        "wa.export.fetch", "export_id", "Downloads", readonly=True
    )
    released_at = fields.Datetime("Released on", readonly=True)
    released_by = fields.Many2one("res.users", readonly=True)
    expires_at = fields.Datetime("Can be fetched until", readonly=True)
    fetched_at = fields.Datetime("Fetched on", readonly=True)

    _token_uniq = models.UniqueIndex("(token_index) WHERE token_index IS NOT NULL")

    def _compute_counts(self):
        for record in self:
            # sudo: wa.message, wa.media - numbers only
            messages = record.sudo()._messages()
            record.message_count = len(messages)
            record.file_count = len(messages.media_ids)

    def _compute_missing(self):
        for record in self:
            record.check_access("read")
            # sudo: wa.document - what the registers lack is told to the coordination
            told = record.sudo()._missing() if record.kind == export.ACCESS else ""
            record.missing = told

    def _messages(self):
        people = self.request_id.subject_ids
        return self.env["wa.message"].search(
            [("subject_id", "in", people.ids)], order="event_at, id"
        )

    @api.model
    def _make(self, request):
        """A draft with everything that may say something of other people."""
        # sudo: wa.export - callers check the right to work on the request
        draft = guard.admitted(self.sudo()).create(
            {
                "request_id": request.id,
                "company_id": request.company_id.id,
                "kind": request.kind,
            }
        )
        draft._add_lines()
        return guard.dismissed(draft)

    def _add_lines(self):
        """Whether there was anything to look through that nobody has seen yet."""
        seen = self.line_ids.message_id
        fresh = self._messages().filtered(lambda m: m._is_delicate()) - seen
        self.line_ids = [
            fields.Command.create({"message_id": message.id}) for message in fresh
        ]
        return bool(fresh)

    def _check_may_operate(self):
        if self.env.su or not self.env.user.has_group(COORDINATION):
            raise AccessError(
                self.env._("The data protection coordination gives out data.")
            )
        self.check_access("read")

    def action_release(self):
        """Link and code, shown once; an older link ends."""
        self.ensure_one()
        self._check_may_operate()
        kept_back = self.line_ids.filtered(lambda one: one.withheld or one.passages)
        if not all(kept_back.mapped("reason")):
            raise UserError(
                self.env._(
                    "Please say for each withheld message or passage why (Art. 15 (4))."
                )
            )
        # sudo: wa.export - written for whoever may release it
        if guard.admitted(self.sudo())._add_lines():
            return self._to_look_through()
        token, code = secrets.token_urlsafe(32), reverse_code.new(secrets.randbelow)
        now = fields.Datetime.now()
        self._admitted_write(
            {
                "state": "released",
                "token_index": self._index("export", token),
                "code_index": self._index("export_code", f"{self.id}:{code}"),
                "tries": 0,
                "fetches": 0,
                "released_at": now,
                "released_by": self.env.uid,
                "expires_at": now + LASTS,
            }
        )
        return self._shown_once(token, code)

    def _to_look_through(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Not released yet"),
                "message": self.env._(
                    "Notes or address cards have come since. Please look through them, "
                    "then release."
                ),
                "sticky": True,
                "type": "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _shown_once(self, token, code):
        """Neither is stored: whoever loses them releases anew."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Please pass on link and code on two ways"),
                "message": self.env._(
                    "%(link)s – code %(code)s – good for 7 days, until it was fetched whole",
                    link=f"{self.get_base_url()}/whatsapp/export/{token}",
                    code=f"{code[:3]} {code[3:]}",
                ),
                "sticky": True,
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _admitted_write(self, vals):
        # sudo: wa.export - written by its own steps only
        guard.admitted(self.sudo()).write(vals)

    def _index(self, kind, value):
        return self.env["wa.vault"]._index(kind, value)

    @api.model
    def _of_token(self, token):
        """The export this link opens; none once it was fetched, locked or is too old."""
        # sudo: wa.export - the visitor has no user; the token says which it is. One
        # statement, so that its time does not tell an ended link from a made-up one
        return self.sudo().search(
            [
                ("token_index", "=", self._index("export", token)),
                ("state", "=", "released"),
                ("expires_at", ">", fields.Datetime.now()),
                ("fetches", "<", FETCHES),
            ]
        )

    def _try_code(self, code):
        """Whether it is the right code; three wrong ones lock it."""
        self.ensure_one()
        self.lock_for_update()
        digits = "".join(filter(str.isdigit, code or ""))
        if self._index("export_code", f"{self.id}:{digits}") == self.code_index:
            self._admitted_write({"fetches": self.fetches + 1})
            return True
        tries = self.tries + 1
        state = "locked" if tries >= TRIES else self.state
        self._admitted_write({"tries": tries, "state": state})
        return False

    @api.autovacuum
    def _gc_exports(self):
        """Whether and when something was fetched stays with the request; lines go.

        Not while somebody can fetch it, nor while deletion is paused.
        """
        now = fields.Datetime.now()
        # sudo: wa.export - storage limitation, Art. 5 (1) e GDPR
        old = self.sudo().search(
            [
                ("create_date", "<", now - timedelta(days=90)),
                ("company_id.whatsapp_retention_paused_at", "=", False),
                "|",
                ("expires_at", "=", False),
                ("expires_at", "<", now),
            ]
        )
        guard.admitted(old).unlink()
