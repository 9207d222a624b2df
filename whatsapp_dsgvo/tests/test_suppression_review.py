"""The suppression list is looked through once a year, by people."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestSuppressionReview(RetentionCase):
    def scene(self):
        super().scene()
        self.agree()
        self.write("STOPP")
        self.entries = self.env["wa.suppression"].search(
            [("company_id", "=", self.company.id)]
        )

    def due(self):
        found = self.env["wa.suppression"].with_user(self.coordinator)
        return found.search([("is_review_due", "=", True)])

    def gap(self):
        documents = self.env["wa.document"].with_user(self.coordinator)
        concept = documents._generate("retention", "en", self.company)
        (section,) = [
            one for one in concept._sections() if one["heading"].startswith("LK-07 ")
        ]
        return section["lines"][-1]["value"]

    def test_within_the_year_there_is_nothing_to_do(self):
        self.later(days=360)
        self.delete_due()
        self.assertTrue(self.entries)
        self.assertFalse(self.due())
        self.assertFalse(self.line("LK-07"))
        self.assertNotIn("review", self.gap())

    def test_after_a_year_the_run_and_the_concept_say_so(self):
        self.later(days=367)
        self.delete_due()
        self.assertEqual(self.due(), self.entries)
        self.assertEqual(self.line("LK-07").overdue, 0)
        self.assertIn("review", self.gap())
        self.later(days=8)
        run = self.delete_due()
        self.assertEqual(self.line("LK-07", run).overdue, len(self.entries))
        self.assertEqual(run.light, "red")

    def test_the_review_is_noted_and_the_no_stays(self):
        self.later(days=375)
        self.due().action_reviewed()
        self.assertFalse(self.due())
        self.assertEqual(self.entries.reviewed_by_id, self.coordinator)
        self.delete_due()
        self.assertFalse(self.line("LK-07").overdue)
        self.assertNotIn("review", self.gap())
        self.assertEqual(self.entries.exists(), self.entries)
        self.later(days=367)
        self.assertEqual(self.due(), self.entries)

    def test_nobody_else_reviews(self):
        for user in (self.agent, self.dpo):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.entries.with_user(user).action_reviewed()
