"""A light nobody has looked at for longer than a day is never green."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.wa_vault import forget_open_vaults
from .keys_away import AwayCase

LOGS = mute_logger(
    "odoo.addons.whatsapp_dsgvo.models.wa_vault",
    "odoo.addons.whatsapp_dsgvo.models.wa_check_age",
    "odoo.addons.whatsapp_dsgvo.models.wa_restore_compare",
)


@tagged("post_install", "-at_install")
class TestCheckAge(AwayCase):
    def setUp(self):
        super().setUp()
        self.run_cron("cron_check_health")

    def light(self, code="storage"):
        self.env.invalidate_all()
        return self.channel.check_ids.filtered(lambda check: check.code == code)

    def test_what_was_looked_at_today_counts(self):
        self.assertEqual(self.light().colour, "green")
        self.later(hours=25)
        self.assertEqual(self.light().colour, "green")
        self.assertIn("metadata", self.light().explanation)

    def test_without_the_scheduled_action_every_light_goes_out(self):
        self.later(hours=27)
        self.env.invalidate_all()
        self.assertEqual(set(self.channel.check_ids.mapped("colour")), {"grey"})
        self.assertIn("(then: Fine)", self.light().explanation)
        # Odoo's own people learn it from the report, too
        lines = self.env["wa.document"]._tom_checks()
        self.assertFalse([line for line in lines if line.status == "ok"])

    def test_the_next_check_lights_them_again(self):
        self.later(hours=27)
        self.run_cron("cron_check_health")
        self.assertEqual(self.light().colour, "green")
        self.assertIn("metadata", self.light().explanation)

    def test_in_quarantine_they_go_out_as_well(self):
        self.later(hours=27)
        with patch.object(type(self.env["wa.restore"]), "_blocks", lambda _self: True):
            self.run_cron("cron_check_health")
        self.assertEqual(self.light().colour, "grey")

    @LOGS
    def test_a_key_store_that_is_away_is_said_at_once(self):
        """Meta is not asked without keys; what the server knows is told."""
        self._take_away()
        self.run_cron("cron_check_health")
        self.assertEqual(self.light("key_store").colour, "red")

    @LOGS
    def test_without_a_token_the_server_is_looked_at(self):
        self.channel.sudo().access_token_sealed = False
        self.run_cron("cron_check_health")
        self.assertEqual(self.light().colour, "grey")
        self.assertEqual(self.light("key_store").colour, "green")

    @LOGS
    def test_a_key_store_that_went_after_it_was_opened_is_away_too(self):
        self.env["wa.vault"]._vault()
        self.path.rename(self.away)
        try:
            self.run_cron("cron_check_health")
        finally:
            self.away.rename(self.path)
            forget_open_vaults()
        self.assertEqual(self.light("key_store").colour, "red")

    @LOGS
    def test_a_check_that_fails_holds_up_nothing_else(self):
        done = []
        expire = type(self.env["wa.conversation"])
        with (
            patch.object(type(self.env["wa.check"]), "_run", side_effect=TypeError),
            patch.object(expire, "_expire_consents", lambda _self: done.append(1)),
        ):
            self.run_cron("cron_check_health")
        self.assertEqual(done, [1])
