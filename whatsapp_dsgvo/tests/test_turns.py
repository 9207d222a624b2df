from unittest.mock import patch

from odoo.tests import tagged

from ..models import wa_conversation, wa_event_work
from .common import ERIKA, MAX
from .tools import ToolCase, nobody


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

    def _one_by_one(self):
        return patch.object(type(self.env["wa.conversation"]), "_meet", nobody)

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

    def test_event_that_is_not_plain_is_opened_once(self):
        events = self._received()
        model, opened = type(events), []
        clear_body = model._clear_body

        def noted(event):
            opened.append(event.id)
            return clear_body(event)

        with patch.object(model, "_clear_body", noted):
            events._process_batch()
        self.assertEqual(events.mapped("state"), ["done", "done"])
        self.assertEqual(sorted(opened), sorted(events.ids))

    def test_conversations_one_by_one_end_with_the_turn(self):
        self._received()
        self.env["wa.event"]._process_batch()
        people = [self.messages(customer).sudo() for customer in (ERIKA, MAX)]
        with self._one_by_one(), patch.object(wa_conversation, "TURN", 0):
            self.assertEqual(self.env["wa.conversation"]._process_batch(), 1)
            states = [messages.mapped("state") for messages in people]
            self.assertEqual(states.count(["received"]), 1)
            self.assertEqual(self.env["wa.conversation"]._process_batch(), 1)
        self.assertNotIn("received", [m.state for one in people for m in one])

    def test_many_messages_of_one_person_end_with_the_turn(self):
        for _message in range(3):
            self.sim.customer_sends_text(ERIKA, "Guten Tag", quote="wamid.x")
        self.deliver()
        self.env["wa.event"]._process_batch()
        with self._one_by_one(), patch.object(wa_conversation, "TURN", 0):
            done = [self.env["wa.conversation"]._process_batch() for _turn in range(4)]
        self.assertEqual(done, [1, 1, 1, 0])
