"""What stops the template and only an administrator can repair becomes an activity."""

from odoo.tests import tagged

from tests.simulator import demo

from ..lib.cloud_api.error_table_fallback import TEMPLATE_CHANGED
from ..lib.desk import reply_ready
from .test_template import TemplateCase


class AlarmCase(TemplateCase):
    def scene(self):
        super().scene()
        self.channel_admin.lang = "en_US"
        self.check()

    def alarms(self):
        alarms = self.channel._alarms()
        return alarms.filtered(lambda alarm: alarm.user_id == self.channel_admin)

    def codes(self):
        return self.alarms().mapped("whatsapp_code")


@tagged("post_install", "-at_install")
class TestTemplateAlarm(AlarmCase):
    def decide(self, status, language=""):
        # else two webhooks of one second are the same, and one of them a repetition
        self.sim.advance(1)
        self.sim.decide_template(reply_ready.NAME, status, language)
        self.deliver()
        self.run_cron("cron_process_events")

    def test_every_status_that_stops_it_is_told_once_for_both_languages(self):
        for status, code in (
            ("PAUSED", 132015),
            ("DISABLED", 132016),
            ("REJECTED", 132001),
        ):
            with self.subTest(status):
                self.decide(status)
                self.assertEqual(self.codes(), [code])
                self.decide("APPROVED")
                self.assertEqual(self.codes(), [], "it ends by itself")

    def test_it_ends_with_the_last_language_in_trouble(self):
        self.decide("PAUSED")
        self.decide("APPROVED", "de")
        self.assertEqual(self.codes(), [132015])
        self.decide("APPROVED", "en")
        self.assertEqual(self.codes(), [])

    def test_refused_after_review_is_told_and_a_review_is_not(self):
        self.decide("PENDING")
        self.assertEqual(self.codes(), [])
        self.decide("REJECTED", "de")
        self.assertEqual(self.codes(), [132001])

    def test_other_category_is_told_in_words(self):
        self.told(
            "template_category_update",
            previous_category="UTILITY",
            new_category="MARKETING",
        )
        self.assertEqual(self.codes(), [TEMPLATE_CHANGED.code])
        self.assertIn("Reply ready", self.alarms().summary)
        self.assertIn("at Meta", str(self.alarms().note))

    def test_changed_text_is_told_once_it_was_read(self):
        for key, row in list(self.sim.world.templates.items()):
            if (row.name, row.language) == (reply_ready.NAME, "de"):
                body = {"type": "BODY", "text": "Jetzt {{1}} Rabatt auf {{2}}!"}
                parts = [body, row.components[1]]
                self.sim.world.patch("templates", key, components=parts)
        self.told("message_template_components_update", message_template_element="Neu")
        self.assertEqual(self.codes(), [])
        self.run_cron("cron_check_health")
        self.assertEqual(self.codes(), [TEMPLATE_CHANGED.code])

    def test_event_that_changes_nothing_of_ours_tells_nobody(self):
        self.told("message_template_components_update", message_template_element="Neu")
        self.run_cron("cron_check_health")
        self.told("message_template_quality_update", new_quality_score="RED")
        self.assertEqual(self.codes(), [])


@tagged("post_install", "-at_install")
class TestRefusedQuestion(AlarmCase):
    """The same trouble, told by a refused send."""

    def scene(self):
        super().scene()
        ticket = self.agree()
        self.later(hours=25)
        self.desk = ticket.with_user(self.agent).with_context(lang="en_US")

    def refuse(self, code):
        # what the refusal before told of the template is over
        self.check()
        self.sim.add_fault("error", code=code, phone_id=demo.PHONE_NUMBER_ID)
        message = self.desk.whatsapp_send(body="Ich habe nachgesehen.").sudo()
        self.work()
        return message.with_context(lang="en_US")

    def test_each_code_is_told_and_the_agent_knows_it(self):
        for code in (132000, 132001, 132015, 132016):
            with self.subTest(code):
                self.channel._alarms().unlink()
                waiting = self.refuse(code)
                self.assertEqual(self.codes(), [code])
                self.assertIn("has been told", waiting._waiting_for()["problem"])
                self.later(days=1)
