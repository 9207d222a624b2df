"""Files made to be two things at once, to unfold, or to be called something else."""

import io
import struct
import zipfile
import zlib

from odoo.tests import tagged

from .media_tools import PDF, MediaCase

SCRIPT = b"/*\x00*/=1;alert(document.cookie)//<script>alert(1)</script>"
GIF = b"GIF89a" + struct.pack("<HH", 1, 1) + bytes(3)


def packed(size=0):
    """A ZIP file whose one entry unfolds to so many zero bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("bombe.bin", bytes(size))
    return file.getvalue()


def huge_picture(side=30_000):
    """A PNG of nearly a gigapixel in some hundred kilobytes."""

    def chunk(kind, data):
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


@tagged("post_install", "-at_install")
class TestMediaTricks(MediaCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def served(self, media):
        return self.get(f"/whatsapp/media/{media.uuid}")

    def test_polyglots_are_what_their_first_bytes_say_and_run_nothing(self):
        for claim, data, mime_type in (
            ("text/javascript", GIF + SCRIPT, "image/gif"),
            ("text/html", PDF + SCRIPT, "application/pdf"),
            ("application/zip", PDF + packed(10), "application/pdf"),
            ("application/pdf", packed(10) + PDF, "application/octet-stream"),
        ):
            with self.subTest(claim):
                media = self.receive(data, name="x.html", mime_type=claim)
                answer = self.served(media)
                self.assertEqual(answer.content, data)
                self.assertEqual(answer.headers["Content-Type"], mime_type)
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
                self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
                self.assertNotIn(".html", answer.headers["Content-Disposition"])

    def test_a_zip_bomb_stays_folded(self):
        data = packed(50_000_000)
        media = self.receive(data, name="Fotos.zip", mime_type="application/zip")
        self.assertEqual((media.state, media.size), ("ready", len(data)))
        self.assertEqual(self.shown(media)["look"], "file")
        answer = self.served(media)
        self.assertEqual(answer.content, data)
        self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_a_picture_of_a_gigapixel_is_not_decoded(self):
        media = self.receive(huge_picture(), "image", mime_type="image/png")
        self.assertEqual(media.state, "ready")
        answer = self.get(f"/web/image/{media.attachment_id.id}/48x48")
        # Odoo's placeholder
        self.assertEqual(answer.status_code, 200)
        self.assertLess(len(answer.content), 10_000)

    def test_names_are_one_harmless_line_on_screen_and_in_headers(self):
        for claimed, shown in (
            ("Rechnung\u202efdp.pdf", "Rechnung fdp.pdf"),
            ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
            ("<img src=x onerror=alert(1)>.pdf", "img src=x onerror=alert(1).pdf"),
            ('=HYPERLINK("https://evil.example").pdf', "evil_example_).pdf"),
            ("=1+1.pdf", "1+1.pdf"),
            ("@SUM(A1).pdf", "SUM(A1).pdf"),
            ("../../etc/passwd", "passwd.pdf"),
        ):
            with self.subTest(shown):
                media = self.receive(PDF, name=claimed)
                self.assertEqual(self.shown(media)["name"], shown)
                answer = self.get(f"/whatsapp/media/{media.uuid}?download=1")
                self.assertNotIn("Set-Cookie", answer.headers)
                disposition = answer.headers["Content-Disposition"]
                self.assertTrue(disposition.startswith("attachment"), disposition)
                self.assertNotIn("<", disposition)
