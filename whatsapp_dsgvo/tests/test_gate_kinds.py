"""May I send this, and if not, why: every kind in every state that forbids it."""

from contextlib import contextmanager

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.consent import gate
from .kinds_case import KindsCase

# state: (words the agent reads, whether it waits and goes later)
STATES = {
    "not_connected": ("not connected", True),
    "suppressed": ("suppression list", False),
    "blocked": ("Abuse or threats", False),
}


@tagged("post_install", "-at_install")
class TestGateOfEveryKind(KindsCase):
    def bring_into(self, state):
        """And back: the state is undone with the savepoint."""
        if state == "not_connected":
            self.channel.state = "paused"
        elif state == "blocked":
            self.conversation().sudo()._block("abuse", at_meta=False)
        else:
            # as after STOP on another number, or of a person erased meanwhile
            self.env["wa.suppression"]._suppress(
                self.subject(), "withdrawn", fields.Datetime.now()
            )

    @contextmanager
    def tried(self, name):
        """A sub-test whose traces are taken back."""
        savepoint = self.cr.savepoint()
        with self.subTest(name):
            yield
        savepoint.rollback()
        savepoint.close(rollback=False)
        self.env.invalidate_all()

    def outgoing(self):
        return self.messages(direction="out").filtered("author_id")

    def test_first_gate(self):
        for (kind, name), send in self.sends().items():
            for state, (words, goes_later) in STATES.items():
                with self.tried(f"{name}, {state}"):
                    self.bring_into(state)
                    told = self.desk.whatsapp_may_send(kind)
                    self.assertEqual((told["ok"], told["code"]), (goes_later, state))
                    self.assertIn(words, told["text"])
                    if goes_later:
                        self.assertEqual(set(send().sudo().mapped("state")), {"queued"})
                        continue
                    with self.assertRaisesRegex(UserError, words):
                        send()
                    self.assertFalse(self.outgoing())

    def test_nothing_is_taken_in_that_would_wait_for_a_no(self):
        self.bring_into("not_connected")
        self.bring_into("blocked")
        for (kind, name), send in self.sends().items():
            with self.tried(name):
                self.assertFalse(self.desk.whatsapp_may_send(kind)["ok"])
                with self.assertRaisesRegex(UserError, "Abuse or threats"):
                    send()
        self.assertFalse(self.outgoing())

    def test_second_gate(self):
        """Queued while it was allowed; the state came before it was sent."""
        for (_kind, name), send in self.sends().items():
            for state, (_words, goes_later) in STATES.items():
                with self.tried(f"{name}, {state}"):
                    messages = send().sudo()
                    self.bring_into(state)
                    while self.env["wa.message"]._claim_to_send():
                        self.env.invalidate_all()
                    late, never = ("queued", False), ("cancelled", state)
                    found = {(m.state, m.cancel_reason) for m in self.outgoing()}
                    self.assertEqual(found, {late if goes_later else never})
                    self.assertTrue(messages <= self.outgoing())

    def test_answer_ready_is_not_asked(self):
        """The template after 24 hours stands on the same consent."""
        self.channel.action_set_up_template()
        self.later(hours=25)
        for state in STATES:
            with self.tried(state):
                self.bring_into(state)
                conversation = self.conversation().sudo()
                verdict = conversation._may_ask(self.ticket)
                self.assertEqual((verdict.allowed, verdict.reason), (False, state))

    def test_of_automatic_messages_only_what_the_law_requires(self):
        """STOP is acknowledged although it suppresses; a block silences that, too."""
        allowed = {
            "not_connected": (),
            "suppressed": (gate.CHOICE_ACK, gate.DSR_INFO, gate.SAFETY),
            "blocked": (gate.DSR_INFO, gate.SAFETY),
        }
        for state, exceptions in allowed.items():
            for exception in gate.EXCEPTIONS:
                with self.tried(f"{exception}, {state}"):
                    self.bring_into(state)
                    verdict = self.conversation().sudo()._may_send(exception)
                    self.assertEqual(verdict.allowed, exception in exceptions)
