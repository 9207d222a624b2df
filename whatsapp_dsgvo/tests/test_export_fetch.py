"""A download counts once it was sent whole; what breaks off may begin again."""

import contextlib
import io
import zipfile
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.wa_export import FETCHES
from .exporting import ExportCase
from .media_tools import PDF

LATE = "Nachbarin Musterfrau hat auch angerufen"


@tagged("post_install", "-at_install")
class TestExportFetch(ExportCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree("Meine Rechnung stimmt nicht")
        self.receive(PDF)

    def release(self, record):
        """Whoever fetches has no login."""
        released = super().release(record)
        self.authenticate(None, None)
        return released

    def get_zip(self, path, code):
        answer = self.url_open(path, data={"code": code})
        self.env.invalidate_all()
        return answer

    def begun(self, record, code):
        """As the controller begins one; (download, its pieces)."""
        record = record.sudo()
        self.assertTrue(record._try_code(code))
        download = record._begin_fetch()
        return download, record._sent(download)

    def note(self, text=LATE):
        self.ticket.with_user(self.agent).message_post(
            body=text, message_type="comment"
        )

    def test_looking_without_reading_is_no_try(self):
        """Link checkers ask by HEAD or OPTIONS, and often more than three times."""
        record = self.make()
        path, code = self.release(record)
        digits = code.replace(" ", "")
        for method in ("HEAD", "OPTIONS") * 2:
            for url in (path, f"{path}?code={digits}"):
                self.url_open(url, method=method)
        self.env.invalidate_all()
        self.assertEqual((record.state, record.tries), ("released", 0))

    def test_the_last_byte_counts(self):
        record = self.make()
        _path, code = self.release(record)
        download, pieces = self.begun(record, code)
        for piece in pieces:
            self.assertTrue(piece)
            self.env.invalidate_all()
            self.assertEqual((record.state, download.state), ("released", "begun"))
        self.env.invalidate_all()
        self.assertEqual((record.state, download.state), ("fetched", "whole"))
        self.assertTrue(record.fetched_at and download.size)

    def test_who_breaks_off_may_begin_again(self):
        record = self.make()
        path, code = self.release(record)
        download, pieces = self.begun(record, code)
        size = len(next(pieces))
        next(pieces)
        # as the server does when nobody takes the next piece
        pieces.close()
        self.env.invalidate_all()
        self.assertEqual((record.state, download.state), ("released", "broken"))
        self.assertEqual(download.size, size)
        answer = self.get_zip(path, code)
        self.assertIsNone(zipfile.ZipFile(io.BytesIO(answer.content)).testzip())
        self.assertEqual(record.state, "fetched")
        self.assertEqual(record.fetch_ids.mapped("state"), ["whole", "broken"])
        self.assertEqual(self.get_zip(path, code).status_code, 404)

    def test_an_error_in_the_middle_is_no_fetch(self):
        record = self.make()
        _path, code = self.release(record)
        download, pieces = self.begun(record, code)
        with (
            patch.object(type(record), "_data", side_effect=RuntimeError),
            # assertRaises would take back what was noted
            contextlib.suppress(RuntimeError),
        ):
            list(pieces)
        self.env.invalidate_all()
        self.assertEqual((record.state, download.state), ("released", "broken"))

    def test_it_may_not_begin_for_ever(self):
        record = self.make()
        path, code = self.release(record)
        for _time in range(FETCHES):
            _download, pieces = self.begun(record, code)
            next(pieces)
            pieces.close()
        self.assertEqual(self.get_zip(path, code).status_code, 404)
        path, code = self.release(record)
        self.assertEqual(self.get_zip(path, code).status_code, 200)

    def test_an_older_download_says_nothing_of_the_new_link(self):
        record = self.make()
        _path, code = self.release(record)
        download, pieces = self.begun(record, code)
        path, code = self.release(record)
        self.assertTrue(list(pieces))
        self.env.invalidate_all()
        self.assertEqual((record.state, download.state), ("released", "whole"))
        self.assertEqual(self.get_zip(path, code).status_code, 200)

    def test_portability_begins_at_once(self):
        """Not with the first file, which may be thousands of messages away."""
        record = self.make("portability").sudo()
        with patch.object(
            type(record), "_files", side_effect=AssertionError("a file was looked for")
        ):
            path, file = next(record._parts())
            self.assertEqual(path, "Liesmich.txt")
            self.assertIn(record.request_id.name, file.read().decode())

    def test_what_came_since_is_looked_through_first(self):
        record = self.make()
        self.note()
        said = record.action_release()["params"]
        self.assertEqual((said["type"], record.state), ("warning", "draft"))
        self.assertEqual(record.line_ids.shown, LATE)
        self.release(record)
        self.assertEqual(record.state, "released")

    def test_what_comes_after_the_release_is_not_given_out_unseen(self):
        record = self.make()
        path, code = self.release(record)
        self.note()
        archive = zipfile.ZipFile(io.BytesIO(self.get_zip(path, code).content))
        for name in ("daten.json", "Nachrichten.html"):
            self.assertNotIn(LATE, archive.read(name).decode())
        self.assertIn("Neuer als diese Antwort", archive.read("daten.json").decode())

    def test_it_is_not_cleared_away_while_it_can_be_fetched(self):
        record = self.make()
        self.later(days=88)
        self.release(record)
        self.later(days=5)
        self.env["wa.export"]._gc_exports()
        self.assertTrue(record.exists())
        self.later(days=5)
        self.company.whatsapp_retention_paused_at = fields.Datetime.now()
        self.env["wa.export"]._gc_exports()
        self.assertTrue(record.exists())
        self.company.whatsapp_retention_paused_at = False
        self.env["wa.export"]._gc_exports()
        self.assertFalse(record.exists())

    def test_nobody_notes_a_download_by_hand(self):
        download = self.make().sudo()._begin_fetch()
        for user in (self.coordinator, self.env.ref("base.user_admin")):
            with self.subTest(user.login), self.assertRaises(AccessError):
                download.with_user(user).write({"state": "whole"})
