"""Who changes a period, within which limits, and from when it counts."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestRules(RetentionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = new_test_user(
            cls.env,
            "test-second-coordinator",
            groups="base.group_user,whatsapp_dsgvo.group_privacy_coordinator",
            company_id=cls.company.id,
            company_ids=[(6, 0, [cls.company.id])],
        )

    def activated(self, **values):
        draft = self.draft(**values)
        draft.with_user(self.second).action_activate()
        return draft

    def test_every_class_of_the_run_has_a_rule_nobody_has_confirmed(self):
        rules = self.env["wa.retention.rule"]._current(self.company)
        self.assertEqual(
            set(rules),
            {"LK-02", "LK-03", "LK-03s", "LK-03w", "LK-04", "LK-05", "LK-06", "LK-11"},
        )
        self.assertFalse(any(rule.activated_by_id for rule in rules.values()))

    def test_seeding_twice_changes_nothing(self):
        before = self.env["wa.retention.rule"].search([])
        self.env["wa.retention.rule"]._seed(self.company)
        self.assertEqual(self.env["wa.retention.rule"].search([]), before)

    def test_a_second_person_puts_a_draft_in_force(self):
        draft = self.draft(count=3)
        self.assertNotEqual(self.rule("LK-03"), draft)
        draft.with_user(self.second).action_activate()
        self.assertEqual(self.rule("LK-03"), draft)
        self.assertEqual(draft.activated_by_id, self.second)
        self.assertTrue(draft.is_current)

    def test_a_rule_says_whether_it_counts_today_and_is_found_by_that(self):
        first, rules = self.rule("LK-03"), self.env["wa.retention.rule"]
        draft = self.draft(count=3)
        self.assertEqual((first.standing, draft.standing), ("current", "draft"))
        draft.effective_from += timedelta(days=2)
        draft.with_user(self.second).action_activate()
        self.assertEqual((first.standing, draft.standing), ("current", "planned"))
        self.later(days=2)
        self.env.invalidate_all()
        self.assertEqual((first.standing, draft.standing), ("replaced", "current"))
        found = rules.search([("is_current", "=", True), ("code", "=", "LK-03")])
        self.assertEqual(found & (first | draft), draft)

    def test_nobody_activates_their_own_draft(self):
        draft = self.draft(count=3)
        with self.assertRaisesRegex(UserError, "(?i)four eyes|vier-augen"):
            draft.action_activate()

    def test_who_changed_a_draft_last_is_its_author(self):
        draft = self.draft(count=3)
        draft.with_user(self.second).count = 4
        with self.assertRaises(UserError):
            draft.with_user(self.second).action_activate()
        draft.action_activate()
        self.assertEqual(self.rule("LK-03").count, 4)

    def test_a_change_needs_a_reason(self):
        draft = self.draft(count=3, reason=False)
        with self.assertRaises(UserError):
            draft.with_user(self.second).action_activate()

    def test_beyond_the_limits_is_refused(self):
        for code, values in (
            ("LK-03", {"count": 13}),
            ("LK-03", {"count": 0}),
            ("LK-03", {"count": 2, "unit": "years"}),
            ("LK-04", {"count": 5}),
            ("LK-04", {"year_end": False}),
            ("LK-02", {"count": 8}),
            ("LK-02", {"count": -1}),
        ):
            with self.subTest(code=code, **values), self.assertRaises(UserError):
                self.draft(code, **values)

    def test_an_active_rule_is_never_changed_nor_deleted(self):
        rule = self.rule("LK-03").with_user(self.coordinator)
        for change in (
            lambda: rule.write({"count": 3}),
            rule.unlink,
            lambda: rule.write({"state": "draft"}),
        ):
            with self.assertRaises(UserError):
                change()

    def test_nobody_forges_an_activation(self):
        rules = self.env["wa.retention.rule"].with_user(self.coordinator)
        vals = {"code": "LK-03", "count": 3, "unit": "months"}
        for extra in (
            {"state": "active"},
            {"activated_by_id": self.second.id},
            {"drafted_by_id": self.second.id},
            {"signed_by_id": self.dpo.id},
        ):
            with self.subTest(**extra), self.assertRaises(AccessError):
                rules.create({**vals, **extra})
        with self.assertRaises(AccessError):
            rules.with_context(default_state="active").create(vals)
        with self.assertRaises(AccessError):
            self.draft(count=3).write({"state": "active"})

    def test_it_counts_from_its_day_on(self):
        ticket = self.closed("no")
        later = fields.Date.today() + timedelta(days=60)
        self.activated(count=1, effective_from=later)
        self.later(days=45)
        self.delete_due()
        self.assertTrue(self.of_ticket(ticket))
        self.later(days=16)
        self.delete_due()
        self.assertFalse(self.of_ticket(ticket))

    def test_an_earlier_day_becomes_today(self):
        early = fields.Date.today() - timedelta(days=100)
        draft = self.activated(count=3, effective_from=early)
        self.assertEqual(draft.effective_from, fields.Date.today())

    def test_a_longer_period_keeps_what_was_about_to_go(self):
        ticket = self.closed("no")
        self.activated(count=9)
        self.later(days=200)
        self.delete_due()
        self.assertTrue(self.of_ticket(ticket))

    def test_the_officer_signs_and_does_not_operate(self):
        draft = self.draft(count=3)
        officer = draft.with_user(self.dpo)
        for refused in (
            officer.action_activate,
            officer.action_new_draft,
            lambda: officer.write({"count": 4}),
            lambda: self.draft(user=self.dpo),
            draft.action_sign,
        ):
            with self.assertRaises(AccessError):
                refused()
        officer.action_sign()
        self.assertEqual(draft.signed_by_id, self.dpo)

    def test_agents_can_do_nothing(self):
        rule = self.rule("LK-03").with_user(self.agent)
        company = self.company.with_user(self.agent)
        for refused in (
            lambda: rule.read(["count"]),
            rule.action_activate,
            rule.action_new_draft,
            rule.action_sign,
            company._whatsapp_pause_retention,
            company._whatsapp_resume_retention,
        ):
            with self.assertRaises(AccessError):
                refused()

    def test_the_officer_stops_the_deletion_and_the_coordination_resumes(self):
        self.company.with_user(self.dpo)._whatsapp_pause_retention()
        with self.assertRaises(AccessError):
            self.company.with_user(self.dpo)._whatsapp_resume_retention()
        self.company.with_user(self.coordinator)._whatsapp_resume_retention()
        self.assertFalse(self.company.whatsapp_retention_paused_at)

    def test_another_company_s_rules_are_not_ours(self):
        other = self.env["res.company"].create({"name": "Andere Muster GmbH"})
        self.env["wa.retention.rule"]._seed(other)
        seen = self.env["wa.retention.rule"].with_user(self.coordinator).search([])
        self.assertEqual(seen.company_id, self.company)
