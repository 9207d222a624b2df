"""LK-02: whom we asked in vain is forgotten in seven days, number and name included."""

from unittest.mock import patch

from odoo.tests import tagged

from .test_retention_people import PeopleCase


@tagged("post_install", "-at_install")
class TestSilent(PeopleCase):
    """The notice says: without a yes everything is deleted, and that is the number, too."""

    def asked(self):
        self.write("Hallo, sind Sie da?")
        held = self.messages(state="held", triage_decision=False)
        held.with_user(self.triage).action_triage_nothing()
        return self.subject()

    def pass_days(self, days):
        self.later(days=days)
        self.env["wa.conversation"]._expire_consents()
        self.delete_due()

    def test_who_never_answered_is_forgotten_after_the_seven_days(self):
        person = self.asked()
        uuid = person.uuid
        self.pass_days(6)
        self.assertTrue(self.messages(direction="in"))
        run = type(self.env["wa.retention.run"])
        with patch.object(run, "_batch_silent", return_value=(0, None, [])):
            self.pass_days(2)
        self.assertFalse(self.messages())
        self.assertTrue(person.exists())
        self.assertEqual(self.rule("LK-02").due_now, 1)
        self.pass_days(1)
        self.assertFalse(person.exists())
        self.assertEqual(self.rule("LK-02").due_now, 0)
        self.pass_days(1)
        self.assertIsNone(self.living_key(uuid, "person"))
        entries = self.env["wa.ledger.entry"].sudo().search([("pseudonym", "=", uuid)])
        self.assertTrue(entries)
        self.assertFalse(any(entries.mapped("blob")))

    def test_what_nobody_has_seen_stays_with_its_sender(self):
        self.write("Hallo, sind Sie da?")
        person = self.subject()
        self.pass_days(60)
        self.assertTrue(person.exists())
        self.assertTrue(self.messages(state="held"))

    def test_who_wrote_since_has_seven_days_again(self):
        person = self.asked()
        self.later(days=5)
        self.asked()
        self.pass_days(3)
        self.assertTrue(person.exists())
        self.pass_days(6)
        self.assertFalse(person.exists())

    def test_who_writes_again_is_asked_again(self):
        self.asked()
        self.pass_days(9)
        self.write("Hallo?")
        self.assertEqual(self.last_notice().notice_form, "full")

    def test_who_was_reminded_three_times_is_not_again_within_a_month(self):
        """Forgotten or not (decision 2): the keyed hash remembers it."""
        person = self.asked()
        for _reminder in range(3):
            self.later(hours=25)
            self.asked()
            self.assertEqual(self.last_notice().notice_form, "short")
        self.pass_days(9)
        self.assertFalse(person.exists())
        self.write("Hallo?")
        self.later(hours=25)
        self.write("Hallo??")
        forms = self.messages(exception_code="NOTICE").mapped("notice_form")
        self.assertEqual(forms, ["full"])

    def test_there_is_no_third_question_in_a_window_that_never_shuts(self):
        """I6, also when the first of them was deleted meanwhile."""
        for _day in range(12):
            self.asked()
            self.later(hours=23)
            self.env["wa.conversation"]._expire_consents()
            self.delete_due()
        self.assertEqual(len(self.notices()), 2)
        self.later(hours=25)
        self.asked()
        self.assertEqual(len(self.notices()), 3)

    def test_there_is_no_fourth_reminder_when_notices_went_before_their_person(self):
        """Their messages wait for the triage, so they stay, and their notices go."""
        self.write("Hallo")
        reminder = self.last_notice().notice_id.body_short
        self.later(minutes=1)
        self.write("Hallo, ist da jemand?")
        self.later(days=5)
        self.write("Noch immer niemand?")
        newest = self.received_by()[-1].id
        self.pass_days(3)
        self.assertEqual(len(self.messages(exception_code="NOTICE")), 1)
        self.later(days=1)
        self.write("Dann eben heute?")
        self.later(minutes=1)
        self.write("Oder morgen?")
        self.later(days=2)
        self.write("Ich frage noch einmal")
        told = [sent.payload["interactive"]["body"]["text"] for sent in self.notices()]
        self.assertEqual(told.count(reminder), 3)
        self.pass_days(2)
        self.tap(message=newest)
        self.assertEqual(self.consent().state, "given")

    def test_a_notice_has_no_period_while_its_question_is_open_again(self):
        self.asked()
        self.later(days=7, hours=1)
        self.env["wa.conversation"]._expire_consents()
        self.env.flush_all()
        self.env["wa.message"]._start_without_ticket(100)
        self.env.invalidate_all()
        notice = self.last_notice()
        self.assertEqual(notice.retention_class, "LK-02")
        self.write("Hallo?")
        self.assertEqual(
            (notice.retention_class, notice.retention_from), ("LK-03", False)
        )

    def test_a_no_is_remembered(self):
        person = self.asked()
        self.tap(1)
        self.pass_days(8)
        self.pass_days(60)
        self.assertTrue(person.exists())

    def test_who_has_ever_agreed_is_evidence(self):
        self.closed("no")
        person = self.subject()
        self.pass_days(400)
        self.pass_days(400)
        self.assertEqual(person.consent_ids[:1].state, "expired")
        self.assertTrue(person.exists())

    def test_who_asked_for_erasure_is_erased_and_not_just_forgotten(self):
        person = self.asked()
        self.env["wa.request"]._receive(person, "erasure")
        self.pass_days(8)
        self.pass_days(60)
        self.assertTrue(person.exists())
