"""A restriction survives a restore (T-39); of set and lifted the later one stands."""

from odoo import fields
from odoo.tests import tagged

from ..models.wa_retention_rule import today
from .common import ERIKA
from .restoring import RestoreCase
from .tools import change, text_message

SET, LIFTED = "restricted", "restriction_lifted"


@tagged("post_install", "-at_install")
class TestRestoreRestriction(RestoreCase):
    def scene(self):
        super().scene()
        self.agree()

    def told(self):
        """What the journal has been told since the last time."""
        known = self.env["wa.journal.mark"]._known_seq()
        self.run_cron("cron_seal")
        return {entry.kind for entry in self.store().journal_since(known)}

    def minute(self, number):
        """Minutes from now, as the journal writes it."""
        at = fields.Datetime.add(fields.Datetime.now(), minutes=number)
        return f"{at.isoformat(timespec='seconds')}Z"

    def request(self):
        requests = self.env["wa.request"].with_user(self.coordinator)
        people = [(6, 0, self.subject().ids)]
        company = self.company.id
        return requests.create(
            {"kind": "restriction", "company_id": company, "subject_ids": people}
        )

    def lift(self, case):
        letters = self.env["wa.request.letter"].with_user(self.coordinator)
        letter = letters.browse(case.action_letter_lift()["res_id"])
        letter.write({"reason": "agreed", "ends_on": today()})
        letter.text = letter._proposal()
        letter.action_sent_by_letter()
        case.action_lift_restriction()

    def test_the_journal_is_told_when_it_is_set_and_lifted(self):
        self.run_cron("cron_seal")
        case = self.request()
        case.action_restrict()
        self.assertEqual(self.told(), {SET})
        case.action_restrict()
        self.assertFalse(self.told())
        self.lift(case)
        self.assertEqual(self.told(), {LIFTED})

    def test_a_forgotten_restriction_is_set_again(self):
        self.lose(self.index(), kind=SET, at=self.minute(1))
        self.replay_all()
        self.assertTrue(self.subject().restricted)
        entries = self.env["wa.ledger.entry"].search(
            [("event", "=", SET), ("pseudonym", "=", self.subject().uuid)]
        )
        self.assertEqual(entries.actor_kind, "system")

    def test_a_forgotten_end_is_lifted_again(self):
        self.request().action_restrict()
        self.run_cron("cron_seal")
        self.lose(self.index(), kind=LIFTED, at=self.minute(1))
        self.replay_all()
        self.assertFalse(self.subject().restricted)

    def test_the_later_one_stands_in_either_order(self):
        for kinds in ((SET, LIFTED), (LIFTED, SET)):
            with self.subTest(kinds):
                for number, kind in enumerate(kinds):
                    self.lose(self.index(), kind=kind, at=self.minute(1 + number))
                self.replay_all()
                self.assertEqual(self.subject().restricted, kinds[-1] == SET)
                self.release()
                self.later(minutes=5)

    def test_the_journal_may_have_them_in_another_order(self):
        self.lose(self.index(), kind=SET, at=self.minute(2))
        self.lose(self.index(), kind=LIFTED, at=self.minute(1))
        self.replay_all()
        self.assertTrue(self.subject().restricted)

    def test_what_people_did_since_the_restore_is_not_undone(self):
        self.lose(self.index(), kind=LIFTED, at=self.minute(0))
        self.blocks()
        self.later(minutes=1)
        self.request().action_restrict()
        self.replay()
        self.assertEqual(self.restore().state, "replayed")
        self.assertTrue(self.subject().restricted)

    def test_told_twice_it_is_set_once(self):
        for _twice in range(2):
            self.lose(self.index(), kind=SET, at=self.minute(1))
        self.replay_all()
        entries = self.env["wa.ledger.entry"].search(
            [("event", "=", SET), ("pseudonym", "=", self.subject().uuid)]
        )
        self.assertEqual(len(entries), 1)

    def test_whoever_has_the_number_since_is_not_restricted(self):
        before = self.minute(0)
        former = self.subject()
        self.later(minutes=1)
        contact = {"wa_id": ERIKA.lstrip("+"), "user_id": "DE.2222222222"}
        message = text_message("wamid.2", "Guten Tag", from_user_id="DE.2222222222")
        self.take(change(message, contacts=[contact]))
        self.run_cron("cron_seal")
        self.lose(self.index(), kind=SET, at=before)
        self.replay_all()
        self.assertNotEqual(self.subject(), former)
        self.assertEqual((former.restricted, self.subject().restricted), (True, False))
