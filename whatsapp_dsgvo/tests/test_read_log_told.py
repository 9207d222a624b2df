"""Where the read log's head is noted, and who learns that it was changed."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .reading import ReadLogCase

VERIFY_LOG = "odoo.addons.whatsapp_dsgvo.models.wa_read_log_verify"


@tagged("post_install", "-at_install")
class TestReadLogTold(ReadLogCase):
    # -- the head in the ledger ------------------------------------------------------

    def test_the_head_is_noted_once_a_day_if_there_is_a_new_one(self):
        noted = [("event", "=", "read_log_head"), ("company_id", "=", self.company.id)]
        ledger = self.env["wa.ledger.entry"]
        self.run_cron("cron_check_health")
        self.note_head()
        entry = ledger.search(noted)
        self.assertEqual(len(entry), 1)
        last = self.entries()[-1]
        told = {"seq": 6, "entry_hash": last.entry_hash, "at": last._linkable().at}
        self.assertEqual(entry._payload(), told)
        self.add(0)
        self.run_cron("cron_seal")
        self.note_head()
        self.assertEqual(len(ledger.search(noted)), 2)
        self.assertTrue(self.verify().ok)
        self.assertTrue(ledger._verify(self.company).ok)

    def test_a_head_that_was_changed_in_the_ledger_is_found(self):
        self.note_head()
        noted = [("event", "=", "read_log_head"), ("company_id", "=", self.company.id)]
        entry = self.env["wa.ledger.entry"].search(noted)
        cr = self.env.cr
        cr.execute("ALTER TABLE wa_ledger_entry DISABLE TRIGGER USER")
        cr.execute(
            "UPDATE wa_ledger_entry SET blob = o.blob FROM wa_ledger_entry o"
            " WHERE wa_ledger_entry.id = %s AND o.id = %s",
            [entry.id, self.recorded().id],
        )
        cr.execute("ALTER TABLE wa_ledger_entry ENABLE TRIGGER USER")
        self.assertEqual(self.problems(), [(6, "head")])
        with self.assertLogs(VERIFY_LOG, "ERROR"):
            self.log._daily()

    def recorded(self):
        return self.env["wa.ledger.entry"]._add(
            self.company, "installation", "restored", {"missing": 1}
        )

    # -- who is told -----------------------------------------------------------------

    def alarms(self):
        kind = self.env.ref("whatsapp_dsgvo.activity_type_read_log")
        domain = [("activity_type_id", "=", kind.id)]
        return self.env["mail.activity"].search(domain)

    def fact(self):
        self.env["wa.check"]._run(self.channel)
        self.env.invalidate_all()
        return self.channel.check_ids.filtered(lambda c: c.code == "read_log")

    def test_the_officer_verifies_with_a_button(self):
        log = self.log.with_user(self.dpo)
        params = log.action_verify()["params"]
        self.assertEqual(params["type"], "success")
        self.assertIn("6", params["message"])
        self.assertFalse(self.alarms())

    def test_the_officer_is_told_once_and_the_check_turns_red(self):
        self.assertEqual((self.fact().colour, self.fact().value), ("green", "6"))
        self.assertFalse(self.alarms())
        self.cut("=", 3)
        fact = self.fact()
        self.assertEqual(fact.colour, "red")
        self.assertIn("3: gap", fact.evidence)
        self.assertTrue(fact.explanation)
        params = self.log.with_user(self.dpo).action_verify()["params"]
        self.assertEqual(params["type"], "danger")
        self.assertIn("number 3 (gap)", params["message"])
        self.assertEqual(self.alarms().user_id, self.dpo)
        self.assertEqual(len(self.alarms()), 1)
        self.assertIn("3 (gap)", self.alarms().note)
        with self.assertRaises(AccessError):
            self.alarms().with_user(self.channel_admin).unlink()
        self.alarms().with_user(self.dpo).action_feedback()
        self.assertFalse(self.alarms())
