"""How long a closed ticket is kept: who says so, when, and what becomes of it."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestKeepQuestion(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree().with_user(self.agent)

    def test_important_tickets_are_kept_as_commercial_letters(self):
        self.ticket.action_whatsapp_keep()
        classes = self.messages().filtered("ticket_id").mapped("retention_class")
        self.assertEqual(set(classes), {"LK-04"})

    def test_others_are_kept_as_enquiries(self):
        self.ticket.action_whatsapp_keep()
        self.ticket.action_whatsapp_dont_keep()
        classes = self.messages().filtered("ticket_id").mapped("retention_class")
        self.assertEqual(set(classes), {"LK-03"})

    def test_a_decision_can_be_changed(self):
        self.ticket.action_whatsapp_dont_keep()
        self.ticket.action_whatsapp_decide_again()
        self.assertFalse(self.ticket.whatsapp_keep)

    def test_what_is_written_after_reopening_is_decided_anew(self):
        self.ticket.action_whatsapp_dont_keep()
        self.close(self.ticket)
        self.assertEqual(self.ticket.whatsapp_keep, "no")
        self.write("Und hier ist die Rechnung.")
        self.assertFalse(self.ticket.closed)
        self.assertFalse(self.ticket.whatsapp_keep)

    def test_a_letter_stays_one_after_reopening(self):
        self.ticket.action_whatsapp_keep()
        self.close(self.ticket)
        self.write("Danke!")
        self.assertEqual(self.ticket.whatsapp_keep, "yes")

    def test_buttons_are_shown_to_whom_they_are_not_refused(self):
        self.assertTrue(self.ticket.whatsapp_readable)
        for user in (self.helpdesk_only, self.dpo):
            self.assertFalse(self.ticket.with_user(user).whatsapp_readable)

    def test_only_readers_decide(self):
        for user in (self.helpdesk_only, self.dpo, self.triage):
            with self.subTest(user.login), self.assertRaises(UserError):
                self.ticket.with_user(user).action_whatsapp_keep()
