"""An answer that did not arrive is none: its ticket waits again, and somebody hears."""

from odoo import fields
from odoo.tests import tagged

from .common import ERIKA
from .test_outbox import TEXT, OutboxCase
from .tools import change


class UndeliveredCase(OutboxCase):
    def scene(self):
        super().scene()
        self.ticket.user_id = self.agent
        self.enquiry = self.messages(direction="in", kind="text").filtered(
            lambda m: not m.is_control
        )[-1]

    def send_in_vain(self, text=TEXT, code=131026):
        """Accepted, and refused by a later status."""
        self.sim.add_fault("failed_status", code=code)
        message = self.send(text)
        self.assertFalse(self.ticket.whatsapp_unanswered_since)
        self.work()
        self.assertEqual(message.state, "failed")
        return message

    def retry(self, message):
        ticket = self.ticket.with_user(self.agent)
        return ticket.whatsapp_retry(message.opaque_id).sudo()

    def told(self, message):
        """Who in charge was told of this message."""
        return message.mail_message_id.sudo().notified_partner_ids

    def lost(self):
        """Its answer got lost; a day and an hour later that was noticed."""
        message = self.crash_after_t1()
        self.later(minutes=3)
        self.run_cron("cron_send_messages")
        self.assertEqual(message.state, "uncertain")
        self.later(hours=25)
        self.run_cron("cron_notice_unconfirmed")
        return message

    def not_delivered(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.agent)
        domain = [("whatsapp_not_delivered", "=", True), ("id", "=", self.ticket.id)]
        return bool(tickets.search_count(domain))

    def assert_waits(self):
        self.assertEqual(self.ticket.whatsapp_unanswered_since, self.enquiry.event_at)

    def assert_waits_not(self):
        self.assertFalse(self.ticket.whatsapp_unanswered_since)


