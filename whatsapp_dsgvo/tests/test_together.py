import json
from unittest.mock import patch

from odoo.tests import tagged

from .common import ERIKA, MAX
from .first_contact import PictureCase
from .tools import change, nobody, text_message, webhook

CUSTOMERS = (ERIKA, MAX)


@tagged("post_install", "-at_install")
class TestTogether(PictureCase):
    """Lines of open tickets are worked off together, and like single messages."""

    def scene(self):
        super().scene()
        self.tickets = {
            customer: self.agree(customer=customer) for customer in CUSTOMERS
        }
        for ticket in self.tickets.values():
            ticket.user_id = self.agent

    def _write_all(self, *texts):
        for text in texts:
            for customer in CUSTOMERS:
                self.sim.customer_sends_text(customer, text)
        self.deliver()

    def _alone(self, conversation):
        raise AssertionError("worked off message by message")

    def _work_together(self):
        model = type(self.env["wa.conversation"])
        with patch.object(model, "_process_waiting", self._alone):
            self.run_cron("cron_process_events")

    def test_lines_stand_in_their_tickets_in_order(self):
        self._write_all("eins", "zwei", "drei")
        self._work_together()
        for customer, ticket in self.tickets.items():
            lines = self.messages(customer, direction="in", ticket_id=ticket)
            self.assertEqual(
                self.texts(customer)[-3:], ["eins", "zwei", "drei"], ticket.number
            )
            self.assertEqual(set(lines.mapped("state")), {"done"})
            stubs = lines[-3:].mail_message_id
            self.assertEqual(set(stubs.mapped("res_id")), {ticket.id})
            self.assertEqual(len(stubs), 3)

    def test_the_same_is_stored_as_message_by_message(self):
        def go_on(customer):
            for text in ("eins", "zwei"):
                self.sim.customer_sends_text(customer, text)
            self.deliver()
            self.run_cron("cron_process_events")
            return self.picture(customer)

        with patch.object(type(self.env["wa.conversation"]), "_append_plain", nobody):
            alone = go_on(MAX)
        with patch.object(
            type(self.env["wa.conversation"]), "_process_waiting", self._alone
        ):
            together = go_on(ERIKA)
        self.assertEqual(together, alone)
        self.assertEqual(len(together["messages"][-1]["stub"]["notified"]), 1)

    def test_agent_hears_of_each_line_once(self):
        self._write_all("eins", "zwei")
        self._work_together()
        for customer in CUSTOMERS:
            stubs = self.messages(customer, direction="in")[-2:].mail_message_id
            told = stubs.notification_ids
            self.assertEqual(told.mail_message_id, stubs)
            self.assertEqual(told.res_partner_id, self.agent.partner_id)
            self.assertEqual(set(told.mapped("notification_type")), {"inbox"})

    def test_browser_is_told_of_many_lines_in_two_notifications(self):
        """Odoo's own for the first, one with the number of the others."""
        self._write_all("eins", "zwei", "drei")
        self.env["bus.bus"].sudo().search([]).unlink()
        self._work_together()
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].sudo().search([], order="id").mapped("message")
        told = [row for row in map(json.loads, rows) if "inbox" in row["type"]]
        lines = [
            m for who in CUSTOMERS for m in self.messages(who, direction="in")[-3:]
        ]
        ids = sorted(line.mail_message_id.id for line in lines)
        first = [
            row["payload"]["message_id"]
            for row in told
            if row["type"] == "mail.message/inbox"
        ]
        others = [
            row["payload"] for row in told if row["type"] == "whatsapp_dsgvo/inbox"
        ]
        # what the agent hears of the assignments is none of ours
        self.assertEqual([one for one in first if one in ids], ids[:1])
        self.assertEqual(others, [{"count": 5, "after": ids[0]}])

    def test_ticket_waits_since_the_first_line(self):
        self._write_all("eins", "zwei")
        self._work_together()
        ticket, last = self.tickets[MAX], self.messages(MAX, direction="in")[-1]
        self.assertEqual(ticket.whatsapp_last_inbound_at, last.event_at)
        self.assertLessEqual(ticket.whatsapp_unanswered_since, last.event_at)

    def test_stop_among_them_counts(self):
        self._write_all("eins")
        self.sim.customer_sends_text(ERIKA, "STOPP")
        self.deliver()
        self.run_cron("cron_process_events")
        self.assertEqual(self.consent(ERIKA).state, "withdrawn")
        self.assertEqual(self.consent(MAX).state, "given")

    def test_message_of_two_webhooks_is_stored_once(self):
        """Meta re-batches what it delivers again."""
        line = text_message("wamid.twice", "eins", MAX)
        self.post(webhook(change(line)))
        self.post(webhook(change(line, text_message("wamid.once", "zwei", MAX))))
        self._work_together()
        self.assertEqual(sorted(self.texts(MAX)[-2:]), ["eins", "zwei"])
        self.assertEqual(self.texts(MAX).count("eins"), 1)
