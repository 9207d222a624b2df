"""What the demo does when time passes on the customer's phone."""

from odoo.tests import tagged

from devenv import clock

from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestDemoClock(ToolCase):
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
