"""A record one may change is no way to what one may not read, approve or set."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MAX
from .erasing import ErasureCase
from .privacy_cases import hold


@tagged("post_install", "-at_install")
class TestNoWayRound(ErasureCase):
    def scene(self):
        super().scene()
        self.ticket, self.contact = self.person()

    def refused(self, call, *args):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            call(*args)
            self.env.flush_all()

    def draft(self):
        request = self.env["wa.request"]._receive(
            self.subject(), "access", identity_level="1"
        )
        action = request.with_user(self.coordinator).action_export()
        return self.env["wa.export"].browse(action["res_id"])

    def test_a_line_of_an_export_can_not_be_pointed_at_another_message(self):
        line = self.draft().line_ids[0].with_user(self.coordinator)
        self.agree("Geheim von Max", MAX)
        secret = self.messages(MAX, direction="in")[0]
        self.refused(line.write, {"message_id": secret.id})
        line.invalidate_recordset()
        self.assertNotIn("Geheim von Max", line.shown or "")
        line.write({"withheld": True, "reason": "Daten anderer"})

    def test_who_set_and_who_confirmed_a_hold_comes_by_no_default(self):
        noted = {
            "user_id": self.coordinator.id,
            "confirmed_by_id": self.dpo.id,
            "confirmed_at": fields.Datetime.now(),
        }
        for name, value in noted.items():
            env = self.coordinator.with_user(self.second).env
            env = env(context={**env.context, f"default_{name}": value})
            with self.subTest(name):
                made = hold(env, self.subject())
                self.assertEqual(made.user_id, self.second)
                self.assertFalse(made.confirmed_by_id or made.confirmed_at)

    def test_a_hold_that_grows_is_confirmed_anew(self):
        one = self.messages(direction="in")[0]
        changes = (
            {"message_ids": [(5,)]},
            {"norm": "§ 257 HGB"},
        )
        for change in changes:
            with self.subTest(change):
                held = hold(self.env, self.subject(), one, user_id=self.agent.id)
                held.with_user(self.dpo).action_confirm()
                held.with_user(self.coordinator).write(change)
                self.assertFalse(held.confirmed_at)
                self.assertEqual(held.user_id, self.coordinator)

    def test_an_ended_hold_is_not_begun_again(self):
        held = hold(self.env, self.subject()).with_user(self.coordinator)
        held.action_release()
        self.refused(held.write, {"released_at": False})

    def test_the_state_of_a_number_is_set_by_its_steps_only(self):
        self.channel.sudo().state = "quarantined"
        channel = self.channel.with_user(self.channel_admin)
        for state in ("connected", "draft", "paused"):
            self.refused(channel.write, {"state": state})
        copy = channel.with_context(default_state="connected").copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(self.channel.state, "quarantined")
        self.refused(channel.action_connect)

    def test_the_state_of_a_case_is_set_by_its_steps_only(self):
        case = self.env["wa.request"]._receive(
            self.subject(), "erasure", state="proposed"
        )
        mine = case.with_user(self.coordinator)
        now = fields.Datetime.now()
        for change in (
            {"state": "answer"},
            {"state": "done", "closed_at": now},
            {"decision": "full"},
            {"closed_at": now},
            {"ticket_id": self.ticket.id},
        ):
            with self.subTest(change):
                self.refused(mine.write, change)
        cases = mine.with_context(default_state="done", default_closed_at=now)
        made = cases.create({"kind": "access"})
        self.assertEqual((made.state, made.closed_at), ("new", False))
        mine.action_dismiss()
        self.assertEqual((case.state, case.decision), ("done", "none"))

    def test_the_state_of_a_breach_is_set_by_its_steps_only(self):
        breaches = self.env["wa.incident"].with_user(self.coordinator)
        breach = breaches.create({"title": "Laptop verloren"})
        for change in ({"state": "closed"}, {"closed_at": fields.Datetime.now()}):
            with self.subTest(change):
                self.refused(breach.write, change)
        made = breaches.with_context(default_state="closed").create({"title": "x"})
        self.assertEqual(made.state, "open")

    def test_a_draft_of_a_rule_brings_no_signature(self):
        rules = self.env["wa.retention.rule"]
        rules._seed(self.company)
        rule = rules.search([("company_id", "=", self.company.id)], limit=1)
        now = fields.Datetime.now()
        forged = {
            "default_signed_by_id": self.dpo.id,
            "default_signed_at": now,
            "default_activated_at": now,
        }
        mine = rule.with_user(self.coordinator).with_context(**forged)
        draft = rules.browse(mine.action_new_draft()["res_id"])
        self.assertFalse(draft.signed_at or draft.signed_by_id or draft.activated_at)
