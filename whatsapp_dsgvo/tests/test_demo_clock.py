"""What the demo does when time passes on the customer's phone."""

from odoo.tests import tagged

from devenv import clock

from .media_tools import PDF, MediaCase


@tagged("post_install", "-at_install")
class TestDemoClock(MediaCase):
    def test_a_day_later_the_window_is_closed_for_the_agent(self):
        ticket = self.agree().with_user(self.agent)
        self.assertTrue(ticket.whatsapp_panel()["window"]["open"])
        since = ticket.whatsapp_unanswered_since
        self.env.flush_all()
        self.env.cr.execute(clock.statement(25 * 3600))
        self.env.invalidate_all()
        self.assertFalse(ticket.whatsapp_panel()["window"]["open"])
        waited = since - ticket.whatsapp_unanswered_since
        self.assertEqual(waited.total_seconds(), 25 * 3600)

    def test_the_next_message_opens_it_again(self):
        ticket = self.agree().with_user(self.agent)
        self.env.flush_all()
        self.env.cr.execute(clock.statement(25 * 3600))
        self.env.invalidate_all()
        self.sim.advance(hours=25)
        self.write("Hallo?")
        self.assertTrue(ticket.whatsapp_panel()["window"]["open"])

    def test_a_file_that_waits_for_a_week_expires(self):
        self.agree()
        media = self.send_file(PDF)[0]
        self.env.flush_all()
        self.env.cr.execute(clock.statement(8 * 24 * 3600))
        self.env.invalidate_all()
        self.fetch()
        self.assertEqual(media.state, "expired")
