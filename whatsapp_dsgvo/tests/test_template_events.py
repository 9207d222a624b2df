"""What Meta tells of the template by webhook."""

from odoo.tests import tagged

from tests.simulator import demo

from ..lib.desk import reply_ready
from .test_template import TemplateCase


@tagged("post_install", "-at_install")
class TestFollow(TemplateCase):
    def scene(self):
        super().scene()
        self.check()

    def test_approval_is_followed(self):
        self.forget_at_meta()
        self.check()
        self.sim.approve_template(reply_ready.NAME)
        self.deliver()
        self.run_cron("cron_process_events")
        self.assertEqual((self.fact().colour, self.fact("en").colour), ("green",) * 2)
        self.assertTrue(self.template()._is_usable())

    def test_rejection_is_red_with_metas_reason(self):
        self.sim.reject_template(reply_ready.NAME, "de", "PROMOTIONAL")
        self.deliver()
        self.run_cron("cron_process_events")
        self.assertEqual(self.fact().colour, "red")
        self.assertIn("PROMOTIONAL", self.fact().value)
        self.assertTrue(self.template("en")._is_usable())

    def test_paused_template_is_not_used_until_approved_again(self):
        for status, usable in (("PAUSED", False), ("APPROVED", True)):
            self.sim.decide_template(reply_ready.NAME, status)
            self.deliver()
            self.run_cron("cron_process_events")
            self.assertEqual(self.template()._is_usable(), usable)

    def test_template_that_became_marketing_is_red_and_not_used(self):
        self.told(
            "template_category_update",
            previous_category="UTILITY",
            new_category="MARKETING",
        )
        self.assertEqual(self.fact().colour, "red")
        self.assertFalse(self.template()._is_usable())

    def test_announced_category_warns_while_it_is_still_used(self):
        self.told(
            "template_category_update",
            new_category="UTILITY",
            correct_category="MARKETING",
        )
        self.assertEqual(self.fact().colour, "yellow")
        self.assertTrue(self.template()._is_usable())

    def test_category_taken_back_ends_the_warning(self):
        self.told(
            "template_category_update",
            new_category="UTILITY",
            correct_category="MARKETING",
        )
        self.told("message_template_status_update", event="APPROVED")
        self.assertEqual(self.fact().colour, "yellow")
        self.told(
            "template_category_update",
            previous_category="MARKETING",
            new_category="UTILITY",
        )
        self.assertEqual(self.fact().colour, "green")

    def test_bad_quality_is_yellow_whichever_field_tells_it(self):
        for field in (
            "message_template_quality_update",
            "message_template_status_update",
        ):
            with self.subTest(field):
                self.told(
                    field, previous_quality_score="GREEN", new_quality_score="YELLOW"
                )
                self.assertEqual(self.fact().colour, "yellow")
                self.told(field, new_quality_score="GREEN")
                self.assertEqual(self.fact().colour, "green")

    def test_changed_text_is_not_used_until_it_was_read(self):
        self.told("message_template_components_update", message_template_element="Neu")
        self.assertFalse(self.template()._is_usable())
        self.run_cron("cron_check_health")
        self.assertTrue(self.template()._is_usable())

    def test_every_number_of_the_account_learns_it_and_no_other(self):
        _app, other = self._make_channel(
            self.company, self.team, number_id="100000000000009"
        )
        other.app_id = self.app
        self.sim.configure(
            numbers=[
                {
                    "id": "100000000000009",
                    "waba_id": demo.WABA_ID,
                    "display": "+49 30 5550 109",
                    "verified_name": "Muster GmbH",
                }
            ]
        )
        other.action_set_up_template()
        self.sim.decide_template(reply_ready.NAME, "PAUSED", "de")
        self.deliver()
        self.run_cron("cron_process_events")
        self.assertFalse(self.template(channel=other)._is_usable())
        self.assertFalse(self.template()._is_usable())
        other.waba_id = "200000000000009"
        self.sim.decide_template(reply_ready.NAME, "APPROVED", "de")
        self.deliver()
        self.run_cron("cron_process_events")
        self.assertFalse(self.template(channel=other)._is_usable())
        self.assertTrue(self.template()._is_usable())

    def test_event_of_somebody_elses_template_changes_nothing(self):
        value = {
            "event": "DISABLED",
            "message_template_id": 1,
            "message_template_name": "versand",
            "message_template_language": "de",
        }
        self.sim.account_event("message_template_status_update", value)
        self.deliver()
        self.run_cron("cron_process_events")
        self.assertEqual(self.fact().colour, "green")
        self.assertFalse(self.events(state="parked"))
