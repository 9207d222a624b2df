"""A new master key: in batches, readable at any time, begun by people who may."""

import os
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.keys.master import MasterKeys
from ..models import wa_vault, wa_vault_rotation
from ..models.key_places import master_key_file
from .tools import ToolCase

VAULT_LOG = "odoo.addons.whatsapp_dsgvo.models.wa_vault"


@tagged("post_install", "-at_install")
class TestRotation(ToolCase):
    def setUp(self):
        super().setUp()
        self.agree()
        self.vault = self.env["wa.vault"]
        # whatever earlier tests have begun is over
        while self.vault._rewrap():
            pass

    def finish(self):
        self.run_cron("cron_rewrap_keys")

    def test_every_key_is_wrapped_anew_and_everything_stays_readable(self):
        before, texts = self.vault._epoch(), self.texts()
        self.assertGreater(self.vault._rotate(), 0)
        self.finish()
        self.assertEqual(self.vault._keys_to_rewrap(), 0)
        self.assertEqual(self.vault._epoch(), before + 1)
        self.assertEqual(self.texts(), texts)
        self.assertEqual(MasterKeys.load(master_key_file()).current, before + 1)

    def test_half_way_through_everything_is_readable_and_it_goes_on(self):
        texts = self.texts()
        all_keys = self.vault._rotate()
        with patch.object(wa_vault_rotation.MasterKeys, "add_epoch") as another:
            left = self.vault._rewrap(2)
            wa_vault.forget_open_vaults()
            self.assertEqual(left, all_keys - 2)
            self.assertEqual(self.texts(), texts)
            self.write("Noch eine Frage")
            self.assertEqual(self.vault._rotate(), left)
            another.assert_not_called()
        self.finish()
        self.assertEqual(self.vault._keys_to_rewrap(), 0)

    @mute_logger(VAULT_LOG)
    def test_without_the_old_key_a_half_rotated_store_stops_and_says_so(self):
        self.vault._rotate()
        self.vault._rewrap(2)
        lines = master_key_file().read_text().splitlines()
        with self.with_master_key(lines[-1]), self.assertRaises(UserError) as caught:
            self.vault._vault()
        self.assertEqual(caught.exception.code, "K-10")
        self.finish()

    def with_master_key(self, text):
        """As if the environment named this key, until the block ends."""
        wa_vault.forget_open_vaults()
        self.addCleanup(wa_vault.forget_open_vaults)
        return patch.dict(os.environ, WHATSAPP_DSGVO_MASTER_KEY=text)

    def test_a_key_of_the_environment_is_not_rotated_here(self):
        text = master_key_file().read_text()
        with (
            self.with_master_key(text),
            self.assertRaisesRegex(UserError, "every host"),
        ):
            self.vault._rotate()
        self.assertEqual(master_key_file().read_text(), text)

    def settings(self, user):
        return self.env["res.config.settings"].with_user(user).create({})

    def test_the_button_is_for_channel_administrators(self):
        self.channel_admin.group_ids += self.env.ref("base.group_system")
        epoch = self.vault._epoch()
        with self.assertRaises(AccessError):
            self.settings(self.it_admin).action_whatsapp_rotate_keys()
        self.assertEqual(self.vault._epoch(), epoch)
        page = self.settings(self.channel_admin)
        page.action_whatsapp_rotate_keys()
        self.assertEqual(self.vault._epoch(), epoch + 1)
        page.invalidate_recordset()
        self.assertIn("under way", page.whatsapp_keys_text)
        self.finish()
        page.invalidate_recordset()
        self.assertIn("wraps every key", page.whatsapp_keys_text)
