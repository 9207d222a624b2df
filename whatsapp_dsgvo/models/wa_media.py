import json
import logging
import uuid

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.keys.errors import CannotRead
from ..lib.media import names
from . import guard
from .media_stream import SealedStream
from .roles import TRIAGE
from .wa_subject import CONTENT

_logger = logging.getLogger(__name__)

KINDS = [
    ("image", "Picture"),
    ("video", "Video"),
    ("audio", "Voice message or audio"),
    ("document", "Document"),
    ("sticker", "Sticker"),
]


class WaMedia(models.Model):
    """A file of a message. Its bytes lie sealed in an ordinary attachment."""

    _name = "wa.media"
    _description = "File of a WhatsApp message"
    _inherit = "wa.guarded.mixin"
    _order = "id"
    _rec_name = "uuid"

    uuid = fields.Char(
        required=True, readonly=True, default=lambda self: str(uuid.uuid4())
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    subject_id = fields.Many2one(
        "wa.subject", required=True, readonly=True, ondelete="cascade", index=True
    )
    channel_id = fields.Many2one(
        "wa.channel", required=True, readonly=True, ondelete="restrict"
    )
    message_id = fields.Many2one(
        "wa.message", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    # {"name", "mime_type", "media_id", "sha256", "voice"}: what Meta told, then ours
    facts_sealed = fields.Binary(
        attachment=False, readonly=True, groups="base.group_system"
    )
    key_class = fields.Char(required=True, readonly=True, default=CONTENT)
    size = fields.Integer("Bytes", readonly=True)
    state = fields.Selection(
        [
            ("pending", "Is being fetched"),
            ("on_demand", "On demand"),
            ("ready", "Ready"),
            ("refused", "Refused"),
            ("quarantined", "Quarantined"),
            ("expired", "Expired"),
        ],
        required=True,
        readonly=True,
        default="pending",
    )
    reason = fields.Char(readonly=True, help="A code, no content.")
    received_at = fields.Datetime(required=True, readonly=True)
    started_at = fields.Datetime(readonly=True)
    attempts = fields.Integer(readonly=True)
    next_try_at = fields.Datetime(readonly=True)
    is_wanted = fields.Boolean(
        readonly=True, help="Somebody asked for it: the day's caps don't count."
    )
    attachment_id = fields.Many2one(
        "ir.attachment", readonly=True, ondelete="set null", index="btree_not_null"
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Of a draft.",
    )
    author_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    # {"id"}: what Meta called the uploaded file, good for 30 days
    upload_sealed = fields.Binary(
        attachment=False, readonly=True, groups="base.group_system"
    )
    uploaded_at = fields.Datetime(readonly=True)

    _uuid_uniq = models.UniqueIndex("(uuid)")
    _pending_idx = models.Index("(next_try_at) WHERE state = 'pending'")
    _today_idx = models.Index("(subject_id, started_at)")

    def _check_access(self, operation):
        """A file follows its message: whoever may read that may read this."""
        if self.env.su or operation != "read" or not self:
            return super()._check_access(operation)
        # sudo: wa.media - whose message it is; the real user is asked
        forbidden = self.filtered(lambda media: not media.sudo()._is_readable())
        if not forbidden:
            return None
        return forbidden, lambda: AccessError(
            self.env._("You may not read files of this WhatsApp message.")
        )

    def _is_readable(self):
        """By the real user, never by sudo: an agent of the ticket, or the triage."""
        self.ensure_one()
        message = self.message_id
        if self.subject_id.restricted or not (message or self._is_own_draft()):
            return False
        ticket = message.ticket_id or self.ticket_id
        if ticket:
            # asked as the real user, without sudo
            return ticket.with_user(self.env.user).sudo(False)._whatsapp_is_readable()
        user = self.env.user
        is_held = message.state == "held" and message.direction == "in"
        return is_held and not user._is_superuser() and user.has_group(TRIAGE)

    def _is_own_draft(self):
        return not self.message_id and self.author_id == self.env.user

    def _facts(self):
        """{"name", "mime_type", "media_id", "sha256", …}; {} once shredded."""
        self.ensure_one()
        text = self.env["wa.vault"]._read_field(
            self, "facts_sealed", self.subject_id.uuid, self.key_class
        )
        return json.loads(text) if text else {}

    def _seal_facts(self, media_uuid, subject, facts, klass=CONTENT):
        return self.env["wa.vault"]._seal(
            json.dumps(facts, ensure_ascii=False),
            self._name,
            "facts_sealed",
            media_uuid,
            subject.uuid,
            klass,
        )

    def _admitted_write(self, vals):
        # sudo: wa.media - written by the channel only
        guard.admitted(self.sudo()).write(vals)

    def _shown_name(self, facts):
        """Fit to be shown and saved; without a name of its own, the reader's time."""
        at = fields.Datetime.context_timestamp(self, self.received_at)
        return names.safe_name(
            facts.get("name"),
            facts.get("mime_type") or "",
            f"WhatsApp-{at:%Y%m%d-%H%M}",
        )

    def _sent_name(self, facts):
        """The same for the customer; without a name of its own, the company's time."""
        local = self.with_context(tz=self.company_id._whatsapp_tz())
        return local._shown_name(facts)

    def _stream(self):
        """The clear file for the browser of somebody who may read it."""
        self.ensure_one()
        if self.state != "ready" or not self._is_readable():
            raise AccessError(
                self.env._("You may not read files of this WhatsApp message.")
            )
        facts = self._facts()
        clear = self._open()
        return SealedStream(clear, self._shown_name(facts), facts.get("mime_type", ""))

    def _open(self):
        """The clear file, seekable; UserError if it can't be read any more."""
        attachment = self.attachment_id
        file = attachment._whatsapp_open()
        try:
            clear = self.env["wa.vault"]._open_file(
                self, self.subject_id, file, attachment.file_size
            )
            if clear is None:
                raise UserError(self.env._("The content has been deleted."))
            # a changed file is found out before the answer has begun
            clear.read(1)
        except CannotRead as error:
            _logger.error("wa.media %s: %s", self.uuid, error.code)
            raise UserError(
                self.env._(
                    "The file is damaged. Please inform your IT department (code "
                    "%(code)s).",
                    code=error.code,
                )
            ) from None
        clear.seek(0)
        return clear
