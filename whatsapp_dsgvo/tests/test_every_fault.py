"""Every fault the stand-in can make has an expectation here; a new one fails the test."""

from unittest.mock import patch

from odoo.tests import tagged

from tests.simulator import faults

from .media_tools import PDF, MediaCase

# {fault: what the message is at once, and once statuses and the next attempts are through}
SENDING = {
    "error": ("queued", "delivered"),
    "html_503": ("queued", "delivered"),
    "timeout_before": ("uncertain", "uncertain"),
    "timeout_after": ("uncertain", "delivered"),
    "cut_before": ("uncertain", "uncertain"),
    "cut_after": ("uncertain", "delivered"),
    "latency": ("sent", "delivered"),
    "shuffle_statuses": ("sent", "delivered"),
    "skip_delivered": ("sent", "sent"),
    "failed_status": ("sent", "failed"),
}
# {fault: how many of two messages are here once all is told}. A webhook that Meta never
# sends leaves no trace anybody could find.
HEARING = {"duplicate_webhook": 2, "late_webhook": 2, "lost_webhook": 1}
# {fault: (state, reason) of the file after eight hours of attempts}
FETCHING = {
    "media_wrong_hash": ("refused", "wrong_hash"),
    "media_wrong_length": ("refused", "wrong_hash"),
    "media_wrong_type": ("ready", ""),
    "media_foreign_host": ("refused", "foreign_host"),
    "media_redirect": ("refused", "foreign_host"),
    "media_expired_url": ("pending", "unreachable"),
    "media_huge_claim": ("refused", "too_large"),
    "media_cut": ("pending", "unreachable"),
    "media_404": ("refused", "gone"),
}
QUICK = patch("odoo.addons.whatsapp_dsgvo.models.wa_channel.TIMEOUT", 0.5)


@tagged("post_install", "-at_install")
class TestEveryFault(MediaCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def setUp(self):
        super().setUp()
        self.enterContext(QUICK)

    def test_every_kind_has_an_expectation(self):
        known = SENDING.keys() | HEARING.keys() | FETCHING.keys()
        self.assertEqual(known, set(faults.KINDS))

    def test_sending(self):
        for kind, expected in SENDING.items():
            with self.subTest(kind):
                self.sim.add_fault(kind)
                message = self.answer(self.ticket, f"Antwort trotz {kind}")
                self.run_cron("cron_send_messages")
                at_once = message.state
                self.later(minutes=5)
                self.run_cron("cron_send_messages")
                self.deliver()
                self.run_cron("cron_process_events")
                self.assertEqual((at_once, message.state), expected)
                self.sim.clear_faults()
                arrived = self.free_texts().count(f"Antwort trotz {kind}")
                self.assertEqual(arrived, 0 if kind.endswith("_before") else 1)

    def test_hearing(self):
        for kind, expected in HEARING.items():
            with self.subTest(kind):
                before = self.env["wa.message"].search_count([("direction", "=", "in")])
                self.sim.add_fault(kind, what="messages")
                for number in range(2):
                    self.write(f"{kind} {number}")
                self.deliver()
                self.run_cron("cron_process_events")
                after = self.env["wa.message"].search_count([("direction", "=", "in")])
                self.assertEqual(after - before, expected)

    def test_fetching(self):
        for kind, expected in FETCHING.items():
            with self.subTest(kind):
                aim = {"to": "http://127.0.0.1:1/"} if "redirect" in kind else {}
                media, _file = self.send_file(
                    PDF, fault=kind.removeprefix("media_"), **aim
                )
                for _attempt in range(8):
                    self.fetch()
                    self.later(hours=1)
                self.assertEqual((media.state, media.reason or ""), expected)
                self.assertEqual(bool(media.attachment_id), expected[0] == "ready")
                self.sim.clear_faults()
