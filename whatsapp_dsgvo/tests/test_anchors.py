"""Anchors elsewhere, and lights and activities for what stands or falls with them."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.keys.journal_entries import JournalEvent
from ..lib.keys.restore import scoped
from ..lib.ledger.chain import GENESIS
from ..models import guard
from .common import MAX
from .tools import ToolCase

ANCHOR_LOG = "odoo.addons.whatsapp_dsgvo.models.wa_ledger_anchor_places"
JOURNAL_LOG = "odoo.addons.whatsapp_dsgvo.models.wa_journal_mark"
RESTORE_LOG = "odoo.addons.whatsapp_dsgvo.models.wa_restore_compare"


@tagged("post_install", "-at_install")
class TestAnchors(ToolCase):
    def setUp(self):
        super().setUp()
        self.enterContext(patch.dict(os.environ))
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        os.environ["WHATSAPP_DSGVO_JOURNAL_DIR"] = str(self.folder)
        # sudo: set up anew, as on the first day
        parameters = self.env["ir.config_parameter"].sudo()
        for name in ("journal", "anchors"):
            parameters.set_param(f"whatsapp_dsgvo.second_{name}_since", False)
        self.ledger = self.env["wa.ledger.entry"]
        self.agree()
        self.run_cron("cron_seal")

    def file(self):
        (path,) = self.folder.glob("*.anchors")
        return path

    def anchors(self):
        return self.env["wa.ledger.anchor"].search(
            [("company_id", "=", self.company.id)]
        )

    def verify(self):
        self.env.invalidate_all()
        return self.ledger._verify(self.company)

    def test_anchors_lie_elsewhere_within_seconds_of_the_sealing(self):
        text = self.file().read_text()
        self.assertTrue(self.anchors())
        for anchor in self.anchors():
            self.assertIn(anchor.text, text)
            self.assertTrue(anchor.placed_at)
        self.assertTrue(self.verify().ok)

    def test_a_chain_computed_anew_with_its_anchors_is_found_out(self):
        """Whoever rules the database alone does not rule the other place."""
        cr = self.env.cr
        cr.execute("DELETE FROM wa_ledger_anchor")
        cr.execute("ALTER TABLE wa_ledger_entry DISABLE TRIGGER USER")
        cr.execute(
            "UPDATE wa_ledger_entry SET seq = NULL, prev_hash = NULL, entry_hash = NULL,"
            " actor_kind = 'agent' WHERE company_id = %s",
            [self.company.id],
        )
        cr.execute("ALTER TABLE wa_ledger_entry ENABLE TRIGGER USER")
        self.env.invalidate_all()
        self.ledger._seal_company(self.company)
        self.assertEqual({p.code for p in self.verify().problems}, {"anchor"})

    @mute_logger(ANCHOR_LOG, JOURNAL_LOG)
    def test_while_the_place_is_away_nothing_passes_and_anchors_wait(self):
        self.file().rename(self.folder / "away")
        report = self.verify()
        self.assertFalse(report.ok)
        self.assertTrue(report.is_doubted)
        button = self.ledger.with_user(self.dpo).action_verify()["params"]
        self.assertEqual(button["type"], "danger")
        self.assertIn("can't be read", button["message"])
        self.write("Noch etwas")
        self.write("STOPP")
        self.run_cron("cron_seal")
        self.env["wa.ledger.anchor"]._daily()
        self.run_cron("cron_seal")
        self.assertFalse(self.anchors()[:1].placed_at)
        self.assertEqual(list(self.folder.glob("*.anchors")), [])
        (self.folder / "away").rename(self.folder / f"{self.uuid()}.anchors")
        self.run_cron("cron_seal")
        self.assertIn(self.anchors()[:1].text, self.file().read_text())
        self.assertTrue(self.verify().ok)

    def uuid(self):
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    def test_the_officer_gets_the_line_by_mail_once_a_day_when_there_is_a_new_one(self):
        mails = self.env["mail.mail"].sudo()
        wanted = [("email_to", "ilike", "dpo@muster.example")]
        self.write("STOPP")
        self.run_cron("cron_seal")
        self.env["wa.ledger.anchor"]._daily()
        mail = mails.search(wanted)
        self.assertEqual(len(mail), 1)
        anchor = self.anchors()[:1]
        self.assertIn(anchor.text, mail.body_html)
        self.assertEqual(anchor.seq, self.ledger._head(self.company)[0])
        self.env["wa.ledger.anchor"]._daily()
        self.assertEqual(mails.search(wanted), mail)

    def facts(self):
        self.env["wa.check"]._run(self.channel)
        return {check.code: check for check in self.channel.check_ids}

    def colours(self):
        facts = self.facts()
        names = ("key_store", "second_journal", "anchors")
        return [facts[name].colour for name in names]

    def test_lights_are_green_only_when_everything_is_reached(self):
        self.assertEqual(self.colours(), ["green", "green", "green"])

    def test_without_a_second_journal_the_light_says_what_that_means(self):
        del os.environ["WHATSAPP_DSGVO_JOURNAL_DIR"]
        self.assertEqual(self.colours(), ["green", "yellow", "yellow"])
        explained = self.facts()["second_journal"].explanation
        self.assertIn("not protected against a restored backup", explained)

    @mute_logger(ANCHOR_LOG, JOURNAL_LOG)
    def test_a_second_journal_that_is_away_is_red(self):
        self.folder.joinpath(f"{self.uuid()}.journal").unlink()
        self.assertEqual(self.colours()[1], "red")

    def test_a_key_store_on_odoos_own_server_is_red(self):
        os.environ["WHATSAPP_DSGVO_KEYS_ON_ODOO_SERVER"] = "accepted"
        self.assertEqual(self.colours()[0], "green")
        # the store of this test stays a file; only the place that is named counts
        os.environ["WHATSAPP_DSGVO_KEY_DSN"] = "dbname=keys"
        self.assertEqual(self.colours()[0], "red")

    @mute_logger(RESTORE_LOG)
    def test_when_quarantine_begins_everybody_concerned_gets_an_activity(self):
        self.lose_one()
        kind = self.env.ref("whatsapp_dsgvo.activity_type_restore")
        told = self.channel.activity_ids.filtered(lambda a: a.activity_type_id == kind)
        concerned = self.channel_admin | self.dpo | self.coordinator
        self.assertEqual(told.user_id & concerned, concerned)
        self.assertFalse(told.user_id & (self.agent | self.triage))
        self.env["wa.restore"]._open()._end_quarantine()
        self.assertFalse(told.exists())

    def lose_one(self):
        store = self.env["wa.vault"]._vault().store
        digest = scoped(self.company.id, self.env["wa.vault"]._index("phone", MAX))
        store.journal_append(JournalEvent("2026-03-02T09:00:00Z", "withdrawal", digest))
        self.env["wa.restore"]._blocks()

    @mute_logger(RESTORE_LOG)
    def test_what_a_restore_has_lost_is_on_record_and_no_forgery(self):
        """An anchor of an entry that the restored database never had."""
        head = self.ledger._head(self.company)[0]
        ahead = guard.admitted(self.env["wa.ledger.anchor"]).new(
            {
                "company_id": self.company.id,
                "seq": head + 5,
                "entry_hash": GENESIS,
                "at": "2026-03-02 09:00:00",
            }
        )
        for place in self.env["wa.ledger.anchor"]._places():
            place.put([ahead._as_anchor()])
        self.assertEqual({p.code for p in self.verify().problems}, {"truncated"})
        self.lose_one()
        self.assertTrue(self.verify().ok)
        self.assertEqual(
            self.env["wa.restore"]._open().ledger_heads[str(self.company.id)], head
        )