@tagged("post_install", "-at_install")
class TestWaitsAgain(UndeliveredCase):
    def test_failed_answer_puts_the_ticket_back_and_sent_again_takes_it_out(self):
        message = self.send_in_vain()
        self.assert_waits()
        self.assertTrue(self.not_delivered())
        self.assertTrue(self.ticket.whatsapp_not_delivered)
        self.retry(message)
        self.work()
        self.assert_waits_not()
        self.assertFalse(self.not_delivered())

    def test_bubble_of_what_was_sent_again_says_so_and_asks_for_nothing(self):
        message = self.send_in_vain(code=131053)
        self.assertTrue(message._readable()["error"]["retry"])
        self.env.cr.precommit.run()
        self.env.cr.execute("DELETE FROM bus_bus")
        self.retry(message)
        self.env.cr.precommit.run()
        stub = f'%"message_ids":[{message.mail_message_id.id}]%'
        query = "SELECT count(*) FROM bus_bus WHERE message LIKE %s"
        self.assertEqual(self.count(query, stub), 1)
        error = message._readable()["error"]
        self.assertEqual((error["retry"], error["is_sent_again"]), (False, True))
        self.assertIn("newer message", error["remedy"])

    def test_whoever_is_in_charge_is_told_although_it_is_their_own_message(self):
        message = self.send_in_vain()
        self.assertEqual(message.author_id, self.agent)
        self.assertIn(self.agent.partner_id, self.told(message))
        ticket = self.ticket.with_context(lang=self.conversation()._lang())
        body = message.mail_message_id.body
        self.assertIn(ticket._whatsapp_stub_text("undelivered"), body)
        self.assertNotIn(ticket._whatsapp_stub_text("out"), body)
        self.assertNotIn(TEXT, body)

    def test_refused_at_once_waits_too(self):
        self.sim.add_fault("error", code=131026)
        message = self.send()
        self.assert_waits()
        self.assertTrue(self.told(message))

    def test_another_answer_that_arrived_is_an_answer(self):
        self.sim.add_fault("failed_status", code=131026)
        message = self.send()
        self.send("Und außerdem:")
        self.work()
        self.assertEqual(message.state, "failed")
        self.assert_waits_not()
        # nobody has written since it failed, so it may be missing
        self.assertTrue(self.not_delivered())
        self.later(minutes=1)
        self.send("Noch einmal:")
        self.assertFalse(self.not_delivered())

    def test_what_was_written_before_the_failure_was_heard_is_no_second_try(self):
        self.sim.add_fault("failed_status", code=131026)
        self.send()
        self.later(minutes=1)
        self.send("Und außerdem:")
        self.later(minutes=1)
        self.work()
        self.assertTrue(self.not_delivered())

    def test_an_answer_that_is_on_its_way_decides_in_its_turn(self):
        self.channel._pause("test")
        first, last = self.answer(self.ticket), self.answer(self.ticket, "2")
        for message, waits in ((first, False), (last, True)):
            message._hold_back("expired")
            self.assertEqual(bool(self.ticket.whatsapp_unanswered_since), waits)

    def test_reaction_that_fails_puts_nothing_back(self):
        self.send()
        self.sim.add_fault("error", code=131026)
        self.ticket.with_user(self.agent).whatsapp_react(self.enquiry.opaque_id, "👍")
        self.work()
        self.assertEqual(self.messages(kind="reaction").state, "failed")
        self.assert_waits_not()
        self.assertFalse(self.not_delivered())

    def test_what_the_system_calls_off_waits_and_what_people_do_does_not(self):
        for reason, waits in (
            ("expired", True),
            ("moved", True),
            ("withdrawn", False),
            ("blocked", False),
            ("erased", False),
            ("taken_back", False),
            ("not_needed", False),
        ):
            with self.subTest(reason):
                self.answer(self.ticket)._cancel(reason)
                self.assertEqual(bool(self.ticket.whatsapp_unanswered_since), waits)

    def test_stop_puts_nothing_back(self):
        message = self.answer(self.ticket)
        self.write("STOP")
        self.assertEqual(message.state, "cancelled")
        self.assert_waits_not()

    def test_closed_ticket_stays_closed_and_is_told(self):
        self.sim.add_fault("failed_status", code=131026)
        message = self.send()
        self.close(self.ticket)
        self.work()
        self.assert_waits_not()
        self.assertFalse(self.not_delivered())
        self.assertIn(self.agent.partner_id, self.told(message))

    def test_arrived_after_all_takes_it_out(self):
        message = self.send_in_vain()
        status = self.status(message, "delivered", message._wamid())
        self.take(change(statuses=[status]))
        self.assertEqual(message.state, "delivered")
        self.assert_waits_not()

    def test_arrived_after_all_leaves_what_came_later(self):
        message = self.send_in_vain()
        self.write("Hallo?")
        status = self.status(message, "delivered", message._wamid())
        self.take(change(statuses=[status]))
        self.assert_waits()


@tagged("post_install", "-at_install")
class TestUnconfirmed(UndeliveredCase):
    def test_without_a_word_for_a_day_it_is_no_answer(self):
        message = self.lost()
        self.assert_waits()
        self.assertIn(self.agent.partner_id, self.told(message))

    def test_that_is_noticed_within_an_hour(self):
        job = self.env.ref("whatsapp_dsgvo.cron_notice_unconfirmed")
        self.assertEqual((job.interval_number, job.interval_type), (1, "hours"))

    def test_it_may_be_asked_about_then(self):
        self.channel.action_set_up_template()
        self.lost()
        panel = self.ticket.with_user(self.agent).whatsapp_panel()
        self.assertEqual(panel["sending"]["code"], "ask")

    def test_it_is_told_once(self):
        self.lost()
        self.ticket.whatsapp_unanswered_since = False
        self.run_cron("cron_notice_unconfirmed")
        self.assert_waits_not()

    def test_failed_after_that_is_told_again_and_breaks_nothing(self):
        message = self.lost()
        at = str(int(fields.Datetime.now().timestamp()))
        status = self.status(message, "failed", timestamp=at)
        self.take(change(statuses=[status]))
        self.assertEqual(message.state, "failed")
        self.assertFalse(self.events(state="new"))
        self.assertIn(self.agent.partner_id, self.told(message))

    def test_confirmed_late_takes_it_out(self):
        message = self.lost()
        self.take(change(statuses=[self.status(message, "delivered")]))
        self.assert_waits_not()
        self.assertEqual(self.consent(ERIKA).state, "given")
