"""ClamAV's protocol over a real socket; files are never shown unscanned."""

import socket
from unittest.mock import patch

import clamd

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from tests.simulator.clamd import running

from ..lib.media import fetch
from ..models.wa_media_fetch import BATCH, THREADS
from .common import MAX
from .media_tools import PDF, MediaCase

EICAR = clamd.EICAR.rstrip(b"\n")


@tagged("post_install", "-at_install")
class TestMediaScanner(MediaCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def setUp(self):
        super().setUp()
        answers = {EICAR: b"stream: Eicar FOUND"}
        self.clamd = self.enterContext(running(answers))
        self.switch_on(self.clamd.address)

    def switch_on(self, address):
        params = self.env["ir.config_parameter"]
        params.set_param("whatsapp_dsgvo.scan_files", "True")
        params.set_param("whatsapp_dsgvo.scanner_address", address)

    def test_a_clean_file_is_shown_and_the_scanner_saw_all_of_it(self):
        data = PDF + bytes(300_000)
        media = self.receive(data)
        self.assertEqual(media.state, "ready")
        self.assertEqual(self.clamd.seen, [data])

    def test_a_virus_is_locked(self):
        media = self.receive(EICAR, name="harmlos.txt", mime_type="text/plain")
        self.assertEqual((media.state, media.reason), ("quarantined", "virus"))
        self.assertEqual(self.get(f"/whatsapp/media/{media.uuid}").status_code, 404)
        self.assertIn("virus scanner", self.shown(media)["text"])

    def test_a_locked_file_is_not_sent_on(self):
        """Whoever knows the attachment's id may still ask for it."""
        media = self.receive(EICAR, name="harmlos.txt", mime_type="text/plain")
        with self.assertRaisesRegex(UserError, "not there any more"):
            self.ticket.with_user(self.agent).whatsapp_send(
                body="", attachment_ids=media.attachment_id.ids
            )

    def test_what_can_not_be_scanned_is_locked(self):
        media = self.receive(PDF + bytes(1024 * 1024))
        self.assertEqual((media.state, media.reason), ("quarantined", "not_scannable"))

    def test_without_the_scanner_the_file_waits(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        right = self.env["wa.media"]._scanner()
        for address in (f"tcp://127.0.0.1:{port}", "unix:/nowhere", "", "nonsense"):
            self.switch_on(address)
            media, file = self.send_file(PDF)
            self.fetch()
            self.assertEqual((media.state, media.reason), ("pending", "scanner_away"))
            self.assertEqual(file.downloads, 0)
            self.assertIn("scanner", self.shown(media)["text"])
        self.switch_on(right)
        self.later(seconds=10)
        self.fetch()
        self.assertEqual(media.state, "ready")

    def test_a_scan_without_an_end_is_left_and_tried_again(self):
        self.enterContext(patch.object(fetch, "SCAN_LIMIT", 0.5))
        self.clamd.slow = b"zip bomb"
        media, _file = self.send_file(PDF + b"zip bomb")
        self.fetch()
        self.assertEqual((media.state, media.reason), ("pending", "unscanned"))
        self.assertEqual(media.attempts, 1)
        self.assertIn("scanner has not finished", self.shown(media)["text"])
        self.clamd.may_go_on.set()
        self.later(minutes=9)
        self.fetch()
        self.assertEqual(media.state, "pending")
        self.later(minutes=2)
        self.fetch()
        self.assertEqual((media.state, media.attempts), ("ready", 2))

    def test_what_the_scanner_never_ends_is_fetched_less_and_less(self):
        """Each try is another download; Meta has the file for a week."""
        self.enterContext(patch.object(fetch, "SCAN_LIMIT", 0.2))
        right = self.env["wa.media"]._scanner()
        self.switch_on("unix:/nowhere")
        media, file = self.send_file(PDF + b"zip bomb")
        self.clamd.slow = b"zip bomb"
        self.fetch()
        self.later(seconds=10)
        self.fetch()
        self.assertEqual((media.reason, file.downloads), ("scanner_away", 0))
        self.switch_on(right)
        self.later(seconds=40)
        pauses = []
        for number in range(1, 9):
            self.fetch()
            self.assertEqual((media.state, media.reason), ("pending", "unscanned"))
            self.assertEqual(file.downloads, number)
            pause = media.next_try_at - fields.Datetime.now()
            pauses.append(round(pause.total_seconds() / 3600, 1))
            self.later(seconds=pause.total_seconds() + 1)
        self.assertEqual(pauses, [0.2, 1, 2, 4, 8, 16, 24, 24])
        self.later(days=4)
        self.fetch()
        self.assertEqual((media.state, file.downloads), ("expired", 8))

    def test_meanwhile_the_files_of_others_are_shown(self):
        """The slow one, though first, is scanned until the other is there."""
        self.agree(customer=MAX)
        self.clamd.slow = b"slow"
        slow, _file = self.send_file(PDF + b"slow")
        other, _file = self.send_file(PDF, customer=MAX)
        note = type(slow)._note_surely

        def noted(records, job, outcome):
            stored = note(records, job, outcome)
            if job.uuid == other.uuid:
                self.clamd.may_go_on.set()
            return stored

        self.enterContext(patch.object(fetch, "SCAN_LIMIT", 5))
        self.enterContext(patch.object(type(slow), "_note_surely", noted))
        self.fetch()
        self.assertEqual((other.state, slow.state), ("ready", "ready"))
        self.assertEqual(slow.attempts, 1)

    def test_the_slowest_batch_ends_before_odoo_ends_its_worker(self):
        in_a_row = -(-BATCH // THREADS)
        self.assertLess(in_a_row * (fetch.PING_LIMIT + fetch.SCAN_LIMIT), 120 * 2 / 3)
