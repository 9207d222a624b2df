"""Each number sends as fast as Meta allows it, and no faster."""

from odoo.tests import tagged

from ..models.outbox_calls import Calls
from .tools import ToolCase

HIGH = {"throughput": {"level": "HIGH"}}


@tagged("post_install", "-at_install")
class TestThroughput(ToolCase):
    def fact(self):
        return self.channel.check_ids.filtered(lambda c: c.code == "throughput")

    def claimable(self):
        """Messages that may be claimed at once from a rested number."""
        number = self.channel.id
        with Calls({}, lambda _ids: set(), lambda: 0.0) as calls:
            calls.allow(number, self.channel.messages_per_second)
            return calls.may_start(number, 1000)

    def test_what_meta_allows_is_a_checked_fact(self):
        self.channel.action_check_connection()
        self.assertEqual(self.channel.messages_per_second, 80)
        self.assertEqual(self.fact().finding, "80 messages a second")
        usual = self.claimable()
        self.sim.configure(throughput=1000)
        self.channel.action_check_connection()
        self.assertEqual(self.channel.messages_per_second, 1000)
        self.assertEqual(self.fact().colour, "green")
        self.assertGreater(self.claimable(), 10 * usual)

    def test_a_number_in_the_app_is_slower(self):
        checks = self.env["wa.check"]
        facts = checks._phone({**HIGH, "is_on_biz_app": True})
        checks._put(self.channel, facts)
        self.assertEqual(self.channel.messages_per_second, 20)

    def test_a_number_in_the_app_is_slower_whatever_its_level(self):
        checks = self.env["wa.check"]
        for throughput in ({"level": "NOT_APPLICABLE"}, None):
            self.channel.messages_per_second = 80
            facts = checks._phone({"throughput": throughput, "is_on_biz_app": True})
            checks._put(self.channel, facts)
            self.assertEqual(self.channel.messages_per_second, 20)

    def test_what_meta_does_not_answer_stays_as_it_was(self):
        self.channel.messages_per_second = 1000
        for answer in ({}, {"throughput": {"level": "NOT_APPLICABLE"}}):
            self.env["wa.check"]._put(self.channel, self.env["wa.check"]._phone(answer))
            self.assertEqual(self.fact().colour, "grey")
            self.assertEqual(self.channel.messages_per_second, 1000)

    def test_an_upgrade_is_looked_up_at_once(self):
        job = self.env.ref("whatsapp_dsgvo.cron_check_health")
        due = self.env["ir.cron.trigger"].search([("cron_id", "=", job.id)])
        told = {
            "display_phone_number": self.channel.display_number,
            "event": "THROUGHPUT_UPGRADE",
        }
        self.sim.account_event("phone_number_quality_update", told)
        self.work()
        due = self.env["ir.cron.trigger"].search([("cron_id", "=", job.id)]) - due
        self.assertTrue(due)
        self.sim.configure(throughput=1000)
        self.run_cron("cron_check_health")
        self.assertEqual(self.channel.messages_per_second, 1000)
