"""Files in both directions, with canaries in name, bytes, EXIF and caption."""

import io

from PIL import Image

from .canary_flows import Flows
from .running import until

DESCRIPTION = 270  # EXIF ImageDescription
NEWEST = "select state, uuid, attachment_id from wa_media order by id desc limit 1"


class Files(Flows):
    def files(self, customer, ticket):
        """Fetched and looked at; then two of our own, sent."""
        self._receive(customer, "document", self._document(), "application/pdf")
        self._receive(customer, "image", self._photo(), "image/jpeg")
        before = len(self.simulator.sent)
        for data, kind in ((self._document(), "pdf"), (self._photo(), "jpg")):
            name = f"{self.canaries.word()}.{kind}"
            draft = self.agent.send_file(ticket, name, data)
            self.agent.call(
                "helpdesk.ticket",
                "whatsapp_send",
                [ticket],
                body=self.word(),
                attachment_ids=[draft],
            )

        def is_sent():
            self.site.hurry("cron_fetch_media", "cron_send_messages")
            return len(self.simulator.sent) > before + 1

        until(is_sent, 60, "both files are sent")
        self.work()
        self.look_at(ticket)

    def _document(self):
        return b"%PDF-1.7\n" + self.canaries.word().encode() * 50 + b"\n%%EOF"

    def _photo(self):
        picture, file = Image.new("RGB", (64, 48), (200, 30, 90)), io.BytesIO()
        exif = picture.getexif()
        exif[DESCRIPTION] = self.canaries.secret()
        picture.save(file, "JPEG", exif=exif, comment=self.canaries.secret().encode())
        return file.getvalue()

    def _receive(self, customer, kind, data, mime_type):
        name = f"{self.canaries.word()}.{mime_type.rpartition('/')[2]}"
        options = {"mime_type": mime_type, "caption": self.word(), "filename": name}
        self.simulator.customer_sends_file(customer, kind, data, **options)
        self.work()

        def is_ready():
            self.site.hurry("cron_fetch_media")
            return self.site.sql(NEWEST).startswith("ready|")

        until(is_ready, 60, "the file is fetched")
        _state, uuid, attachment = self.site.sql(NEWEST).split("|")
        assert self.agent.get(f"/whatsapp/media/{uuid}").content == data
        # a thumbnail, as the web client asks for one
        self.agent.get(f"/web/image/{attachment}/32x32")
