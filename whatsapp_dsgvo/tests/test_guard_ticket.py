"""A ticket opens its person's words: nobody chooses whose ticket it is."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .tools import ToolCase

QUIET = mute_logger("odoo.http")


@tagged("post_install", "-at_install")
class TestTicketCanNotBeLinked(ToolCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()
        self.stranger = new_test_user(
            self.env,
            "test-other-team",
            groups="base.group_user,whatsapp_dsgvo.group_agent,"
            "helpdesk_mgmt.group_helpdesk_user_team",
            company_id=self.company.id,
            company_ids=[(6, 0, [self.company.id])],
        )
        values = {"name": "x", "description": "x", "user_id": self.stranger.id}
        tickets = self.env["helpdesk.ticket"].with_user(self.stranger)
        self.own = tickets.create(values)
        self.close(self.own.sudo())
        self.values = {"whatsapp_conversation_id": self.conversation().id}

    @QUIET
    def test_agent_can_not_link_a_conversation_to_an_own_ticket(self):
        answer = self.rpc(
            "helpdesk.ticket", "write", self.own.ids, self.values, user=self.stranger
        )
        self.assertIn("error", answer)
        self.env.invalidate_all()
        self.assertFalse(self.own.sudo().whatsapp_conversation_id)

    @QUIET
    def test_agent_can_not_create_a_linked_ticket(self):
        new = {"name": "y", "description": "y", "user_id": self.stranger.id}
        usual = {f"default_{name}": value for name, value in self.values.items()}
        for vals, context in (({**new, **self.values}, {}), (new, usual)):
            closed = {"stage_id": self.own.sudo().stage_id.id}
            answer = self.rpc(
                "helpdesk.ticket",
                "create",
                [{**vals, **closed}],
                user=self.stranger,
                context=context,
            )
            with self.subTest(context=context):
                self.assertIn("error", answer)

    def test_sudo_and_stored_defaults_can_not_either(self):
        with self.assertRaises(AccessError):
            self.own.sudo().write(self.values)
        self.env["ir.default"].set("helpdesk.ticket", *self.values.popitem())
        with self.assertRaises(AccessError):
            self.env["helpdesk.ticket"].sudo().create({"name": "x", "description": "x"})

    def test_agent_of_the_team_can_not_detach_or_reroute_it(self):
        ticket = self.ticket.with_user(self.agent)
        for change in (
            {"whatsapp_conversation_id": False},
            {"whatsapp_by_other_means": True},
        ):
            with self.subTest(change), self.assertRaises(AccessError):
                ticket.write(change)

    def test_ticket_can_not_move_to_another_company(self):
        other = self.env["res.company"].create({"name": "Andere Muster GmbH"})
        with self.assertRaises(ValidationError):
            self.ticket.write({"company_id": other.id, "team_id": False})

    def test_deleting_says_what_to_do_instead(self):
        with self.assertRaisesRegex(UserError, "archive"):
            self.ticket.sudo().unlink()

    def test_ordinary_tickets_are_created_changed_and_deleted_as_ever(self):
        self.own.write({"name": "z"})
        self.own.sudo().unlink()
        self.assertFalse(self.own.exists())
