"""The key store is away, foreign or empty: nothing is lost, nothing overwritten."""

import os
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.keys import keystore_sqlite
from ..lib.keys.master import MasterKeys
from ..lib.keys.store import Binding
from ..models import wa_vault_inbox
from ..models.key_places import master_key_file
from .keys_away import AwayCase
from .tools import change, text_message, webhook

BODY = webhook(change(text_message("wamid.k", "Hallo")))
QUIET = mute_logger("odoo.addons.whatsapp_dsgvo.models.wa_vault", "odoo.http")


@tagged("post_install", "-at_install")
class TestKeyStoreAway(AwayCase):
    def scene(self):
        super().scene()
        self.agree()
        self.given = self.consent()

    def setUp(self):
        super().setUp()
        self._take_away()

    @QUIET
    def test_webhook_answers_503_and_stores_nothing(self):
        before = len(self.events())
        self.assertEqual(self.post(BODY).status_code, 503)
        self.assertEqual(len(self.events()), before)

    @QUIET
    def test_the_key_of_the_inbox_is_remembered_for_a_second_only(self):
        self._bring_back()
        with patch.object(wa_vault_inbox, "time") as clock:
            clock.monotonic.return_value = 1000
            self.assertEqual(self.post(BODY).status_code, 200)
            self.path.rename(self.away)
            clock.monotonic.return_value = 1001
            other = webhook(change(text_message("wamid.l", "Hallo?")))
            self.assertEqual(self.post(other).status_code, 200)
            clock.monotonic.return_value = 1001.1
            self.assertEqual(self.post(BODY).status_code, 503)

    @QUIET
    def test_challenge_answers_503(self):
        url = f"/whatsapp/webhook/{self.app.webhook_key}?hub.mode=subscribe"
        self.assertEqual(self.url_open(url).status_code, 503)

    @QUIET
    def test_contact_and_evidence_open_all_the_same(self):
        seen = self.given.with_user(self.agent)
        self.assertFalse(seen.evidence_how)
        self.assertEqual(seen.person, "····")

    @QUIET
    def test_no_new_store_is_made_in_its_place(self):
        self.post(BODY)
        self.assertFalse(self.path.exists())

    @QUIET
    def test_reader_gets_a_sentence(self):
        ticket = self.conversation_ticket()
        with self.assertRaisesRegex(UserError, "not lost"):
            ticket.with_user(self.agent).whatsapp_panel()

    def conversation_ticket(self):
        return self.env["helpdesk.ticket"].search(
            [("whatsapp_conversation_id.channel_id", "=", self.channel.id)]
        )

    @QUIET
    def test_it_goes_on_when_the_store_is_back(self):
        self.assertEqual(self.post(BODY).status_code, 503)
        self._bring_back()
        self.assertEqual(self.post(BODY).status_code, 200)
        self.run_cron("cron_process_events")
        self.assertIn("Hallo", self.texts())

    @QUIET
    def test_empty_file_is_refused_and_left_alone(self):
        self.path.touch(mode=0o600)
        self.assertEqual(self.post(BODY).status_code, 503)
        self.assertEqual(self.path.stat().st_size, 0)
        self.path.unlink()

    @QUIET
    def test_garbage_is_refused_and_left_alone(self):
        self.path.write_bytes(os.urandom(4096))
        before = self.path.read_bytes()
        self.assertEqual(self.post(BODY).status_code, 503)
        self.assertEqual(self.path.read_bytes(), before)
        self.path.unlink()

    @QUIET
    def test_store_of_another_database_is_refused(self):
        keys = MasterKeys.load(master_key_file())
        binding = Binding("another", 1, "1")
        keystore_sqlite.open_store(
            self.path, keys, binding, expected_store_uuid=None, may_create=True
        ).close()
        before = self.path.read_bytes()
        self.assertEqual(self.post(BODY).status_code, 503)
        self.assertEqual(self.path.read_bytes(), before)
        for end in ("", "-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)

    @QUIET
    def test_messages_of_the_outbox_wait_while_the_keys_are_away(self):
        self._bring_back()
        message = self.answer(self.conversation_ticket())
        self._take_away()
        with self.assertRaises(UserError):
            self.env["wa.message"]._claim_to_send()[:1]._job()
        self._bring_back()
        self.work()
        self.assertEqual(message.state, "delivered")
