"""When the key store was last backed up, who is told if it is overdue."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.times import iso
from ..models.wa_channel_backup import TYPE
from ..models.wa_vault import STORE_PARAMETER
from ..models.wa_vault_backup import BACKUP, BACKUP_EVERY
from .keys_away import AwayCase


@tagged("post_install", "-at_install")
class TestKeyBackup(AwayCase):
    def setUp(self):
        super().setUp()
        self.vault = self.env["wa.vault"]
        self.parameters = self.env["ir.config_parameter"].sudo()
        self.parameters.set_param("whatsapp_dsgvo.key_backup_days", "30")
        self.channel.action_check_connection()

    def export(self):
        file = Path(self.enterContext(TemporaryDirectory())) / "escrow"
        self.vault._escrow_export(file, "ein langer Satz für den Tresor")
        return file

    def light(self, lang="en_US"):
        self.env.invalidate_all()
        lights = self.channel.with_context(lang=lang).check_ids
        return lights.filtered(lambda check: check.code == "key_backup")

    def check(self):
        self.run_cron("cron_check_health")
        return self.light()

    def told(self):
        return self.channel.activity_search([TYPE], only_automated=False)

    def measures(self, label="Backup of the key store"):
        documents = self.env["wa.document"].with_user(self.coordinator)
        made = documents._generate("tom", "en", self.company)
        rows = [r for part in json.loads(made.content) for r in part["lines"]]
        return [(r["value"], r["status"]) for r in rows if r["label"] == label]

    def test_never_made_is_unknown_and_no_claim(self):
        self.assertEqual(self.light().colour, "grey")
        self.assertFalse(self.light().finding)
        self.assertIn("No backup is known", self.light().explanation)
        ((value, status),) = self.measures()
        self.assertEqual((value[:13], status), ("none is known", "gap"))

    def test_an_export_is_known_at_once_with_what_it_holds(self):
        file = self.export()
        light = self.light()
        self.assertEqual(light.colour, "green")
        evidence = json.loads(light.evidence)
        self.assertEqual(evidence["sha256"], sha256(file.read_bytes()).hexdigest())
        self.assertEqual(evidence["head"], self.vault._vault().store.head().seq)
        self.assertEqual(evidence["at"], iso(self.vault._last_backup().at))
        ((value, status),) = self.measures()
        self.assertEqual(status, "ok")
        self.assertIn("exported by command on", value)

    def test_its_age_is_told_in_words(self):
        self.export()
        self.later(hours=6)
        self.assertRegex(self.light().finding, r"^6 hr\.? ago \(.+\), exported by")
        self.assertRegex(self.light("de_DE").finding, r"^vor 6 Std\. \(")
        self.later(days=3)
        self.assertRegex(self.light("de_DE").finding, r"^vor 3 Tagen \(")

    def test_a_job_reports_its_own_backup(self):
        self.vault._backup_reported()
        self.assertEqual(self.light().colour, "green")
        self.assertIn("reported by the backup job", self.light().finding)

    def test_a_job_that_copied_a_store_which_is_away_reports_nothing(self):
        self._take_away()
        with (
            mute_logger("odoo.addons.whatsapp_dsgvo.models.wa_vault"),
            self.assertRaisesRegex(UserError, "K-0"),
        ):
            self.vault._backup_reported()
        self.assertFalse(self.vault._last_backup())

    def test_overdue_is_yellow_then_red_and_told_once(self):
        self.export()
        self.later(days=6)
        self.assertEqual(self.check().colour, "green")
        self.assertFalse(self.told())
        self.later(days=2)
        self.assertEqual(self.check().colour, "yellow")
        self.assertEqual(self.told().user_id, self.channel_admin | self.dpo)
        self.assertIn("escrow export", self.told()[0].note)
        self.later(days=7)
        self.assertEqual(self.check().colour, "red")
        self.assertEqual(len(self.told()), 2)
        ((_value, status),) = self.measures()
        self.assertEqual(status, "gap")
        self.export()
        self.assertEqual(self.light().colour, "green")
        self.assertFalse(self.told())

    def test_the_limit_is_a_setting(self):
        self.parameters.set_param(BACKUP_EVERY, "2")
        self.export()
        self.later(days=3)
        self.assertEqual(self.check().colour, "yellow")

    def test_a_backup_that_was_to_be_deleted_is_no_backup(self):
        """Only copies younger than the period in the settings may still exist."""
        self.parameters.set_param("whatsapp_dsgvo.key_backup_days", "8")
        self.export()
        self.later(days=9)
        self.assertEqual(self.check().colour, "red")

    def test_never_made_is_told_once_it_should_have_been(self):
        self.check()
        self.assertFalse(self.told())
        stored = self.parameters.search([("key", "=", STORE_PARAMETER)])
        self.env.cr.execute(
            "UPDATE ir_config_parameter SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=8), stored.id],
        )
        stored.invalidate_recordset()
        self.assertEqual(self.check().colour, "grey")
        self.assertEqual(self.told().user_id, self.channel_admin | self.dpo)

    def test_what_nobody_here_wrote_is_not_believed(self):
        self.parameters.set_param(BACKUP, "2999-01-01")
        self.assertEqual(self.check().colour, "grey")
