from odoo import models
from odoo.exceptions import UserError

from .. import wake
from ..lib.cloud_api import limits
from .ir_attachment import OWNER

CAPTIONED = ("image", "video", "document")


class HelpdeskTicketAttachments(models.Model):
    """Sending files: one message each, as WhatsApp has it."""

    _inherit = "helpdesk.ticket"

    def _whatsapp_queue_all(
        self, conversation, text, reply_to_id, attachment_ids, **vals
    ):
        """The text, or the files with it; all is checked before the first is queued."""
        if not attachment_ids:
            return self._whatsapp_queue(conversation, text, reply_to_id, **vals)
        files = [self._whatsapp_draft_of(one) for one in attachment_ids]
        # sudo: wa.message - as the queued ones are
        messages = self.env["wa.message"].sudo()
        fits = limits.text_length(text) <= limits.CAPTION
        caption = text if fits and files[0].kind in CAPTIONED else ""
        if text and not caption:
            messages += self._whatsapp_queue(conversation, text, reply_to_id, **vals)
            reply_to_id = None
        for media in files:
            message = self._whatsapp_queue(
                conversation, caption, reply_to_id, kind=media.kind, **vals
            )
            media._admitted_write({"message_id": message.id, "next_try_at": False})
            messages += message
            caption, reply_to_id = "", None
        wake.after_commit(self.env, "cron_fetch_media")
        return messages

    def _whatsapp_draft_of(self, attachment_id):
        """The uploaded draft, or a sealed copy of an attachment the user may read."""
        attachment = self.env["ir.attachment"].browse(attachment_id).exists()
        attachment.check_access("read")
        if not attachment or attachment.type != "binary":
            raise UserError(self.env._("This file is not there any more."))
        if attachment.res_model != OWNER:
            # sudo: ir.attachment - the user may read it, as was checked
            with attachment.sudo()._whatsapp_open() as file:
                return self.env["wa.media"]._draft(self, attachment.name, file)
        # sudo: wa.media - the author's own draft for this very ticket, or it is copied
        media = self.env[OWNER].sudo().browse(attachment.res_id)
        if media._is_own_draft() and media.ticket_id == self:
            return media
        return media._copy_draft(self)

    def _whatsapp_copy_files(self, message):
        """Attachment ids of the same files once more, for sending it again."""
        copies = [media._copy_draft(self) for media in message.media_ids]
        return [copy.attachment_id.id for copy in copies]

    def _whatsapp_take_file(self, name, reader):
        """A draft out of a stream, for somebody who may answer this ticket."""
        if not self:
            raise UserError(self.env._("This ticket is not there any more."))
        self.ensure_one()
        self._whatsapp_check_readable()
        return self.env["wa.media"]._draft(self, name, reader)

    def whatsapp_drop_file(self, attachment_id):
        """The agent takes a file back that was not sent yet."""
        self.ensure_one()
        self._whatsapp_check_readable()
        # sudo: wa.media - the author's own draft, checked below
        media = (
            self.env["wa.media"]
            .sudo()
            .search([("attachment_id", "=", attachment_id)])
            .filtered(lambda media: media._is_own_draft())
        )
        media._drop()
