"""A world in which people send files."""

import base64
import hashlib
import io
import itertools

from PIL import Image

from odoo.tools import mute_logger

from .common import ERIKA
from .media_server import FileServer
from .tools import ToolCase, change, text_message

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OGG = b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead\x01\x01" + bytes(64)
EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(64)
WEBP = base64.b64decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
HTML = b"<html><script>alert('Kundin')</script></html>"
_numbers = itertools.count()


def picture(size=(64, 48)):
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 90)).save(file, "PNG")
    return file.getvalue()


class MediaCase(ToolCase):
    def setUp(self):
        super().setUp()
        self.server = FileServer(self.sim)
        self.addCleanup(delattr, self.sim, "answer")

    def file_message(self, data, kind="document", customer=ERIKA, **options):
        """The webhook's message; `options`: name, mime_type, caption, voice, fault …"""
        mime_type = options.pop("mime_type", "application/pdf")
        claims = {
            "filename": options.pop("name", None),
            "caption": options.pop("caption", None),
            "voice": options.pop("voice", None),
        }
        at = options.pop("at", None)
        file = self.server.add(data, mime_type, **options)
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        content = {key: value for key, value in claims.items() if value is not None}
        content |= {"id": file.id, "mime_type": mime_type, "sha256": digest}
        wamid = f"wamid.file{next(_numbers)}"
        message = text_message(wamid, "", customer, at, type=kind, **{kind: content})
        del message["text"]
        return message, file

    def send_file(self, data, kind="document", customer=ERIKA, **options):
        """A customer sends a file; the row stands, nothing is fetched yet."""
        message, file = self.file_message(data, kind, customer, **options)
        self.take(change(message))
        return self.media_of(file), file

    def media_of(self, file):
        return (
            self.env["wa.media"]
            .search([("company_id", "=", self.company.id)])
            .filtered(lambda media: media._facts().get("media_id") == file.id)
        )

    def fetch(self):
        with mute_logger("odoo.addons.whatsapp_dsgvo.models.wa_media_retry"):
            self.run_cron("cron_fetch_media")

    def receive(self, data, kind="document", **options):
        """Sent and fetched; returns the `wa.media`."""
        media, _file = self.send_file(data, kind, **options)
        self.fetch()
        return media

    def get(self, path, user=None, **headers):
        login = (user or self.agent).login
        self.authenticate(login, login)
        return self.url_open(path, headers=headers)

    def shown(self, media, user=None):
        """The file as the web client is told of it."""
        message = media.message_id
        rows = message.ticket_id.with_user(user or self.agent).whatsapp_messages(
            message.mail_message_id.ids
        )
        return rows[0]["wa_body"]["file"]
