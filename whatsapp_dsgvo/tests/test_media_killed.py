"""Killed on the way: nothing is lost, and no half of a file stays on the disk."""

import contextlib
import io
import os
import tempfile
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_attachment import IrAttachment

from ..models import guard
from .common import ERIKA
from .media_tools import PDF, MediaCase


class Killed(BaseException):
    """As a kill: no handler of the code gets to see it."""


class DyingFile(io.FileIO):
    """Its process dies when half of it is written."""

    def write(self, data):  # pylint: disable=missing-return
        super().write(data[: len(data) // 2])
        raise Killed


@tagged("post_install", "-at_install")
class TestMediaKilled(MediaCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def test_a_crash_between_the_transactions_is_made_good_later(self):
        media, _file = self.send_file(PDF)
        claimed = self.env["wa.media"]._claim_to_fetch()
        self.assertIn(media, claimed)
        media._start()
        self.fetch()
        self.assertEqual(media.state, "pending")
        self.later(minutes=20)
        self.fetch()
        self.assertEqual(media.state, "ready")

    def test_half_a_file_of_a_killed_worker_is_swept(self):
        media, _file = self.send_file(PDF)
        # sudo: ir.attachment - as the job stores the file
        attachments = guard.admitted(self.env["ir.attachment"].sudo())
        paths = []

        def dying(path, mode):
            if mode != "wb":
                return open(path, mode)
            paths.append(path)
            return DyingFile(path, mode)

        with (
            tempfile.TemporaryFile() as sealed,
            contextlib.suppress(Killed),
            self.env.cr.savepoint(),
            patch(f"{IrAttachment.__module__}.open", dying, create=True),
        ):
            sealed.write(os.urandom(5000))
            attachments._whatsapp_store(media, sealed)
        self.assertEqual(os.path.getsize(paths[0]), 2500)
        attachments._gc_file_store_unsafe()
        self.assertFalse(os.path.exists(paths[0]))

    def test_an_edit_brings_the_file_that_is_not_there_yet(self):
        """Meta may tell of both by one id, and forgets the file once we have it."""
        first, file = self.send_file(PDF, caption="Rechnung")
        message = first.message_id
        part = self.sim.written[-1].payload["document"]
        self.assertEqual(self.env["wa.media"]._claim_to_fetch(), first)
        first._start()
        # its worker was killed; the edit's own file comes
        change = {
            "original_message_id": self.sim.written[-1].id,
            "message": {"type": "document", "document": {**part, "caption": "Neu"}},
        }
        self.sim.customer_sends(ERIKA, {"type": "edit", "edit": change})
        self.deliver()
        self.run_cron("cron_process_events")
        self.fetch()
        self.assertTrue(file.is_deleted)
        self.later(minutes=20)
        self.fetch()
        self.assertEqual(message.media_ids.mapped("state"), ["ready"])
        self.assertEqual(self.shown(message.media_ids)["state"], "ready")
