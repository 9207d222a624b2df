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
