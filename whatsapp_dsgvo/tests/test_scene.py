"""Each test of a class finds the scene as it was built, whatever another one did."""

import os
from contextlib import suppress

from odoo.tests import tagged

from .common import ERIKA, MAX
from .media_tools import PDF, MediaCase
from .tools import ToolCase

WORDS = "Meine Rechnung stimmt nicht"


@tagged("post_install", "-at_install")
class TestScene(MediaCase):
    """Three times the same test: two of them come after another."""

    built = 0

    def scene(self):
        super().scene()
        type(self).built += 1
        self.ticket = self.agree(WORDS)
        self.desk = self.ticket.with_user(self.agent)
        self.media = self.receive(PDF)
        self.later(hours=1)
        with self.sim.webhooks_held():
            self.waiting = self.sim.customer_sends_text(MAX, "Noch nicht da")
            self.run_cron("cron_seal")
            self.heard = {self.ticket: [*self.texts(), *self.free_texts()]}
            self.head = self._store().head()

    def _store(self):
        return self.env["wa.vault"]._vault().store

    def _found_and_changed(self):
        self.assertEqual(type(self).built, 1)
        # rows, and what was set on the test
        self.assertEqual(self.env.ref("whatsapp_dsgvo.cron_seal").env, self.env)
        self.assertIs(self.ticket.env.cr, self.env.cr)
        self.assertEqual(self.desk.env.user, self.agent)
        self.assertEqual(self.ticket.name, self.desk.name)
        self.assertFalse(self.ticket.stage_id.closed)
        self.assertEqual(self.consent().state, "given")
        # the keys, and the journal that goes with them
        self.assertEqual(self.heard, {self.ticket: [*self.texts(), *self.free_texts()]})
        self.assertIn(WORDS, self.heard[self.ticket])
        self.assertEqual(self._store().head(), self.head)
        self.assertEqual(self.get(f"/whatsapp/media/{self.media.uuid}").content, PDF)
        # the stand-in, its clock and ours
        self.assertEqual(self._offset.total_seconds(), 3630)
        self.assertEqual(self.sim.world.clock.offset, 3630)
        self.assertEqual([row.id for row in self.sim.written][-1], self.waiting)
        self._change_it()

    def _change_it(self):
        self.work()
        self.assertIn("Noch nicht da", self.texts(MAX))
        self.close(self.ticket)
        self.write("STOPP")
        self.run_cron("cron_seal")
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertGreater(self._store().head().seq, self.head.seq)
        self._store().destroy(self.subject().uuid)
        self.assertNotIn(WORDS, self.texts())
        attachment = self.media.attachment_id
        os.unlink(attachment._full_path(attachment.store_fname))
        self.heard[self.ticket].append("changed")
        self.sim.reset(everything=True)
        self.later(days=3)

    def test_first(self):
        self._found_and_changed()

    def test_second(self):
        self._found_and_changed()

    def test_third(self):
        self._found_and_changed()


@tagged("post_install", "-at_install")
class TestSceneGoesOn(TestScene):
    """Its own scene, not that of the class it extends, whose tests run here, too."""

    built = 0

    def scene(self):
        super().scene()
        self.answer(self.ticket, "Nur hier")
        self.work()
        self.heard[self.ticket] = [*self.texts(), *self.free_texts()]

    def test_more(self):
        self.assertIn("Nur hier", self.free_texts())
        self._found_and_changed()


@tagged("post_install", "-at_install")
class TestSceneFails(ToolCase):
    """The first attempt leaves nothing, the next one builds it for all."""

    attempts = 0

    def scene(self):
        super().scene()
        type(self).attempts += 1
        self.write(f"Versuch {self.attempts}")
        if self.attempts == 1:
            self.half = True
            raise ZeroDivisionError

    def setUp(self):
        if not type(self).attempts:
            # not `assertRaises`, which has a savepoint of its own
            with suppress(ZeroDivisionError):
                super().setUp()
            self.doCleanups()
            del self.half
        super().setUp()

    def _is_whole(self):
        self.assertEqual(type(self).attempts, 2)
        self.assertEqual(self.subject().search_count([]), 1)
        heard = self.messages(ERIKA, direction="in")
        self.assertEqual([len(self.sim.written), len(heard)], [1, 1])

    def test_first(self):
        self._is_whole()

    def test_second(self):
        self._is_whole()


@tagged("post_install", "-at_install")
class TestSceneBuildsOnly(ToolCase):
    def scene(self):
        super().scene()
        self.addCleanup(print)

    def setUp(self):
        with self.assertRaisesRegex(AssertionError, "never undone"):
            super().setUp()

    def test_what_has_to_be_undone_is_refused(self):
        self.assertIsNone(self._kept)
