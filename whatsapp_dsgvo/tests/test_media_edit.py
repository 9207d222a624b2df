"""Customers change the file of a message, or the words under it."""

import base64
import hashlib

from odoo.tests import tagged

from .common import ERIKA
from .media_tools import PDF, SendingCase

OTHER = PDF.replace(b"Catalog", b"Changed")


@tagged("post_install", "-at_install")
class TestMediaEdit(SendingCase):
    def edit(self, data, target, caption="Neu"):
        """The message with this wamid now has this file, a new one at Meta."""
        digest = hashlib.sha256(data).digest()
        part = {
            "id": self.keep(data).id,
            "filename": "neu.pdf",
            "mime_type": "application/pdf",
            "sha256": base64.b64encode(digest).decode(),
            "caption": caption,
        }
        change = {
            "original_message_id": target,
            "message": {"type": "document", "document": part},
        }
        self.sim.customer_sends(ERIKA, {"type": "edit", "edit": change})
        self.deliver()
        self.run_cron("cron_process_events")
        self.fetch()

    def body(self, message):
        rows = self.ticket.with_user(self.agent).whatsapp_messages(
            message.mail_message_id.ids
        )
        return rows[0]["wa_body"]

    def original(self):
        media = self.receive(PDF, caption="Rechnung", name="alt.pdf")
        return media.message_id, self.sim.written[-1].id

    def test_of_a_message_that_is_not_here_the_file_is_shown(self):
        self.edit(PDF, "wamid.unknown", caption="")
        message = self.messages(kind="edit")
        body = self.body(message)
        self.assertEqual((body["kind"], body["file"]["state"]), ("file", "ready"))
        self.assertEqual(body["file"]["uuid"], message.media_ids.uuid)
        address = f"/whatsapp/media/{message.media_ids.uuid}"
        self.assertEqual(self.get(address).content, PDF)

    def test_another_file_takes_the_place_of_the_old_one(self):
        message, wamid = self.original()
        old = message.media_ids
        self.edit(OTHER, wamid)
        self.assertFalse(old.exists())
        body = self.body(message)
        self.assertEqual((body["text"], body["file"]["name"]), ("Neu", "neu.pdf"))
        self.assertEqual(body["files_before"], [])
        address = f"/whatsapp/media/{body['file']['uuid']}"
        self.assertEqual(self.get(address).content, OTHER)

    def test_of_a_business_letter_the_old_file_is_kept_beside_the_new_one(self):
        message, wamid = self.original()
        self.ticket.with_user(self.agent).action_whatsapp_keep()
        self.edit(OTHER, wamid)
        body = self.body(message)
        self.assertEqual(body["file"]["name"], "neu.pdf")
        self.assertEqual([file["name"] for file in body["files_before"]], ["alt.pdf"])
        address = f"/whatsapp/media/{body['files_before'][0]['uuid']}"
        self.assertEqual(self.get(address).content, PDF)

    def test_only_other_words_under_it_keep_one_file(self):
        message, wamid = self.original()
        self.ticket.with_user(self.agent).action_whatsapp_keep()
        for data in (PDF, OTHER, OTHER):
            self.edit(data, wamid)
            self.later(seconds=2)
        names = [media._facts()["name"] for media in message.media_ids]
        self.assertEqual(sorted(names), ["alt.pdf", "neu.pdf"])
