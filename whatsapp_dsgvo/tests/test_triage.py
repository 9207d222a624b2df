"""Held messages: seen by few, decided once, deleted only when seen."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ERIKA
from .tools import ToolCase

LABELS = {
    "Ich kündige meinen Vertrag zum Monatsende": "legal",
    "Notfall, Wasserschaden im Keller!": "urgent",
    "Bitte löschen Sie alle meine Daten": "privacy",
    "Hallo": "greeting",
    "Wann haben Sie auf?": "other",
}


@tagged("post_install", "-at_install")
class TestTriage(ToolCase):
    def scene(self):
        super().scene()
        self.write("Ich kündige meinen Vertrag")
        self.held = self.messages(state="held").with_user(self.triage)

    def test_machine_gives_a_label_only(self):
        for number, (text, label) in enumerate(LABELS.items()):
            customer = f"+49151555004{number:02}"
            with self.subTest(text):
                self.write(text, customer)
                held = self.messages(customer, state="held")
                self.assertEqual(held.triage_label, label)
                self.assertFalse(held.triage_decision)

    def test_companys_own_urgent_words_count(self):
        self.channel.urgent_words = "Aufzug, Heizung"
        self.write("Der Aufzug steckt", "+4915155500490")
        held = self.messages("+4915155500490", state="held")
        self.assertEqual(held.triage_label, "urgent")

    def test_list_shows_text_sender_and_due_time(self):
        self.assertEqual(self.held.triage_text, "Ich kündige meinen Vertrag")
        self.assertIn("Erika Muster", self.held.triage_sender)
        self.assertNotIn(ERIKA, self.held.triage_sender)
        self.assertGreater(self.held.triage_due_at, self.held.event_at)

    def test_legal_is_due_before_others(self):
        self.write("Wann haben Sie auf?", "+4915155500491")
        other = self.messages("+4915155500491", state="held").with_user(self.triage)
        self.assertLess(self.held.triage_due_at, other.triage_due_at)

    def test_what_may_be_legal_stands_first_however_late_it_came(self):
        self.write("Hallo", "+4915155500492")
        self.write("Ich setze Ihnen eine Frist", "+4915155500493")
        held = self.held.search([("state", "=", "held")], order="triage_label, id")
        self.assertEqual(held.mapped("triage_label"), ["legal", "legal", "greeting"])

    def test_undecided_message_is_overdue_after_a_week(self):
        self.later(days=7)
        self.held.invalidate_recordset()
        self.assertTrue(self.held.triage_overdue)

    def test_nothing_legal_keeps_it_held(self):
        self.held.action_triage_nothing()
        self.assertEqual(self.held.state, "held")
        self.assertEqual(self.held.triage_decision, "nothing")
        self.assertFalse(self.held.sudo().ticket_id)

    def test_legal_makes_a_ticket_by_other_means_with_metas_time(self):
        at = self.held.event_at
        self.held.action_triage_legal()
        ticket = self.held.sudo().ticket_id
        self.assertTrue(ticket.whatsapp_by_other_means)
        self.assertEqual(ticket.create_date, at)
        self.assertEqual(ticket.team_id, self.team)
        self.assertNotIn("kündige", ticket.name + str(ticket.description))

    def test_urgent_ticket_has_the_highest_priority(self):
        self.held.action_triage_urgent()
        self.assertEqual(self.held.sudo().ticket_id.priority, "3")

    def test_message_is_decided_once(self):
        self.held.action_triage_nothing()
        with self.assertRaisesRegex(UserError, "already decided|bereits|schon"):
            self.held.action_triage_nothing()

    def test_second_decision_can_not_make_a_second_ticket(self):
        self.held.action_triage_legal()
        tickets = self.env["helpdesk.ticket"].search_count([])
        with self.assertRaises(UserError):
            self.held.action_triage_urgent()
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), tickets)

    def test_each_decision_leaves_one_entry_in_the_ledger(self):
        self.held.action_triage_nothing()
        entries = self.env["wa.ledger.entry"].search(
            [("event", "=", "triage_nothing"), ("pseudonym", "=", self.subject().uuid)]
        )
        self.assertEqual(len(entries), 1)
        self.assertEqual(entries._payload()["by"], self.triage.id)

    def test_only_the_triage_decides(self):
        for user in (self.agent, self.dpo, self.coordinator, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.held.with_user(user).action_triage_nothing()

    def test_yes_brings_undecided_messages_to_the_ticket(self):
        self.tap()
        self.assertEqual(self.held.sudo().state, "done")
        self.assertEqual(self.held.sudo().ticket_id, self.conversation().ticket_id)

    def test_second_declaration_gets_its_own_ticket(self):
        self.held.action_triage_legal()
        self.write("Und ich widerrufe meinen Kaufvertrag")
        second = self.messages(state="held").with_user(self.triage)
        second.action_triage_legal()
        self.assertNotEqual(second.sudo().ticket_id, self.held.sudo().ticket_id)

    def test_declaration_beside_an_open_ticket_gets_its_own(self):
        customer = "+4915155500492"
        opened = self.agree(customer=customer)
        self.write("Kündigung", customer)
        held = self.messages(customer, state="held").with_user(self.triage)
        held.action_triage_legal()
        self.assertNotEqual(held.sudo().ticket_id, opened)
        self.assertFalse(opened.closed)

    def test_yes_after_a_declaration_opens_an_ordinary_ticket(self):
        self.held.action_triage_legal()
        self.write("Und wann haben Sie auf?")
        self.tap()
        ticket = self.conversation().ticket_id
        self.assertTrue(ticket)
        self.assertFalse(ticket.whatsapp_by_other_means)

    def _collect(self):
        self.run_cron("cron_run_retention")
        return self.held.sudo().exists()

    def test_seen_and_harmless_is_deleted_after_seven_days(self):
        self.held.action_triage_nothing()
        self.later(days=8)
        self.assertFalse(self._collect())

    def test_seen_and_harmless_stays_for_seven_days(self):
        self.held.action_triage_nothing()
        self.later(days=6)
        self.assertTrue(self._collect())

    def test_nothing_is_deleted_unseen(self):
        self.later(days=400)
        self.assertTrue(self._collect())

    def test_declaration_is_not_deleted(self):
        self.held.action_triage_legal()
        self.later(days=400)
        self.assertTrue(self._collect())
        self.assertLess(self.held.sudo().event_at, fields.Datetime.now())
