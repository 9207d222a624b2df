import contextlib
import io
import mmap
import os
from contextlib import closing

from odoo import api, models
from odoo.exceptions import AccessError

from . import guard

OWNER = "wa.media"


class IrAttachment(models.Model):
    """Files of WhatsApp messages: ordinary attachments that hold ciphertext.

    Whoever reads `raw` or `datas` gets ciphertext; only the stream of a request is
    clear, and only for people who may read the message.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        # looked at afterwards, for the owner may come from the context's defaults
        attachments._whatsapp_guard()
        return attachments

    def write(self, vals):
        self._whatsapp_guard()
        result = super().write(vals)
        if vals.get("res_model") == OWNER:
            self._whatsapp_guard()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_whatsapp(self):
        self._whatsapp_guard()

    def _whatsapp_guard(self):
        if guard.is_admitted(self):
            return
        # sudo: ir.attachment - only whose file it is
        if any(attachment.res_model == OWNER for attachment in self.sudo()):
            raise AccessError(
                self.env._("A file of a WhatsApp message can't be changed by hand.")
            )

    def _migrate(self):
        """Moving between storages changes no byte."""
        return super(IrAttachment, guard.admitted(self))._migrate()

    def _to_http_stream(self):
        if self.res_model != OWNER:
            return super()._to_http_stream()
        # sudo: wa.media - it checks the real user itself
        media = self.env[OWNER].sudo().browse(self.res_id)
        return media._stream()

    @api.model
    def _whatsapp_folder(self):
        """Where sealed files lie on their way; on the disk they end on."""
        folder = self._filestore()
        os.makedirs(folder, exist_ok=True)
        return folder

    @api.model
    def _whatsapp_store(self, media, file):
        """An attachment with the sealed bytes of `file`, which are never in memory.

        Odoo wants bytes; a mapped file quacks like them, is hashed and written from
        the page cache, and works with every storage that writes what it is given.
        """
        attachment = self.create(
            {
                "name": media.uuid,
                "mimetype": "application/octet-stream",
                "res_model": media._name,
                "res_id": media.id,
                "company_id": media.company_id.id,
            }
        )
        file.flush()
        with closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as mapped:
            in_database = self._storage() == "db"
            data = bytes(mapped) if in_database else mapped
            try:
                attachment._set_attachment_data(lambda _attachment: data)
            except OSError:
                # what fitted on the disk, now and not with Odoo's next sweep
                if attachment.store_fname:
                    self._whatsapp_gone(attachment.store_fname)
                raise
        return attachment

    @api.model
    def _file_write(self, bin_value, checksum):
        """Odoo lists a file for its sweep once it is written: the half one of a killed
        worker would stay for ever. Of ours, the only mapped ones, it knows before.
        """
        if isinstance(bin_value, mmap.mmap):
            self._mark_for_gc(self._get_path(bin_value, checksum)[0])
        return super()._file_write(bin_value, checksum)

    @api.model
    def _whatsapp_left(self, names):
        """Delete sealed files nobody refers to any more; those which are still there.

        Sealed bytes are random, so no other attachment can share a file.
        """
        # sudo: ir.attachment - whether any row still refers to them
        rows = self.sudo().search([("store_fname", "in", names)])
        used = set(rows.mapped("store_fname"))
        return [name for name in names if name in used or not self._whatsapp_gone(name)]

    def _whatsapp_gone(self, name):
        path = self._full_path(name)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        return not os.path.exists(path)

    def _whatsapp_open(self):
        """The sealed bytes as a seekable file."""
        self.ensure_one()
        path = self._full_path(self.store_fname) if self.store_fname else ""
        if path and os.path.isfile(path):
            # pylint: disable-next=consider-using-with
            return open(path, "rb")
        return io.BytesIO(self.raw or b"")
