import logging
import tempfile
import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.keys import chunks
from ..lib.media import outbound
from . import guard
from .wa_subject import CONTENT

_logger = logging.getLogger(__name__)

LARGEST = 100 * 1024 * 1024
UNSENT_FOR = timedelta(days=1)


class WaMediaDraft(models.Model):
    """Files agents send: sealed on their way in, checked before anything is sent."""

    _inherit = "wa.media"

    @api.model
    def _draft(self, ticket, name, reader):
        """Seal a stream as a file of this ticket that nobody has sent yet.

        Raises a UserError that says why WhatsApp would not take it, or that the disk
        is full; nothing of it is left then.
        """
        try:
            # whoever answers with the error commits: no row without its bytes
            with self.env.cr.savepoint():
                return self._sealed_draft(ticket, name, reader)
        except OSError as error:
            _logger.error("A file was not stored: %s", error.strerror)
            raise UserError(
                self.env._(
                    "The server has no room for this file, or can't write it. Nothing "
                    "was stored. Please tell your administrator."
                )
            ) from None

    def _sealed_draft(self, ticket, name, reader):
        # sudo: wa.conversation - callers check the reader of the ticket
        conversation = ticket.sudo().whatsapp_conversation_id
        subject = conversation.subject_id
        media_uuid = str(uuid.uuid4())
        key, aad = self.env["wa.vault"]._file_key(media_uuid, subject)
        measured = outbound.Measured(reader, LARGEST)
        folder = self.env["ir.attachment"]._whatsapp_folder()
        with tempfile.TemporaryFile(dir=folder) as file:
            try:
                chunks.seal_stream(key, measured, file, aad)
            except outbound.TooLong:
                raise UserError(
                    self._problem_text("media_too_large", LARGEST)
                ) from None
            ruling = outbound.rule(name, measured.head, measured.length)
            if ruling.problem:
                problem = ruling.problem
                raise UserError(self._problem_text(problem.code, problem.limit))
            return self._keep_draft(
                media_uuid, ticket, conversation, name, ruling, measured.length, file
            )

    def _keep_draft(self, media_uuid, ticket, conversation, name, ruling, length, file):
        subject = conversation.subject_id
        subject._lock_for_content()
        facts = {"name": name, "mime_type": ruling.mime_type, "voice": ruling.voice}
        # sudo: wa.media - the right to answer was checked by the caller
        media = guard.admitted(self.sudo()).create(
            {
                "uuid": media_uuid,
                "company_id": conversation.company_id.id,
                "subject_id": subject.id,
                "channel_id": conversation.channel_id.id,
                "ticket_id": ticket.id,
                "author_id": self.env.uid,
                "kind": ruling.kind,
                "facts_sealed": self._seal_facts(media_uuid, subject, facts),
                "size": length,
                "state": "ready",
                "received_at": fields.Datetime.now(),
            }
        )
        # sudo: ir.attachment - the bytes of our own row
        attachments = guard.admitted(self.env["ir.attachment"].sudo())
        media.attachment_id = attachments._whatsapp_store(media, file)
        return guard.dismissed(media)

    def _draft_facts(self):
        """What the composer shows of its own file."""
        return {
            "id": self.attachment_id.id,
            "name": self._shown_name(self._facts()),
            "size": self.size,
            "kind": self.kind,
        }

    def _copy_draft(self, ticket):
        """The same file once more, for a message that is sent again."""
        self.ensure_one()
        if self.state != "ready":
            # locked by the check of its content, or not fetched: it is no file to send
            raise UserError(self.env._("This file is not there any more."))
        with self._open() as clear:
            copy = self._draft(ticket, self._shown_name(self._facts()), clear)
        if self._is_uploaded():
            sealed = self.env["wa.vault"]._seal_field(
                self._upload_id(), copy, "upload_sealed", self.subject_id.uuid, CONTENT
            )
            copy._admitted_write(
                {"upload_sealed": sealed, "uploaded_at": self.uploaded_at}
            )
        return copy

    @api.model
    def _problem_text(self, code, limit=None):
        """Why WhatsApp would not take a file; names neither file nor person."""
        megabytes = round((limit or 0) / 1024 / 1024, 1)
        texts = {
            "media_empty": self.env._("This file is empty."),
            "media_executable": self.env._("Programs can't be sent on WhatsApp."),
            "media_too_large": self.env._(
                "This file is too large: WhatsApp takes up to %(limit)s MB of this kind.",
                limit=f"{megabytes:g}",
            ),
        }
        return texts.get(code) or self.env._(
            "WhatsApp does not take this type of file. It takes pictures (JPEG, PNG), "
            "PDF, Office and text files, MP4 videos and the usual sounds."
        )

    def _drop(self):
        guard.admitted(self.filtered(lambda media: not media.message_id)).unlink()

    @api.autovacuum
    def _gc_drafts(self):
        """Nobody has sent them within a day."""
        # sudo: wa.media - storage limitation, Art. 5 (1) e GDPR
        old = self.sudo().search(
            [
                ("message_id", "=", False),
                ("received_at", "<", fields.Datetime.now() - UNSENT_FOR),
            ],
            limit=1000,
        )
        old._drop()
