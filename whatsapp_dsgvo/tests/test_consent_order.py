"""Meta mixes the order: what counts is when a word was said, not when it arrives."""

from odoo import fields
from odoo.tests import tagged

from .tools import ToolCase, change, text_message


@tagged("post_install", "-at_install")
class TestConsentOrder(ToolCase):
    def setUp(self):
        super().setUp()
        self.before = fields.Datetime.subtract(fields.Datetime.now(), seconds=5)

    def test_later_event_time_wins_over_order_of_arrival(self):
        self.write("Hallo")
        self.tap()
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.take(change(text_message("wamid.late", "STOP", at=yesterday)))
        self.assertEqual(self.consent().state, "given")

    def test_what_was_said_before_a_stop_and_is_told_after_it_changes_nothing(self):
        self.write("Hallo")
        nonce = self.last_notice().choice_nonce
        self.write("STOPP")
        self.take(change(text_message("wamid.late", "Eine Frage noch", at=self.before)))
        self.tap_again(nonce, at=self.before)
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(len(self.notices()), 1)
        self.assertTrue(self.conversation()._suppressed_ids())

    def test_a_late_no_does_not_take_a_withdrawal_back_in_time(self):
        self.write("Hallo")
        nonce = self.last_notice().choice_nonce
        self.conversation()._withdraw(None, "phone")
        self.write("Doch noch eine Frage")
        self.tap_again(nonce, wamid="wamid.no", choice="no", at=self.before)
        self.tap_again(nonce, at=self.before)
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertEqual(self.env["wa.consent"]._rebuild(self.company, write=False), [])
