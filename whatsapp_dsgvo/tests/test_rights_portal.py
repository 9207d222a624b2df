"""Customers with a login, and listeners on the bus."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .tools import ToolCase


class PortalCase(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        firm = self.env["res.partner"].create(
            {"name": "Muster Kunde AG", "is_company": True}
        )
        self.erika = self._portal("test-erika", firm)
        self.workmate = self._portal("test-workmate", firm)
        self.ticket.with_user(self.agent).whatsapp_link_partner(
            self.erika.partner_id.id
        )

    def _portal(self, login, firm):
        user = new_test_user(
            self.env,
            login,
            groups="base.group_portal",
            company_id=self.company.id,
            company_ids=[(6, 0, [self.company.id])],
        )
        user.partner_id.parent_id = firm
        return user

    def _tickets(self, user):
        return self.env["helpdesk.ticket"].with_user(user).search([])


@tagged("post_install", "-at_install")
class TestPortal(PortalCase):
    def test_linked_person_sees_the_own_ticket(self):
        self.assertIn(self.ticket, self._tickets(self.erika))

    def test_colleague_of_the_same_firm_does_not(self):
        self.assertNotIn(self.ticket, self._tickets(self.workmate))
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.workmate).read(["name"])

    def test_colleague_as_follower_does_not_either(self):
        self.ticket.message_subscribe(self.workmate.partner_id.ids)
        self.assertNotIn(self.ticket, self._tickets(self.workmate))

    def test_ordinary_tickets_of_the_firm_are_not_affected(self):
        plain = self.env["helpdesk.ticket"].create(
            {
                "name": "Drucker",
                "description": "x",
                "company_id": self.company.id,
                "partner_id": self.erika.partner_id.commercial_partner_id.id,
            }
        )
        self.assertIn(plain, self._tickets(self.workmate))

    def test_portal_page_of_the_ticket_shows_no_message(self):
        self.authenticate(self.erika.login, self.erika.login)
        page = self.url_open(f"/my/ticket/{self.ticket.id}")
        self.assertNotIn("Meine Rechnung stimmt nicht", page.text)

    @mute_logger("odoo.http")
    def test_portal_user_gets_no_panel_and_can_not_send(self):
        ticket = self.ticket.with_user(self.erika)
        for call in (
            lambda: ticket.whatsapp_send(body="Hallo"),
            lambda: ticket.whatsapp_messages(self.ticket.message_ids.ids),
            ticket.action_whatsapp_privacy,
            lambda: ticket.whatsapp_link_partner(self.workmate.partner_id.id),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertFalse(ticket.whatsapp_panel()["person"])

    def _close(self, user):
        stage = self.env["helpdesk.ticket.stage"].search(
            [("close_from_portal", "=", True)], limit=1
        ) or self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        stage.close_from_portal = True
        self.authenticate(user.login, user.login)
        query = f"ticket_id={self.ticket.id}&stage_id={stage.id}"
        return self.url_open(f"/ticket/close?{query}", allow_redirects=False)

    @mute_logger("odoo.http")
    def test_stranger_can_not_close_the_ticket(self):
        answer = self._close(self.workmate)
        self.env.invalidate_all()
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.ticket.closed)

    def test_linked_person_can_close_it(self):
        self._close(self.erika)
        self.env.invalidate_all()
        self.assertTrue(self.ticket.closed)

    @mute_logger("odoo.http")
    def test_closing_without_a_valid_number_is_not_found(self):
        self.authenticate(self.erika.login, self.erika.login)
        for value in ("", "abc", "999999999", "9" * 5000):
            with self.subTest(value):
                answer = self.url_open(f"/ticket/close?ticket_id={value}&stage_id=1")
                self.assertIn(answer.status_code, (400, 404))


@tagged("post_install", "-at_install")
class TestBus(PortalCase):
    def _hears(self, user, name):
        """Whether this user, having subscribed, learns that something happened."""
        self.env["bus.bus"].search([]).unlink()
        self.answer(self.ticket)
        self.work()
        self.authenticate(user.login, user.login)
        params = {"channels": [name], "last": 0, "is_first_poll": True}
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.url_open("/websocket/peek_notifications", json=body).json()
        self.assertIn("result", answer)
        return "whatsapp_dsgvo/" in self.as_json(answer)

    def test_agent_of_the_team_may_listen(self):
        self.assertTrue(self._hears(self.agent, self.ticket._whatsapp_bus_name()))

    def test_others_may_not_listen(self):
        name = self.ticket._whatsapp_bus_name()
        for user in (self.erika, self.workmate, self.helpdesk_only, self.dpo):
            with self.subTest(user.login):
                self.assertFalse(self._hears(user, name))

    def test_name_with_a_tail_is_no_way_round(self):
        name = self.ticket._whatsapp_bus_name()
        record = f"helpdesk.ticket_{self.ticket.id}"
        for forged in (f"{name}\n", f"{name};1", f" {name}", record):
            with self.subTest(forged):
                self.assertFalse(self._hears(self.workmate, forged))

    def test_an_endless_number_stops_nobody_from_listening(self):
        self.assertFalse(self._hears(self.agent, "whatsapp_dsgvo.ticket_" + "9" * 5000))

    def test_bus_carries_ids_only(self):
        self.answer(self.ticket, "Ein Satz nur für Sie")
        self.work()
        query = "SELECT count(*) FROM bus_bus WHERE message LIKE %s"
        self.assertEqual(self.count(query, "%Ein Satz nur%"), 0)
        self.assertGreater(self.count(query, "%whatsapp_dsgvo/ticket%"), 0)
