"""Three numbers: two of one company and one account, one of another company."""

from odoo.tests import new_test_user

from tests.simulator import demo

from .common import AYSE, ERIKA, FACTS, MAX
from .tools import ToolCase

SECOND, OTHER = "100000000000002", "100000000000003"
OTHER_WABA = "200000000000002"


class NumbersCase(ToolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["wa.channel"].create(
            {
                "name": "Vertrieb",
                "company_id": cls.company.id,
                "app_id": cls.app.id,
                "team_id": cls.team.id,
                "phone_number_id": SECOND,
                "waba_id": demo.WABA_ID,
                "api_base_url": cls.sim.url,
                "access_token": demo.ACCESS_TOKEN,
                **FACTS,
            }
        )
        cls.second._publish_first_notice()
        cls._make_other_company()

    @classmethod
    def _make_other_company(cls):
        cls.other_company = cls.env["res.company"].create(
            {
                "name": "Beispiel AG",
                "street": "Musterweg 2",
                "zip": "20095",
                "city": "Hamburg",
                "country_id": cls.env.ref("base.de").id,
                "email": "service@beispiel.example",
            }
        )
        cls.other_agent = new_test_user(
            cls.env,
            "test-other-agent",
            groups="whatsapp_dsgvo.group_agent,helpdesk_mgmt.group_helpdesk_user_team",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, [cls.other_company.id])],
        )
        team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Beispiel",
                "company_id": cls.other_company.id,
                "alias_name": "beispiel-test",
                "user_ids": [(6, 0, [cls.other_agent.id])],
            }
        )
        cls.other_app, cls.other = cls._make_channel(
            cls.other_company, team, OTHER, waba_id=OTHER_WABA
        )

    def scene(self):
        super().scene()
        with self.allow_requests(all_requests=True):
            self.sim.configure(
                wabas=[{"id": OTHER_WABA, "name": "Beispiel AG"}],
                numbers=[
                    {
                        "id": SECOND,
                        "waba_id": demo.WABA_ID,
                        "display": "+49 30 5550101",
                    },
                    {
                        "id": OTHER,
                        "waba_id": OTHER_WABA,
                        "display": "+49 30 5550102",
                        "callback_url": f"{self.base_url()}/whatsapp/webhook/"
                        f"{self.other_app.webhook_key}",
                    },
                ],
            )
        self.tickets = {
            channel: self.agree_on(channel, customer)
            for channel, customer in zip(
                self.channels(), (ERIKA, MAX, AYSE), strict=True
            )
        }
        # what they got so far delays nothing any more, however long it took
        self.later(minutes=1)

    def channels(self):
        return (self.channel, self.second, self.other)

    def agree_on(self, channel, customer):
        self.write("Guten Tag", customer, phone_id=channel.phone_number_id)
        self.tap(0, customer)
        return self.ticket_on(channel)

    def ticket_on(self, channel):
        conversations = self.env["wa.conversation"].search(
            [("channel_id", "=", channel.id)], order="id desc", limit=1
        )
        return conversations.ticket_id

    def answer_on(self, channel, text="Ich prüfe das."):
        ours = channel.company_id == self.company
        user = self.agent if ours else self.other_agent
        return self.answer(self.tickets[channel], text, user=user)

    def answer_on_all(self):
        """One answer queued on each number, sent as far as it can be; their states."""
        messages = [self.answer_on(channel) for channel in self.channels()]
        self.run_cron("cron_send_messages")
        return [message.state for message in messages]

    def calls_to(self, channel):
        path = f"/{channel.phone_number_id}/messages"
        return [c for c in self.sim.received if c["path"].endswith(path)]
