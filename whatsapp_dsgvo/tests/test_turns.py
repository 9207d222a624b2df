from unittest.mock import patch

from odoo.tests import tagged

from ..models import wa_event_work
from .common import ERIKA, MAX
from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestTurns(ToolCase):
    """A transaction of the inbox is short, however much has come."""

    def _received(self):
        """Two events that go one by one, for an answer to something is not plain."""
        for customer in (ERIKA, MAX):
            self.sim.customer_sends_text(customer, "Guten Tag", quote="wamid.x")
        self.deliver()
        # sudo: wa.event - the inbox is nobody's to read
        events = self.env["wa.event"].sudo()
        found = events.search([("state", "=", "new")])
        self.assertEqual(len(found), 2)
        return found

    def test_large_bodies_make_a_small_batch(self):
        events = self._received()
        with patch.object(wa_event_work, "BATCH_BYTES", 1):
            self.assertEqual(events._claim(100), events[:1])
        self.assertEqual(events._claim(100), events)

    def test_events_one_by_one_end_with_the_turn(self):
        events = self._received()
        with patch.object(wa_event_work, "TURN", 0):
            self.assertEqual(events._process_batch(), 1)
            self.assertEqual(events.mapped("state"), ["done", "new"])
            self.assertEqual(events._process_batch(), 1)
        self.assertEqual(events.mapped("state"), ["done", "done"])
