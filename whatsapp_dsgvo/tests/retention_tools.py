"""A closed WhatsApp ticket, a clock that moves, and what is left afterwards."""

from unittest.mock import patch

from ..lib.privacy import batches
from .common import ERIKA
from .tools import ToolCase


class RetentionCase(ToolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["wa.retention.rule"]._seed(cls.company)

    def setUp(self):
        # other companies of the database have no say here
        companies = type(self.env["res.company"])
        self.enterContext(
            patch.object(
                companies, "_whatsapp_retention_companies", lambda _self: self.company
            )
        )
        super().setUp()

    def closed(self, keep="no", customer=ERIKA, text="Meine Rechnung stimmt nicht"):
        ticket = self.agree(text, customer)
        self.decide(ticket, keep)
        self.close(ticket)
        return ticket

    def decide(self, ticket, keep):
        agent = ticket.with_user(self.agent)
        if keep == "yes":
            agent.action_whatsapp_keep()
        elif keep == "voucher":
            agent.action_whatsapp_keep_voucher()
        elif keep == "no":
            agent.action_whatsapp_dont_keep()

    def batches_of(self, count):
        self.enterContext(patch.object(batches, "FIRST", count))
        self.enterContext(patch.object(batches, "LARGEST", count))

    def delete_due(self):
        """A run, as the scheduled action makes it."""
        self.run_cron("cron_run_retention")
        return self.last_run()

    def last_run(self):
        return self.env["wa.retention.run"].search(
            [("company_id", "=", self.company.id)], limit=1
        )

    def line(self, code, run=None):
        return (run or self.last_run()).line_ids.filtered(lambda x: x.code == code)

    def of_ticket(self, ticket):
        return self.env["wa.message"].search([("ticket_id", "=", ticket.id)])

    def stubs(self, ticket):
        domain = [("model", "=", ticket._name), ("res_id", "=", ticket.id)]
        stubs = self.env["mail.message"].search(
            [*domain, ("message_type", "=", "whatsapp_message")]
        )
        return {str(stub.body) for stub in stubs}

    def living_key(self, uuid, klass="content"):
        return self.env["wa.vault"]._vault().store.get(uuid, klass)

    def rule(self, code):
        return self.env["wa.retention.rule"]._current(self.company)[code]

    def draft(self, code="LK-03", user=None, **values):
        rules = self.env["wa.retention.rule"].with_user(user or self.coordinator)
        current = self.rule(code)
        usual = {name: current[name] for name in ("code", "count", "unit", "year_end")}
        vals = {**usual, "company_id": self.company.id, "reason": "Test", **values}
        return rules.create(vals)
