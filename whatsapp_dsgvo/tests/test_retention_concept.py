"""What a changed rule would do, the deletion concept, and the overdue list."""

from odoo.tests import tagged

from ..models.wa_erasure import BACKUP_DAYS
from ..models.wa_journal_dropping import ONLY_GROWS
from .common import MAX
from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestEffect(RetentionCase):
    def test_a_draft_shows_what_it_would_delete(self):
        ticket = self.closed("no")
        count = len(self.of_ticket(ticket))
        self.closed("yes", MAX)
        self.later(days=100)
        draft = self.draft(count=2)
        self.assertEqual((draft.due_now, draft.due_then), (0, count))
        self.assertEqual(draft.due_more, count)
        self.assertEqual(draft.due_oldest, ticket.closed_date)

    def test_the_effect_is_what_the_run_does(self):
        self.closed("no")
        self.closed("no", MAX)
        self.later(days=200)
        expected = self.rule("LK-03").due_now
        self.delete_due()
        self.assertTrue(expected)
        self.assertEqual(self.line("LK-03").done, expected)

    def test_every_class_of_the_run_can_be_counted(self):
        self.agree()
        self.write("STOPP")
        self.later(days=365 * 5)
        self.delete_due()
        self.later(days=1)
        for rule in self.env["wa.retention.rule"]._current(self.company).values():
            with self.subTest(rule.code):
                self.assertEqual(rule.with_user(self.coordinator).due_now, 0)


@tagged("post_install", "-at_install")
class TestConcept(RetentionCase):
    def concept(self, language="de"):
        documents = self.env["wa.document"].with_user(self.coordinator)
        return documents._generate("retention", language, self.company)

    def value(self, concept, heading, label):
        return next(
            line["value"]
            for section in concept._sections()
            if section["heading"].startswith(heading)
            for line in section["lines"]
            if line["label"] == label
        )

    def test_it_says_what_the_live_rules_say(self):
        before = self.concept()
        self.assertEqual(self.value(before, "LK-03 ", "Frist"), "6 Monate")
        second = self.coordinator.copy({"login": "test-coordinator-two"})
        self.draft(count=3).with_user(second).action_activate()
        after = self.concept()
        self.assertEqual(self.value(after, "LK-03 ", "Frist"), "3 Monate")
        self.assertEqual(after.version, before.version + 1)
        self.assertEqual(after.gap_count, before.gap_count - 1)

    def test_equal_rules_make_no_new_version(self):
        self.assertEqual(self.concept(), self.concept())

    def test_what_nobody_confirmed_is_red(self):
        concept = self.concept("en")
        gap = self.value(concept, "LK-03 ", "Responsible")
        self.assertIn("not confirmed", gap)
        report = self.env["ir.actions.report"].with_user(self.dpo)
        html, _kind = report._render_qweb_html(
            "whatsapp_dsgvo.report_document", concept.ids
        )
        self.assertIn("text-danger", html.decode().split(gap)[0][-200:])

    def test_figures_of_agents_are_no_gap_for_there_are_none(self):
        concept = self.concept("en")
        self.assertIn("no such data", self.value(concept, "LK-14 ", "Done by"))
        self.assertNotIn("Nobody", self.value(concept, "LK-14 ", "Responsible"))

    def test_of_the_journal_it_says_what_stays(self):
        concept = self.concept("en")
        self.assertEqual(self.value(concept, "LK-09 ", "Done by"), "Daily clean-up")
        self.assertIn("escrow", self.value(concept, "LK-09 ", "What remains"))

    def test_of_the_journal_it_says_what_is_missing(self):
        parameters = self.env["ir.config_parameter"]
        for days, grows, words in (
            ("", "", "Nothing goes before"),
            ("14", "1", "can only be added to"),
            ("14", "", "Set in the software"),
        ):
            with self.subTest(days=days, grows=grows):
                parameters.set_param(BACKUP_DAYS, days)
                parameters.set_param(ONLY_GROWS, grows)
                responsible = self.value(self.concept("en"), "LK-09 ", "Responsible")
                self.assertIn(words, responsible)

    def test_a_run_closes_its_gap(self):
        before = self.concept()
        self.delete_due()
        self.assertEqual(self.concept().gap_count, before.gap_count - 2)


@tagged("post_install", "-at_install")
class TestOverdue(RetentionCase):
    def overdue(self, user):
        action = self.env.ref("whatsapp_dsgvo.wa_retention_line_action_overdue")
        domain = [("is_latest", "=", True), ("overdue", ">", 0)]
        self.assertIn("is_latest", action.domain)
        lines = self.env["wa.retention.line"].with_user(user).search(domain)
        return lines.mapped("code")

    def test_it_lists_what_the_last_run_had_to_leave(self):
        self.closed("no")
        self.later(days=200)
        run = self.env["wa.retention.run"]._begin(self.company)
        run._end(["LK-03 Error"])
        self.assertEqual(run.light, "red")
        self.assertIn("LK-03", self.overdue(self.dpo))
        self.later(days=1)
        self.delete_due()
        self.assertFalse(self.overdue(self.coordinator))

    def test_without_a_recent_run_nothing_is_green(self):
        run = self.delete_due()
        self.assertEqual(run.light, "green")
        self.later(days=2)
        run.invalidate_recordset()
        self.assertEqual(run.light, "grey")
