"""A quiet ledger is anchored soon, and a changed one is found without anybody asking."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .tools import ToolCase

ALARM_LOG = "odoo.addons.whatsapp_dsgvo.models.wa_ledger_alarm"


@tagged("post_install", "-at_install")
class TestQuiet(ToolCase):
    def scene(self):
        super().scene()
        self.agree()
        self.run_cron("cron_seal")
        self.ledger = self.env["wa.ledger.entry"]

    def last(self):
        domain = [("company_id", "=", self.company.id)]
        return self.env["wa.ledger.anchor"].search(domain, limit=1)

    def head(self):
        return self.ledger._head(self.company).seq

    def turn(self, minutes):
        self.later(minutes=minutes)
        self.run_cron("cron_seal")

    def test_no_entry_is_without_an_anchor_for_longer_than_a_quarter_of_an_hour(self):
        self.turn(14)
        for step in range(3):
            self.write(("STOPP", "Ja, einverstanden", "STOPP")[step])
            self.run_cron("cron_seal")
            written, waited = self.head(), 0
            while self.last().seq < written:
                waited += 1
                self.turn(1)
            self.assertLessEqual(waited, 15)

    def test_they_come_no_oftener_than_needed(self):
        self.write("STOPP")
        self.turn(15)
        first = self.last()
        self.assertEqual(first.seq, self.head())
        for minute in range(4):
            self.write(("Ja, bitte antworten", "STOPP")[minute % 2])
            self.turn(1)
        self.assertGreater(self.head(), first.seq)
        self.assertEqual(self.last(), first)

    def test_without_anything_new_there_is_none(self):
        self.turn(15)
        first = self.last()
        self.assertEqual(first.seq, self.head())
        for _time in range(3):
            self.turn(20)
        self.assertEqual(self.last(), first)


@tagged("post_install", "-at_install")
class TestWatched(ToolCase):
    def scene(self):
        super().scene()
        self.agree()
        self.run_cron("cron_seal")
        self.ledger = self.env["wa.ledger.entry"]

    def tamper(self):
        cr = self.env.cr
        cr.execute("ALTER TABLE wa_ledger_entry DISABLE TRIGGER USER")
        cr.execute(
            "UPDATE wa_ledger_entry SET event = 'refused'"
            " WHERE event = 'given' AND company_id = %s",
            [self.company.id],
        )
        cr.execute("ALTER TABLE wa_ledger_entry ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def alarms(self):
        kind = self.env.ref("whatsapp_dsgvo.activity_type_ledger")
        domain = [("activity_type_id", "=", kind.id)]
        return self.env["mail.activity"].search(domain)

    def test_nobody_is_told_of_a_ledger_that_is_whole(self):
        self.run_cron("cron_check_health")
        self.assertFalse(self.alarms())

    def test_the_officers_learn_of_a_changed_one_the_next_day(self):
        self.tamper()
        for _day in range(2):
            with self.assertLogs(ALARM_LOG, "ERROR"):
                self.run_cron("cron_check_health")
        self.assertEqual(self.alarms().user_id, self.dpo)
        self.assertEqual(len(self.alarms()), 1)
        self.assertIn("(hash)", self.alarms().note)

    @mute_logger(ALARM_LOG)
    def test_the_button_tells_them_too(self):
        self.tamper()
        params = self.ledger.with_user(self.dpo).action_verify()["params"]
        self.assertEqual(params["type"], "danger")
        self.assertEqual(self.alarms().user_id, self.dpo)
