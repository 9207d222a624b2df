"""Files customers send: fetched, sealed, shown to those who may read the message."""

from odoo.tests import tagged

from ..models import guard
from .common import ERIKA
from .media_tools import (
    AMR,
    EXE,
    HTML,
    OGG,
    PDF,
    THREE_GP,
    WEBP,
    MediaCase,
    picture,
)


@tagged("post_install", "-at_install")
class TestMedia(MediaCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def sealed(self, media):
        attachment = media.attachment_id
        with attachment._whatsapp_open() as file:
            return file.read()

    def test_a_picture_is_fetched_sealed_and_served(self):
        data = picture()
        media = self.receive(data, "image", mime_type="image/png", caption="Schaden")
        self.assertEqual((media.state, media.size), ("ready", len(data)))
        self.assertNotIn(data[:16], self.sealed(media))
        answer = self.get(f"/whatsapp/media/{media.uuid}")
        self.assertEqual(answer.content, data)
        self.assertEqual(answer.headers["Content-Type"], "image/png")
        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
        self.assertNotIn("ETag", answer.headers)

    def test_odoos_own_addresses_serve_the_same(self):
        data = picture()
        media = self.receive(data, "image", mime_type="image/png")
        attachment = media.attachment_id.id
        tricks = "?filename=x.html&mimetype=text/html&unique=1"
        for path in (f"/web/content/{attachment}", f"/web/image/{attachment}"):
            answer = self.get(path + tricks)
            self.assertEqual(answer.content, data)
            self.assertEqual(answer.headers["Content-Type"], "image/png")
            self.assertNotIn("x.html", answer.headers["Content-Disposition"])
            self.assertIn("no-store", answer.headers["Cache-Control"])

    def test_a_thumbnail_is_made_in_memory(self):
        media = self.receive(picture((800, 600)), "image", mime_type="image/png")
        answer = self.get(f"/web/image/{media.attachment_id.id}/48x48")
        self.assertEqual(answer.headers["Content-Type"], "image/png")
        self.assertLess(len(answer.content), media.size)
        self.assertTrue(answer.content.startswith(b"\x89PNG"))
        self.assertIn("no-store", answer.headers["Cache-Control"])

    def test_a_sticker_is_its_own_thumbnail(self):
        """Odoo opens no WebP, and would show a placeholder."""
        media = self.receive(WEBP, "sticker", mime_type="image/webp")
        answer = self.get(f"/web/image/{media.attachment_id.id}/480x480")
        self.assertEqual(answer.headers["Content-Type"], "image/webp")
        self.assertEqual(answer.content, WEBP)

    def test_ranges_let_a_player_jump(self):
        media = self.receive(OGG, "audio", mime_type="audio/ogg; codecs=opus")
        answer = self.get(f"/whatsapp/media/{media.uuid}", Range="bytes=4-9")
        self.assertEqual(answer.status_code, 206)
        self.assertEqual(answer.content, OGG[4:10])
        self.assertEqual(answer.headers["Content-Range"], f"bytes 4-9/{len(OGG)}")
        answer = self.get(f"/whatsapp/media/{media.uuid}", Range="bytes=9999-")
        self.assertEqual(answer.status_code, 416)

    def test_the_name_is_sealed_and_comes_with_the_file(self):
        media = self.receive(PDF, name="Rechnung Erika.pdf")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT row_to_json(a)::text, row_to_json(m)::text"
            "  FROM ir_attachment a, wa_media m WHERE a.id = %s AND m.id = %s",
            [media.attachment_id.id, media.id],
        )
        for row in self.env.cr.fetchone():
            self.assertNotIn("Rechnung", row)
            self.assertNotIn("pdf", row)
        answer = self.get(f"/whatsapp/media/{media.uuid}?download=1")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn("Rechnung%20Erika.pdf", answer.headers["Content-Disposition"])

    def test_a_file_without_a_name_is_called_by_the_readers_time(self):
        """As the bubble above it, and the phone that sent it."""
        media = self.receive(picture(), "image", mime_type="image/png")
        media._admitted_write({"received_at": "2026-11-27 23:30:00"})
        self.agent.tz = "Europe/Berlin"
        self.assertEqual(self.shown(media)["name"], "WhatsApp-20261128-0030.png")
        answer = self.get(f"/whatsapp/media/{media.uuid}?download=1")
        self.assertIn("20261128-0030.png", answer.headers["Content-Disposition"])

    def test_the_bubble_tells_what_the_client_needs(self):
        media = self.receive(PDF, name="Rechnung.pdf", caption="Bitte prüfen")
        file = self.shown(media)
        self.assertEqual(
            (file["look"], file["name"], file["state"], file["text"]),
            ("pdf", "Rechnung.pdf", "ready", ""),
        )
        self.assertEqual(file["attachment_id"], media.attachment_id.id)

    def test_html_is_never_rendered(self):
        for name, claim in (("seite.html", "text/html"), ("bild.svg", "image/svg+xml")):
            media = self.receive(HTML, name=name, mime_type=claim)
            self.assertEqual(self.shown(media)["look"], "file")
            answer = self.get(f"/web/content/{media.attachment_id.id}")
            self.assertEqual(answer.headers["Content-Type"], "application/octet-stream")
            self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_a_picture_that_is_a_page_is_only_downloaded(self):
        media = self.receive(HTML, "image", mime_type="image/png")
        self.assertEqual(self.shown(media)["look"], "file")
        answer = self.get(f"/web/image/{media.attachment_id.id}/100x100")
        self.assertNotIn(b"script", answer.content)

    def test_a_program_is_locked_whatever_it_is_called(self):
        for name, data in (("Rechnung.pdf", EXE), ("Rechnung.pdf.exe", PDF)):
            media = self.receive(data, name=name)
            self.assertEqual((media.state, media.reason), ("quarantined", "executable"))
            self.assertIn("program", self.shown(media)["text"])
            self.assertEqual(self.get(f"/whatsapp/media/{media.uuid}").status_code, 404)
            answer = self.get(f"/web/content/{media.attachment_id.id}")
            self.assertEqual(answer.status_code, 404)

    def test_voice_and_sticker(self):
        voice = self.receive(OGG, "audio", mime_type="audio/ogg", voice=True)
        file = self.shown(voice)
        self.assertEqual((file["look"], file["voice"]), ("audio", True))
        sticker = self.receive(WEBP, "sticker", mime_type="image/webp")
        self.assertEqual(self.shown(sticker)["look"], "image")

    def test_sounds_and_films_of_older_phones(self):
        for kind, data, mime_type, look in (
            ("audio", AMR, "audio/amr", "file"),
            ("video", THREE_GP, "video/3gpp", "video"),
        ):
            media = self.receive(data, kind, mime_type=mime_type)
            self.assertEqual((media.state, media.reason), ("ready", ""))
            self.assertEqual(self.shown(media)["look"], look)
            answer = self.get(f"/whatsapp/media/{media.uuid}")
            self.assertEqual(answer.content, data)
            self.assertEqual(
                answer.headers["Content-Type"] == mime_type, look == "video"
            )

    def test_an_empty_file_is_refused(self):
        media = self.receive(b"", name="leer.pdf")
        self.assertEqual((media.state, media.reason), ("refused", "empty"))
        self.assertFalse(media.attachment_id)

    def test_metas_copy_is_deleted_after_storing(self):
        media, file = self.send_file(PDF)
        self.assertFalse(file.is_deleted)
        self.fetch()
        self.assertEqual(media.state, "ready")
        self.assertTrue(file.is_deleted)

    def test_the_bytes_go_with_the_message(self):
        media = self.receive(PDF)
        attachment, message = media.attachment_id, media.message_id
        guard.admitted(message).unlink()
        self.assertFalse(attachment.exists())
        self.assertFalse(media.exists())

    def test_a_file_before_the_yes_is_fetched_and_hidden(self):
        customer = "+4915155500009"
        self.write("Hallo", customer)
        media = self.receive(
            picture(), "image", customer=customer, mime_type="image/png"
        )
        self.assertEqual(media.message_id.state, "held")
        self.assertEqual(media.state, "ready")
        held = media.message_id.with_user(self.triage).with_context(lang="en_US")
        self.assertEqual(held.read(["triage_text"])[0]["triage_text"], "Picture")
        path = f"/whatsapp/media/{media.uuid}"
        self.assertEqual(self.get(path).status_code, 404)
        self.assertEqual(self.get(path, self.triage).status_code, 200)
        self.tap(0, customer)
        self.assertEqual(self.get(path).status_code, 200)
        self.assertEqual(self.get(path, self.triage).status_code, 404)

    def test_an_unknown_file_and_a_forbidden_one_look_alike(self):
        media = self.receive(PDF)
        unknown = self.get("/whatsapp/media/0", self.helpdesk_only)
        hidden = self.get(f"/whatsapp/media/{media.uuid}", self.helpdesk_only)
        self.assertEqual((unknown.status_code, hidden.status_code), (404, 404))

    def test_erika_is_erased_while_her_file_is_on_its_way(self):
        media, _file = self.send_file(PDF)
        subject = self.subject(ERIKA)
        subject.erased_at = "2026-11-23 10:00:00"
        self.fetch()
        self.assertEqual((media.state, media.reason), ("refused", "erased"))
        self.assertFalse(media.attachment_id)
