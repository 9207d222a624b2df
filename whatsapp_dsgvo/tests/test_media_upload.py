"""What Meta answers to an upload is noted, whatever others write meanwhile."""

from unittest.mock import patch

from odoo import fields
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MAX
from .keys_away import AwayCase
from .media_tools import SendingCase, picture

KEY = "whatsapp_dsgvo.uploading_example"
INSERT = "INSERT INTO ir_config_parameter (key, value) VALUES (%s, 'theirs')"


@tagged("post_install", "-at_install")
class TestMediaUpload(AwayCase, SendingCase):
    def setUp(self):
        super().setUp()
        self.media = self.env["wa.media"]
        self.note = type(self.media)._note_uploaded

    def noting(self, note):
        return patch.object(type(self.media), "_note_uploaded", note)

    def test_another_worker_that_writes_meanwhile_makes_no_id_forgotten(self):
        """It commits, with a connection of its own, what our first note changes too."""
        messages = self.send(self.draft(), self.draft(picture(), "b.png"))
        self._elsewhere(INSERT)
        self.addCleanup(
            self._elsewhere, "DELETE FROM ir_config_parameter WHERE key = %s"
        )
        conflicts = []

        def note(media, *answer):
            noted = self.note(media, *answer)
            if not conflicts:
                conflicts.append(answer)
                media.flush_model()
                media.env.cr.execute(
                    f"{INSERT} ON CONFLICT (key) DO UPDATE SET value = 'ours'", [KEY]
                )
            return noted

        with self.noting(note), mute_logger("odoo.sql_db"):
            self.fetch()
        self.assertTrue(conflicts)
        self.assertEqual([m._is_uploaded() for m in messages.media_ids], [True] * 2)
        self.work()
        self.assertEqual(len(self.sent_files()), 2)
        self.assertEqual(len(self.uploads()), 2)

    def _elsewhere(self, query):
        with db_connect(self.env.cr.dbname).cursor() as cursor:
            cursor.execute(query, [KEY])

    def test_no_id_is_lost_when_the_keys_go_away_meanwhile(self):
        """Meta has the files; nobody uploads the same people's contents again."""
        messages = self.send(self.draft(), self.draft(picture(), "b.png"))

        def note(media, *answer):
            if not self.away.exists():
                self._take_away()
            return self.note(media, *answer)

        with self.noting(note):
            self.fetch()
        self.assertTrue(self.away.exists())
        self._bring_back()
        self.later(minutes=20)
        self.go()
        self.assertEqual(len(self.uploads()), 2)
        self.assertEqual(len(self.sent_files()), 2)
        self.assertEqual(messages.mapped("state"), ["delivered"] * 2)

    def test_a_file_of_whom_was_erased_meanwhile_is_deleted_at_meta(self):
        """And it holds up nobody else's."""
        self.send(self.draft())
        ticket = self.agree(customer=MAX)
        other = self.send(self.draft(ticket=ticket), ticket=ticket)

        def note(media, job, outcome):
            mine = media.search([("uuid", "=", job.uuid)])
            if mine.subject_id == self.subject():
                mine.subject_id.erased_at = fields.Datetime.now()
                mine.subject_id.flush_recordset()
            return self.note(media, job, outcome)

        with self.noting(note):
            self.fetch()
        kept = other.media_ids._upload_id()
        self.assertTrue(kept)
        states = [(row.id == kept, row.deleted) for row in self.uploads()]
        self.assertEqual(sorted(states), [(False, True), (True, False)])
