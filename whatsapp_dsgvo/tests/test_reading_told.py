"""Blue ticks and "typing": off unless a number is set to it, and never noisy."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_block import BlockCase


@tagged("post_install", "-at_install")
class TestReadingTold(BlockCase):
    def scene(self):
        super().scene()
        self.desk = self.ticket.with_user(self.agent)

    def tell(self, when):
        self.channel.reading_told = when

    def open(self, user=None):
        """As the web client does it when the ticket is shown."""
        panel = self.ticket.with_user(user or self.agent).whatsapp_panel()
        self.work()
        return panel

    def calls(self):
        return self.env["wa.meta.call"].search(
            [("conversation_id", "=", self.conversation().id)]
        )

    def signals(self):
        """(read, typing) as the stand-in was told, oldest first."""
        bodies = [c["body"] or "" for c in self.sim.received]
        return ["typing" in b for b in bodies if '"status": "read"' in b]

    def ticks(self):
        """States of the customer's messages on their own phone."""
        person = self.sim.person("+4915155500001").id
        return {m.state for m in self.sim.written if m.customer == person}

    def test_off_by_default(self):
        self.open()
        self.desk.whatsapp_typing()
        self.answer(self.ticket)
        self.work()
        self.assertFalse(self.calls())
        self.assertEqual(self.signals(), [])
        self.assertNotIn("read", self.ticks())

    def test_when_opening_everything_so_far_is_read_once(self):
        self.tell("opening")
        self.write("Noch etwas")
        self.open()
        self.open()
        self.assertEqual(self.signals(), [False])
        self.assertEqual(self.ticks(), {"read"})
        self.write("Und noch etwas")
        self.open()
        self.assertEqual(self.signals(), [False, False])

    def test_when_answering_opening_tells_nothing_and_typing_does(self):
        self.tell("answering")
        self.open()
        self.assertEqual(self.signals(), [])
        self.desk.whatsapp_typing()
        self.desk.whatsapp_typing()
        self.work()
        self.assertEqual(self.signals(), [True])
        self.later(seconds=25)
        self.desk.whatsapp_typing()
        self.work()
        self.assertEqual(self.signals(), [True, True])

    def test_answer_without_typing_marks_as_read(self):
        self.tell("answering")
        self.answer(self.ticket)
        self.work()
        self.assertEqual(self.signals(), [False])

    def test_typing_that_comes_after_its_answer_is_not_shown(self):
        self.tell("answering")
        self.desk.whatsapp_typing()
        self.answer(self.ticket)
        self.work()
        self.assertEqual(self.signals(), [False])

    def test_nothing_is_called_within_the_agents_request(self):
        self.tell("opening")
        self.desk.whatsapp_panel()
        self.desk.whatsapp_typing()
        self.assertEqual(self.signals(), [])
        self.assertEqual(set(self.calls().mapped("state")), {"waiting"})
        self.assertTrue(all(call.basis_entry_id for call in self.calls()))

    def test_who_may_not_answer_leaves_no_trace(self):
        self.tell("opening")
        manager = new_test_user(
            self.env,
            "test-helpdesk-manager",
            groups="base.group_user,helpdesk_mgmt.group_helpdesk_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, [self.company.id])],
        )
        self.assertFalse(self.open(manager)["readable"])
        with self.assertRaises(AccessError):
            self.ticket.with_user(manager).whatsapp_typing()
        self.assertFalse(self.calls())

    def test_customer_without_consent_sees_nothing(self):
        self.tell("opening")
        self.desk.whatsapp_typing()
        self.write("STOP")
        self.assertEqual(self.calls().state, "dropped", "decided again by the worker")
        self.open()
        self.desk.whatsapp_typing()
        self.work()
        self.assertEqual(self.signals(), [])

    def test_failure_is_counted_and_stops_nobody(self):
        self.tell("answering")
        self.sim.add_fault("error", code=131009)
        self.desk.whatsapp_typing()
        self.work()
        self.assertEqual(self.calls().state, "failed")
        self.assertEqual(self.channel.reading_failed, 1)
        self.answer(self.ticket)
        self.work()
        self.assertEqual(self.free_texts()[-1], "Ich prüfe das.")
        self.assertEqual(self.channel.state, "connected")

    def test_old_signals_are_swept(self):
        self.tell("opening")
        self.open()
        self.later(days=31)
        self.env["wa.meta.call"]._gc_calls()
        self.assertFalse(self.calls())
