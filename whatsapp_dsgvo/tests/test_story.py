from odoo.tests import tagged

from .common import ERIKA, WhatsAppCase


@tagged("post_install", "-at_install")
class TestStory(WhatsAppCase):
    def test_first_message_is_held_and_answered_by_the_notice_only(self):
        self.write("Meine Rechnung stimmt nicht")
        sent = self.received_by()
        self.assertEqual(len(sent), 1)
        self.assertEqual(sent[0].type, "interactive")
        self.assertEqual(self.consent().state, "pending")
        self.assertFalse(self.conversation().ticket_id)
        self.assertEqual(self.messages(direction="in").mapped("state"), ["held"])

    def test_yes_opens_the_ticket_with_the_first_messages_time(self):
        ticket = self.agree()
        first = self.messages(direction="in")[0]
        self.assertEqual(self.consent().state, "given")
        self.assertTrue(ticket)
        self.assertEqual(ticket.create_date, first.event_at)
        self.assertEqual(ticket.whatsapp_unanswered_since, first.event_at)
        self.assertEqual(ticket.team_id, self.team)

    def test_answer_reaches_the_customer_and_ticks_follow(self):
        ticket = self.agree()
        message = ticket.with_user(self.agent).whatsapp_send(body="Ich prüfe das.")
        self.work()
        last = self.received_by()[-1]
        self.assertEqual(last.payload["text"]["body"], "Ich prüfe das.")
        self.sim.customer_reads(ERIKA)
        self.work()
        self.assertEqual(message.sudo().state, "read")

    def test_stop_ends_it(self):
        ticket = self.agree()
        self.write("STOPP")
        self.assertEqual(self.consent().state, "withdrawn")
        with self.assertRaisesRegex(Exception, "STOP"):
            ticket.with_user(self.agent).whatsapp_send(body="Noch eine Frage")

    def test_ticket_shows_question_and_answer_around_the_first_message(self):
        ticket = self.agree()
        shown = self.env["wa.message"].search([("ticket_id", "=", ticket.id)])
        shown = shown.sorted(lambda m: m.mail_message_id.id)
        self.assertEqual(
            [(m.direction, m.exception_code or m.kind) for m in shown],
            [
                ("in", "text"),
                ("out", "NOTICE"),
                ("in", "interactive"),
                ("out", "CHOICE_ACK"),
            ],
        )
