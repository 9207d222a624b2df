"""Sounds, films and documents of many kinds: they arrive as what they are."""

from odoo.tests import tagged

from .media_tools import AMR, MOVING, OGG, OLD_OFFICE, THREE_GP, SendingCase


@tagged("post_install", "-at_install")
class TestMediaKinds(SendingCase):
    def go_slowly(self):
        """Meta's rate for one person lets some wait."""
        for _minute in range(2):
            self.go()
            self.later(minutes=1)
        self.go()

    def test_a_recording_is_sent_as_a_voice_message(self):
        stereo = OGG.replace(b"OpusHead\x01\x01", b"OpusHead\x01\x02")
        long = OGG + bytes(512 * 1024)
        messages = self.send(
            self.draft(OGG, "a.ogg"),
            self.draft(stereo, "b.ogg"),
            self.draft(long, "c.ogg"),
        )
        self.go_slowly()
        marks = [m.payload["audio"].get("voice") for m in self.sent_files()]
        self.assertEqual(marks, [True, None, None])
        voice = self.shown(messages[0].media_ids)["voice"]
        self.assertTrue(voice)

    def test_a_voice_message_sent_again_is_one(self):
        self.sim.add_fault("error", code=131026, times=1)
        message = self.send(self.draft(OGG, "a.ogg"))
        self.go()
        self.assertEqual(message.state, "failed")
        self.ticket.with_user(self.agent).whatsapp_retry(message.opaque_id)
        self.later(minutes=1)
        self.go()
        (sent,) = self.sent_files()
        self.assertIs(sent.payload["audio"]["voice"], True)

    def test_what_older_phones_and_offices_make_is_taken(self):
        files = (
            (AMR, "a.amr", "audio", "audio/amr"),
            (THREE_GP, "b.3gp", "video", "video/3gpp"),
            (MOVING, "c.webp", "sticker", "image/webp"),
            (OLD_OFFICE, "d.xls", "document", "application/vnd.ms-excel"),
        )
        drafts = [self.draft(data, name) for data, name, _kind, _type in files]
        messages = self.send(*drafts)
        self.go_slowly()
        self.assertEqual(
            [m.type for m in self.sent_files()],
            [kind for _data, _name, kind, _type in files],
        )
        self.assertLessEqual(
            set(messages.mapped("state")), {"sent", "delivered", "read"}
        )
        self.assertEqual(
            sorted((row.filename, row.mime_type) for row in self.uploads()),
            [(name, mime_type) for _data, name, _kind, mime_type in files],
        )
