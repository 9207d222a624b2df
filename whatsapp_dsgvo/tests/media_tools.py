"""A world in which people send files."""

import base64
import io
from dataclasses import dataclass
from urllib.parse import quote

import requests
from PIL import Image

from odoo import http
from odoo.tools import mute_logger

from tests.simulator import demo

from .common import ERIKA
from .tools import ToolCase

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OGG = b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead\x01\x01" + bytes(64)
AMR = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 3
THREE_GP = b"\x00\x00\x00\x18ftyp3gp4\x00\x00\x02\x00isom3gp4" + bytes(64)
MOVING = b"RIFF\x22\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02" + bytes(200 * 1024)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(64)
WEBP = base64.b64decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
HTML = b"<html><script>alert('Kundin')</script></html>"


def picture(size=(64, 48)):
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 90)).save(file, "PNG")
    return file.getvalue()


@dataclass
class SentFile:
    """A customer's file as the stand-in keeps it."""

    sim: object
    id: str

    @property
    def look_ups(self):
        return len(self.sim.calls("media_lookup", self.id))

    @property
    def downloads(self):
        return len(self.sim.calls("media_download", self.id))

    @property
    def is_deleted(self):
        return next(row.deleted for row in self.sim.media if row.id == self.id)


class MediaCase(ToolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # sentences are compared, whatever languages the database has
        cls.agent.lang = "en_US"

    def keep(self, data, mime_type="application/pdf"):
        """A file at the stand-in that no message tells of."""
        answer = requests.post(
            f"{self.sim.url}/{demo.PHONE_NUMBER_ID}/media",
            headers={"Authorization": f"Bearer {demo.ACCESS_TOKEN}"},
            data={"messaging_product": "whatsapp", "type": mime_type},
            files={"file": ("datei", data, mime_type)},
            timeout=30,
        )
        return SentFile(self.sim, answer.json()["id"])

    def send_file(
        self, data, kind="document", customer=ERIKA, name="", fault="", **options
    ):
        """A customer sends a file; the row stands, nothing is fetched yet.

        `fault`: one of the stand-in's for files, without "media_"; `times`, `url`, `to`
        belong to it. Other `options`: mime_type, caption, voice.
        """
        aim = {
            key: options.pop(key) for key in ("times", "url", "to") if key in options
        }
        options.setdefault("mime_type", "application/pdf")
        wamid = self.sim.customer_sends_file(
            customer, kind, data, filename=name, **options
        )
        file = SentFile(self.sim, self.sim.media_of(wamid).id)
        if fault:
            aim = {"times": 0, **aim}
            self.sim.add_fault(f"media_{fault}", media_id=file.id, **aim)
        self.deliver()
        self.run_cron("cron_process_events")
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

    def uploads(self):
        """What we uploaded, as the stand-in keeps it."""
        return [row for row in self.sim.media if not row.inbound]


class SendingCase(MediaCase):
    """An agent who may answer, and sends files."""

    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def upload(self, data, name, user=None, ticket=None, token=None, **headers):
        user = user or self.agent
        self.authenticate(user.login, user.login)
        headers = {
            "Content-Type": "application/octet-stream",
            "X-File-Name": quote(name),
            "X-CSRF-Token": http.Request.csrf_token(self) if token is None else token,
            **headers,
        }
        path = f"/whatsapp/upload/{(ticket or self.ticket).id}"
        answer = self.url_open(path, data=data, headers=headers)
        self.env.invalidate_all()
        return answer

    def draft(self, data=PDF, name="Angebot.pdf", **options):
        answer = self.upload(data, name, **options)
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()["id"]

    def send(self, *attachment_ids, body="", user=None, ticket=None, **options):
        ticket = (ticket or self.ticket).with_user(user or self.agent)
        return ticket.whatsapp_send(
            body=body, attachment_ids=list(attachment_ids), **options
        ).sudo()

    def go(self):
        """Upload, then send; the second gate waits until the file is uploaded."""
        for _round in range(3):
            self.fetch()
            self.later(seconds=2)
            self.work()

    def sent_files(self):
        return [
            m for m in self.received_by(ERIKA) if m.type not in ("text", "interactive")
        ]
