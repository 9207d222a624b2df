"""How often we ask, and what a new version of the notice changes."""

from odoo import fields
from odoo.tests import tagged

from ..lib.consent import gate
from .tools import ToolCase

BRITON = "+447700900123"


@tagged("post_install", "-at_install")
class TestHowOftenWeAsk(ToolCase):
    def scene(self):
        super().scene()
        self.write("Hallo")

    def _forms(self):
        rows = self.messages(exception_code="NOTICE").sorted("id")
        return rows.mapped("notice_form")

    def test_message_some_time_after_gets_the_short_form_once(self):
        for _time in range(3):
            self.later(minutes=5)
            self.write("Ist da jemand?")
        self.assertEqual(self._forms(), ["full", "short"])

    def test_short_form_has_the_same_buttons_and_its_yes_counts(self):
        self.later(minutes=5)
        self.write("Ist da jemand?")
        self.tap()
        self.assertEqual(self.consent().state, "given")

    def test_next_window_within_the_week_gets_the_short_form(self):
        self.later(hours=30)
        self.write("Ist da jemand?")
        self.assertEqual(self._forms(), ["full", "short"])

    def test_full_form_again_after_a_week(self):
        self.later(days=8)
        self.write("Ist da jemand?")
        self.assertEqual(self._forms(), ["full", "full"])

    def test_full_form_again_for_a_new_version(self):
        self.publish()
        self.later(minutes=5)
        self.write("Ist da jemand?")
        rows = self.messages(exception_code="NOTICE").sorted("id")
        self.assertEqual(rows.mapped("notice_id.version"), [1, 2])

    def test_never_more_than_two_notices_a_window(self):
        windows = 0
        for day in range(5):
            windows += 1
            for _message in range(4):
                self.write(f"Hallo am Tag {day}")
                self.later(minutes=2)
            self.later(hours=25)
        self.assertLessEqual(len(self.notices()), 2 * windows)

    def test_at_most_three_reminders_in_thirty_days(self):
        for _day in range(12):
            self.write("Hallo?")
            self.later(minutes=5)
            self.write("Hallo??")
            self.later(days=2)
        self.assertLessEqual(self._forms().count("short"), 3)

    def test_at_most_three_automatic_messages_a_day(self):
        for _time in range(4):
            self.write("Hallo")
            self.later(minutes=3)
            self.write("Ja")
            self.write("STOP")
            self.later(minutes=3)
        self.assertLessEqual(len(self.received_by()), 3)

    def test_cap_counts_on_the_identity_and_survives_the_person(self):
        indexes = self.subject()._identity_indexes()
        rows = self.env["wa.allowance"].search([("blind_index", "in", indexes)])
        self.assertEqual(set(rows.mapped("exception_code")), {"NOTICE"})
        self.assertNotIn("subject_id", rows._fields)

    def test_at_most_ten_automatic_messages_a_month(self):
        subject, conversation = self.subject(), self.conversation()
        for _more in range(9):
            self.env["wa.allowance"]._use(subject, "DSR_INFO", fields.Datetime.now())
            self.later(days=1)
        self.write("Hallo noch einmal")
        verdict = conversation._may_send(gate.DSR_INFO)
        self.assertEqual(verdict.reason, "cap")

    def test_nothing_goes_out_without_a_message_of_the_customer(self):
        before = len(self.received_by())
        self.later(days=8)
        for name in ("cron_check_health", "cron_send_messages", "cron_process_events"):
            self.run_cron(name)
        self.assertEqual(len(self.received_by()), before)


@tagged("post_install", "-at_install")
class TestNewVersion(ToolCase):
    def test_second_message_right_after_the_notice_gets_no_reminder(self):
        self.write("Hallo")
        self.write("Ist da jemand?")
        rows = self.messages(exception_code="NOTICE")
        self.assertEqual(rows.mapped("notice_form"), ["full"])

    def test_material_change_asks_again_with_the_next_message(self):
        ticket = self.agree()
        self.publish()
        self.write("Noch eine Frage")
        self.assertEqual(self.consent().state, "reconfirm")
        self.assertEqual(self.last_notice().notice_id.version, 2)
        self.assertEqual(self.messages(direction="in")[-1].ticket_id, ticket)

    def test_publishing_writes_to_nobody(self):
        self.agree()
        before = len(self.received_by())
        self.publish()
        self.work()
        self.assertEqual(len(self.received_by()), before)
        self.assertEqual(self.consent().state, "given")

    def test_agent_may_answer_within_the_old_scope_meanwhile(self):
        ticket = self.agree()
        self.publish()
        self.write("Noch eine Frage")
        self.answer(ticket)
        self.work()
        self.assertEqual(self.free_texts()[-1], "Ich prüfe das.")

    def test_yes_to_the_new_version_is_recorded_with_it(self):
        self.agree()
        self.publish()
        self.write("Noch eine Frage")
        self.tap()
        self.assertEqual(self.consent().state, "given")
        self.assertEqual(self.consent().notice_version, 2)

    def test_editorial_change_asks_nobody(self):
        self.agree()
        self.publish(material=False)
        self.write("Noch eine Frage")
        self.assertEqual(self.consent().state, "given")
        self.assertEqual(len(self.notices()), 1)

    def test_english_writer_gets_the_english_notice(self):
        self.write("Hello, my invoice is wrong, can you please help me?", BRITON)
        body = self.notices(BRITON)[0].payload["interactive"]["body"]["text"]
        self.assertIn("Muster Test GmbH", body)
        self.assertEqual(self.last_notice(BRITON).notice_id.language, "en")
