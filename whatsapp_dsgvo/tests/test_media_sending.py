"""Files agents send: checked and sealed on the way in, one message each, sent once."""

import io
import os

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .media_tools import EXE, HTML, OGG, PDF, WEBP, SendingCase, picture


@tagged("post_install", "-at_install")
class TestMediaSending(SendingCase):
    # -- the way in ------------------------------------------------------------------

    def test_a_file_is_sealed_on_its_way_in(self):
        data = PDF + b"Kundengeheimnis" * 1000
        attachment = self.env["ir.attachment"].browse(self.draft(data, "Angebot ü.pdf"))
        self.assertNotIn(b"Kundengeheimnis", attachment.raw)
        self.assertEqual(attachment.res_model, "wa.media")
        media = self.env["wa.media"].browse(attachment.res_id)
        self.assertEqual(attachment.name, media.uuid)
        self.assertEqual((media.size, media.kind), (len(data), "document"))
        self.assertEqual(media._facts()["name"], "Angebot ü.pdf")
        with media._open() as clear:
            self.assertEqual(clear.readall(), data)

    def test_the_limits_are_told_before_sending(self):
        cases = (
            (EXE, "a.pdf", "Programs"),
            (PDF, "a.exe", "Programs"),
            (HTML, "a.html", "type"),
            (picture() + bytes(5 * 1024 * 1024), "a.png", "5 MB"),
            (OGG.replace(b"OpusHead", b"\x01vorbis "), "a.ogg", "type"),
            (WEBP + bytes(101 * 1024), "a.webp", "0.1 MB"),
        )
        for data, name, word in cases:
            answer = self.upload(data, name)
            self.assertEqual(answer.status_code, 400)
            self.assertIn(word, answer.json()["error"])
        self.assertFalse(
            self.env["wa.media"].search([("ticket_id", "=", self.ticket.id)])
        )

    def test_an_empty_file_is_refused(self):
        with self.assertRaisesRegex(UserError, "empty"):
            self.ticket.with_user(self.agent)._whatsapp_take_file("a.pdf", io.BytesIO())

    def test_only_agents_of_the_ticket_upload(self):
        for user in (self.helpdesk_only, self.triage, self.dpo, self.it_admin):
            self.assertEqual(self.upload(PDF, "a.pdf", user=user).status_code, 400)

    def test_a_forged_request_is_refused(self):
        self.assertEqual(self.upload(PDF, "a.pdf", token="").status_code, 403)
        self.assertEqual(self.upload(PDF, "a.pdf", token="x").status_code, 403)

    def test_a_form_is_refused(self):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(self.upload(b"a=b", "a.pdf", **kind).status_code, 415)

    def test_a_ticket_that_is_not_there(self):
        missing = self.ticket.browse(self.ticket.id + 9999)
        self.assertEqual(self.upload(PDF, "a.pdf", ticket=missing).status_code, 400)

    def test_a_draft_is_its_authors_only(self):
        draft = self.draft()
        self.assertEqual(self.get(f"/web/content/{draft}").content, PDF)
        self.assertEqual(
            self.get(f"/web/content/{draft}", self.colleague).status_code, 404
        )
        with self.assertRaises(AccessError):
            self.send(draft, user=self.colleague)
        self.ticket.with_user(self.colleague).whatsapp_drop_file(draft)
        self.assertTrue(self.env["ir.attachment"].browse(draft).exists())
        self.ticket.with_user(self.agent).whatsapp_drop_file(draft)
        self.assertFalse(self.env["ir.attachment"].browse(draft).exists())

    def test_unsent_drafts_are_swept_after_a_day(self):
        draft = self.env["ir.attachment"].browse(self.draft())
        sent = self.send(self.draft())
        self.later(hours=25)
        self.env["wa.media"]._gc_drafts()
        self.assertFalse(draft.exists())
        self.assertTrue(sent.media_ids.attachment_id.exists())

    # -- the way out -----------------------------------------------------------------

    def test_a_file_goes_out_by_id_with_its_caption(self):
        message = self.send(self.draft(), body="Unser Angebot")
        self.assertEqual(message.state, "queued")
        self.go()
        (upload,) = self.uploads()
        self.assertEqual(self.sim.media_bytes(upload.id), PDF)
        self.assertEqual(upload.mime_type, "application/pdf")
        (sent,) = self.sent_files()
        self.assertEqual(
            sent.payload["document"],
            {"id": upload.id, "caption": "Unser Angebot", "filename": "Angebot.pdf"},
        )
        self.assertIn(message.state, ("sent", "delivered", "read"))

    def test_a_file_without_a_name_is_called_the_same_on_both_sides(self):
        """By the company's time, and the agent sits there; the server's is UTC."""
        self.agent.tz = self.company.resource_calendar_id.tz = "Europe/Berlin"
        message = self.send(self.draft(PDF, "_.pdf"))
        message.media_ids._admitted_write({"received_at": "2026-11-27 23:30:00"})
        self.go()
        name = self.shown(message.media_ids)["name"]
        self.assertEqual(name, "WhatsApp-20261128-0030.pdf")
        self.assertEqual(self.uploads()[0].filename, name)
        self.assertEqual(self.sent_files()[0].payload["document"]["filename"], name)

    def test_several_files_are_several_messages_in_order(self):
        drafts = [
            self.draft(picture(), "a.png"),
            self.draft(),
            self.draft(OGG, "c.ogg"),
        ]
        messages = self.send(*drafts, body="Drei Dateien")
        self.assertEqual(messages.mapped("kind"), ["image", "document", "audio"])
        self.go()
        sent = self.sent_files()
        self.assertEqual([m.type for m in sent], ["image", "document", "audio"])
        self.assertEqual(sent[0].payload["image"]["caption"], "Drei Dateien")
        self.assertNotIn("caption", sent[1].payload["document"])

    def test_text_that_can_be_no_caption_goes_before(self):
        self.send(self.draft(OGG, "c.ogg"), body="Hören Sie mal")
        self.send(self.draft(), body="x" * 1025)
        self.go()
        self.assertEqual(self.free_texts()[-2:], ["Hören Sie mal", "x" * 1025])
        self.assertNotIn("caption", self.sent_files()[1].payload["document"])

    def test_an_ordinary_attachment_is_copied_and_left_alone(self):
        own = self.env["ir.attachment"].create(
            {
                "name": "Handbuch.pdf",
                "raw": PDF,
                "res_model": "helpdesk.ticket",
                "res_id": self.ticket.id,
            }
        )
        message = self.send(own.id)
        self.assertNotEqual(message.media_ids.attachment_id, own)
        self.assertEqual(own.raw, PDF)
        self.go()
        self.assertEqual(self.sim.media_bytes(self.uploads()[0].id), PDF)

    def test_an_attachment_the_user_may_not_read_is_refused(self):
        foreign = self.env["ir.attachment"].create({"name": "x.pdf", "raw": PDF})
        with self.assertRaises(AccessError):
            self.send(foreign.id)
        with self.assertRaises(UserError):
            self.send(foreign.browse(foreign.id + 9999).id)

    def test_a_customers_file_can_be_sent_back(self):
        media = self.receive(PDF, name="Formular.pdf")
        message = self.send(media.attachment_id.id)
        self.assertNotEqual(message.media_ids, media)
        self.go()
        self.assertEqual(self.sim.media_bytes(self.uploads()[0].id), PDF)

    def test_a_stop_before_the_upload_keeps_the_file_here(self):
        message = self.send(self.draft())
        self.write("STOP")
        self.go()
        self.assertEqual(self.uploads(), [])
        self.assertEqual(message.state, "cancelled")

    def test_an_upload_that_fails_is_tried_again_and_sent_once(self):
        self.sim.add_fault("error", endpoint="media", code=131000, http=500, times=2)
        message = self.send(self.draft())
        self.fetch()
        self.assertEqual((message.state, self.uploads()), ("queued", []))
        for _attempt in range(4):
            self.later(minutes=5)
            self.go()
        self.assertEqual(len(self.uploads()), 1)
        self.assertEqual(len(self.sent_files()), 1)

    def test_sending_fails_after_the_upload_and_the_id_is_used_again(self):
        self.sim.add_fault("error", code=131026, times=1)
        first, second = self.send(self.draft(), self.draft(picture(), "b.png"))
        self.go()
        self.assertEqual(first.state, "failed")
        self.assertIn(second.state, ("sent", "delivered", "read"))
        self.ticket.with_user(self.agent).whatsapp_retry(first.opaque_id)
        # Meta's rate for one person
        self.later(minutes=1)
        self.go()
        self.assertEqual(len(self.uploads()), 2)
        self.assertEqual([m.type for m in self.sent_files()], ["image", "document"])

    def test_a_file_that_is_gone_fails_alone(self):
        broken, whole = self.send(self.draft(), self.draft(picture(), "b.png"))
        attachment = broken.media_ids.attachment_id
        os.unlink(attachment._full_path(attachment.store_fname))
        with mute_logger("odoo.addons.whatsapp_dsgvo.models.wa_media"):
            self.go()
        self.assertEqual(broken.state, "failed")
        self.assertIn(whole.state, ("sent", "delivered", "read"))

    def test_an_old_upload_is_done_again(self):
        message = self.send(self.draft())
        self.fetch()
        self.assertTrue(message.media_ids._is_uploaded())
        self.later(days=30)
        self.assertFalse(message.media_ids._is_uploaded())
