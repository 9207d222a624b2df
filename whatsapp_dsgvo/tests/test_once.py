"""One click is one message, also when the answer to it never arrived."""

from unittest.mock import patch

from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MAX
from .kinds_case import KindsCase
from .tools import ToolCase

KEY = "5f1d2c3b4a596877"
OTHER = "5f1d2c3b4a596878"


@tagged("post_install", "-at_install")
class TestOnce(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def click(self, key, ticket=None, text="Ich prüfe das."):
        """As the composer does it, over HTTP; the ids of the messages."""
        ticket = ticket or self.ticket
        answer = self.rpc(
            "helpdesk.ticket",
            "whatsapp_send",
            [ticket.id],
            body=text,
            client_key=key,
            user=self.agent,
        )
        self.assertNotIn("error", answer)
        return answer["result"]

    def test_repeated_click_is_one_message(self):
        first = self.click(KEY)
        self.assertEqual(self.click(KEY), first)
        self.work()
        self.assertEqual(self.free_texts().count("Ich prüfe das."), 1)

    def test_repeated_click_after_it_was_sent_is_one_message(self):
        self.click(KEY)
        self.work()
        self.click(KEY)
        self.work()
        self.assertEqual(self.free_texts().count("Ich prüfe das."), 1)

    def test_another_key_is_another_message(self):
        self.assertNotEqual(self.click(KEY), self.click(OTHER))
        self.work()
        self.assertEqual(self.free_texts().count("Ich prüfe das."), 2)

    def test_key_counts_for_its_ticket_only(self):
        other = self.agree(customer=MAX)
        self.assertNotEqual(self.click(KEY), self.click(KEY, other))

    def test_no_key_is_no_promise(self):
        self.assertNotEqual(self.click(None), self.click(None))

    def test_refused_answer_does_not_use_up_its_key(self):
        with self.assertRaises(UserError), self.cr.savepoint():
            self.answer(self.ticket, " ", client_key=KEY)
        self.answer(self.ticket, client_key=KEY)
        self.assertEqual(len(self.messages(client_key=KEY)), 1)

    def test_key_that_is_no_key_is_refused(self):
        for key in ("Erika Muster", "x" * 36, "1", 5, ["a" * 16]):
            with self.subTest(key), self.assertRaises(UserError):
                self.answer(self.ticket, client_key=key)

    def test_stranger_learns_nothing_by_a_key(self):
        self.answer(self.ticket, client_key=KEY)
        with self.assertRaises(AccessError):
            self.answer(self.ticket, user=self.helpdesk_only, client_key=KEY)

    def test_two_workers_with_the_same_click_make_one_look_again(self):
        """The second one does not see the row of the first, which is not committed."""
        self.answer(self.ticket, client_key=KEY)
        blind = patch.object(
            type(self.ticket), "_whatsapp_sent_before", lambda ticket, key: None
        )
        with (
            blind,
            mute_logger("odoo.sql_db"),
            self.assertRaises(ConcurrencyError),
            self.cr.savepoint(),
        ):
            self.answer(self.ticket, client_key=KEY)


@tagged("post_install", "-at_install")
class TestOnceOfEveryKind(KindsCase):
    """A lost answer makes the browser ask again; the customer gets one message."""

    def test_every_kind_goes_out_once(self):
        for number, ((_kind, name), send) in enumerate(self.sends().items()):
            with self.subTest(name):
                key, other = f"{number}{KEY[1:]}", f"{number}{OTHER[1:]}"
                first = send(client_key=key)
                count = len(self.messages())
                self.assertEqual(send(client_key=key), first[:1])
                self.assertEqual(len(self.messages()), count)
                self.assertNotEqual(send(client_key=other), first)

    def test_answer_that_waits_is_noted_down_once_and_asked_about_once(self):
        self.channel.action_set_up_template()
        self.later(hours=25)
        first = self.answer(self.ticket, client_key=KEY)
        self.assertEqual(first.state, "waiting_for_window")
        self.assertEqual(self.answer(self.ticket, client_key=KEY), first)
        self.work()
        kinds = [message.type for message in self.received_by()]
        self.assertEqual(kinds.count("template"), 1)
        self.tap(0)
        self.assertEqual(self.free_texts().count("Ich prüfe das."), 1)

    def test_failed_message_is_sent_again_once(self):
        self.sim.add_fault("failed_status", code=131026)
        failed = self.answer(self.ticket)
        self.work()
        self.assertEqual(failed.state, "failed")
        again = self.desk.whatsapp_retry(failed.opaque_id, client_key=KEY)
        self.assertEqual(
            self.desk.whatsapp_retry(failed.opaque_id, client_key=KEY), again
        )
