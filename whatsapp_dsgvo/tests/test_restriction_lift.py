"""Art. 18 (3): a restriction ends after the person was told; the ledger knows both."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.wa_retention_rule import today
from .erasing import ErasureCase


@tagged("post_install", "-at_install")
class TestRestrictionLift(ErasureCase):
    def scene(self):
        super().scene()
        self.restriction = self.case(kind="restriction")
        self.restriction.action_restrict()

    def letter(self, days=0):
        action = self.restriction.action_letter_lift()
        letters = self.env["wa.request.letter"].with_user(self.coordinator)
        letter = letters.browse(action["res_id"])
        ends_on = today() + timedelta(days=days)
        letter.write({"reason": "checked", "ends_on": ends_on})
        letter.text = letter._proposal()
        return letter

    def refused(self, words="tell the person first"):
        with self.assertRaisesRegex(UserError, words):
            self.restriction.action_lift_restriction()
        self.assertTrue(self.subject().restricted)

    def test_nothing_is_lifted_before_the_person_was_told(self):
        self.refused()
        self.letter()
        self.refused()

    def test_every_way_of_telling_counts(self):
        for way in ("send_whatsapp", "sent_by_email", "sent_by_letter"):
            with self.subTest(way):
                self.later(seconds=1)
                self.restriction.action_restrict()
                self.refused()
                getattr(self.letter(), f"action_{way}")()
                self.work()
                self.restriction.action_lift_restriction()
                self.assertFalse(self.subject().restricted)
        told = [text for text in self.free_texts() if "Art. 18" in text]
        self.assertEqual(len(told), 1)
        self.assertIn(self.restriction.name, told[0])

    def test_it_is_lifted_on_the_day_that_was_told(self):
        self.letter(days=7).action_sent_by_letter()
        self.refused("lift it then")
        self.later(days=7)
        self.restriction.action_lift_restriction()
        self.assertFalse(self.subject().restricted)

    def test_a_week_is_proposed_and_a_reason_asked_for(self):
        action = self.restriction.action_letter_lift()
        letters = self.env["wa.request.letter"].with_user(self.coordinator)
        letter = letters.browse(action["res_id"])
        self.assertEqual(letter.ends_on, today() + timedelta(days=7))
        self.assertIn(letter.ends_on.strftime("%d.%m.%Y"), letter.text)
        with self.assertRaisesRegex(UserError, "reason"):
            letter.action_sent_by_letter()

    def test_a_draft_that_waited_too_long_names_another_day(self):
        letter = self.letter(days=1)
        self.later(days=3)
        with self.assertRaisesRegex(UserError, "over already"):
            letter.action_sent_by_letter()
        letter.ends_on = False
        with self.assertRaisesRegex(UserError, "is missing"):
            letter.action_sent_by_letter()
        self.refused()

    def test_what_did_not_arrive_has_told_nobody(self):
        letter = self.letter()
        letter.action_send_whatsapp()
        letter.sudo().message_id._cancel("window_closed")
        self.assertEqual(letter.state, "failed")
        self.refused()

    def test_a_closed_case_is_told_and_lifted_too(self):
        self.restriction.action_done()
        self.letter().action_sent_by_email()
        self.assertEqual(self.restriction.state, "done")
        self.restriction.action_lift_restriction()
        self.assertFalse(self.subject().restricted)

    def test_who_is_not_restricted_is_told_of_no_end(self):
        self.letter().action_sent_by_email()
        draft = self.letter()
        self.restriction.action_lift_restriction()
        with self.assertRaisesRegex(UserError, "Nobody"):
            self.restriction.action_letter_lift()
        self.restriction.action_done()
        with self.assertRaisesRegex(UserError, "closed"):
            draft.action_sent_by_email()

    def test_the_officer_tells_nobody(self):
        with self.assertRaises(AccessError):
            self.restriction.with_user(self.dpo).action_letter_lift()

    def test_the_ledger_has_both_ends_once(self):
        self.restriction.action_restrict()
        self.letter().action_sent_by_letter()
        self.restriction.action_lift_restriction()
        entries = self.env["wa.ledger.entry"].search(
            [
                ("pseudonym", "=", self.subject().uuid),
                ("event", "like", "restrict"),
            ],
            order="id",
        )
        self.assertEqual(entries.mapped("event"), ["restricted", "restriction_lifted"])
        self.assertEqual(entries[0]._payload()["case"], self.restriction.name)
