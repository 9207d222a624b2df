"""No room on the disk: it is said, nothing is stored by halves, the others go on."""

import errno
import io
import os
import tempfile
from types import SimpleNamespace
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_attachment import IrAttachment

from ..lib.media import fetch
from ..models import wa_media_draft
from .media_tools import PDF, SendingCase

MUTED = (
    "odoo.addons.base.models.ir_attachment",
    "odoo.addons.whatsapp_dsgvo.models.wa_media_draft",
)
SECRET = b"Kundengeheimnis" * 1000


class FullFile(io.FileIO):
    """The disk takes some bytes of it."""

    def write(self, data):
        written = super().write(data[:20])
        if written < len(data):
            raise OSError(errno.ENOSPC, "No space left on device")
        return written


class FullDisk:
    """Which files have no room, and those that were opened meanwhile."""

    def __init__(self, times=1):
        self.times, self.paths, self.opened = times, [], []

    def store(self, path, mode):
        """In place of `open` where Odoo writes its files."""
        if mode != "wb" or not self.times:
            return open(path, mode)
        self.times -= 1
        self.paths.append(path)
        return FullFile(path, mode)

    def spool(self, **options):
        """In place of `tempfile.TemporaryFile`; takes everything."""
        self.opened.append(tempfile.TemporaryFile(**options))
        return self.opened[-1]

    def full_spool(self, **options):
        handle, path = tempfile.mkstemp(**options)
        os.unlink(path)
        self.opened.append(FullFile(handle, "r+"))
        return self.opened[-1]


@tagged("post_install", "-at_install")
class TestMediaFullDisk(SendingCase):
    def storing(self, disk):
        """Odoo's filestore has no room for the next file or files."""
        return patch(f"{IrAttachment.__module__}.open", disk.store, create=True)

    def spooling(self, module, spool):
        # only there: others make temporary files meanwhile
        return patch.object(module, "tempfile", SimpleNamespace(TemporaryFile=spool))

    def test_one_file_waits_and_the_others_of_the_batch_arrive(self):
        files = [self.send_file(PDF + bytes([n])) for n in range(3)]
        disk = FullDisk()
        with (
            mute_logger(*MUTED),
            self.storing(disk),
            self.spooling(fetch, disk.spool),
        ):
            self.fetch()
        states = sorted((media.state, media.reason) for media, _file in files)
        ready = ("ready", "")
        self.assertEqual(states, [("pending", "storage"), ready, ready])
        self.assertEqual([file.closed for file in disk.opened], [True] * 3)
        self.assertFalse(os.path.exists(disk.paths[0]))
        late, at_meta = next(one for one in files if one[0].state == "pending")
        self.assertFalse(late.attachment_id)
        self.assertFalse(at_meta.is_deleted)
        self.assertIn("tried again", self.shown(late)["text"])
        self.later(minutes=5)
        self.fetch()
        self.assertEqual((late.state, late.reason), ("ready", ""))
        self.assertTrue(at_meta.is_deleted)

    def test_a_download_has_no_room(self):
        media, file = self.send_file(PDF)
        disk = FullDisk()
        with self.spooling(fetch, disk.full_spool):
            self.fetch()
        self.assertEqual((media.state, media.reason), ("pending", "storage"))
        self.assertEqual([spool.closed for spool in disk.opened], [True])
        self.assertFalse(file.is_deleted)
        self.later(minutes=5)
        self.fetch()
        self.assertEqual(media.state, "ready")

    def assert_nothing_left(self):
        self.env.invalidate_all()
        drafts = self.env["wa.media"].search([("ticket_id", "=", self.ticket.id)])
        self.assertFalse(drafts)
        empty = [("res_model", "=", "wa.media"), ("store_fname", "=", False)]
        # sudo: all files of ours, whosever they are
        self.assertFalse(self.env["ir.attachment"].sudo().search(empty))

    def test_an_agent_is_told_and_nothing_is_left(self):
        disk = FullDisk()
        with mute_logger(*MUTED), self.storing(disk):
            answer = self.upload(PDF + SECRET, "Angebot.pdf")
        self.assertEqual(answer.status_code, 400)
        self.assertIn("no room", answer.json()["error"])
        self.assertFalse(os.path.exists(disk.paths[0]))
        self.assert_nothing_left()
        self.assertTrue(self.draft(PDF + SECRET))

    def test_an_agents_file_does_not_fit_on_its_way_in(self):
        disk = FullDisk()
        with (
            mute_logger(*MUTED),
            self.spooling(wa_media_draft, disk.full_spool),
            self.assertRaisesRegex(UserError, "no room"),
        ):
            self.ticket.with_user(self.agent)._whatsapp_take_file(
                "Angebot.pdf", io.BytesIO(PDF + SECRET)
            )
        self.assertTrue(disk.opened[0].closed)
        self.assert_nothing_left()
