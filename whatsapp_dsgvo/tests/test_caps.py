"""What nobody gets too much of: automatic messages, and receipts of one decision."""

from odoo import fields
from odoo.tests import tagged

from ..lib.consent import gate
from .common import ERIKA
from .numbers import NumbersCase
from .tools import ToolCase

RECEIPT = "CHOICE_ACK"


@tagged("post_install", "-at_install")
class TestReceipts(ToolCase):
    def receipts(self):
        return len(self.messages(exception_code=RECEIPT))

    def test_one_receipt_for_each_change_of_consent(self):
        self.write("Hallo")
        self.tap(0)
        self.assertEqual((self.consent().state, self.receipts()), ("given", 1))
        self.write("Ja")
        self.tap_again(self.last_notice().choice_nonce, wamid="wamid.yes2")
        self.assertEqual(self.receipts(), 1, "the same yes once more changes nothing")
        self.write("STOP")
        self.write("STOP")
        self.write("Stopp!")
        self.assertEqual((self.consent().state, self.receipts()), ("withdrawn", 2))

    def test_redelivered_yes_is_acknowledged_once(self):
        self.write("Hallo")
        self.sim.add_fault("duplicate_webhook", times=0)
        self.tap(0)
        self.assertEqual(self.receipts(), 1)

    def test_third_change_of_a_day_counts_without_a_receipt(self):
        self.agree()
        self.write("STOP")
        self.later(minutes=5)
        self.write("Ich habe doch noch eine Frage")
        self.write("Ja")
        self.assertEqual(self.receipts(), 2)

    def test_withdrawal_recorded_by_an_agent_writes_to_nobody(self):
        self.agree()
        before = len(self.received_by())
        self.conversation()._withdraw(None, "phone")
        self.work()
        self.assertEqual(len(self.received_by()), before)


@tagged("post_install", "-at_install")
class TestAutomaticMessages(ToolCase):
    def use(self, number, exception=gate.DSR_INFO, subject=None):
        subject = subject or self.subject()
        for _time in range(number):
            self.env["wa.allowance"]._use(subject, exception, fields.Datetime.now())

    def may(self, exception=gate.SAFETY):
        return self.conversation()._may_send(exception).reason or "allowed"

    def test_three_a_day_whatever_they_are(self):
        self.write("Hallo")
        self.assertEqual(self.may(), "allowed")
        self.use(1)
        self.assertEqual(self.may(), "allowed")
        self.use(1, gate.CHOICE_ACK)
        self.assertEqual(self.may(), "cap")
        self.later(hours=25)
        self.assertEqual(self.may(), "window_closed", "no message of our own accord")
        self.write("Noch da?")
        self.assertEqual(self.may(), "allowed")

    def test_ten_in_thirty_days(self):
        self.write("Hallo")
        for _day in range(3):
            self.use(3)
            self.later(hours=25)
        self.write("Hallo?")
        self.assertEqual(self.may(), "cap")
        self.later(days=31)
        self.write("Hallo??")
        self.assertEqual(self.may(), "allowed")

    def test_an_identity_that_is_busy_today_counts_beside_one_busy_last_week(self):
        """A new number does not begin with a clean sheet, and hides none either."""
        self.write("Hallo")
        subject = self.subject()
        old, new = subject._identity_indexes()[0], "index-of-another-identity"
        allowance = self.env["wa.allowance"]
        now = fields.Datetime.now()
        rows = [(old, fields.Datetime.subtract(now, days=5))] * 6 + [(new, now)] * 3
        allowance.create(
            [
                {
                    "company_id": self.company.id,
                    "blind_index": index,
                    "exception_code": gate.DSR_INFO,
                    "sent_at": at,
                }
                for index, at in rows
            ]
        )
        vals = {"kind": "bsuid", "blind_index": new}
        self.assertEqual(allowance._counts(subject, gate.DSR_INFO, now)[subject][0], 1)
        self._add_identity(subject, vals)
        counted = allowance._counts(subject, gate.DSR_INFO, now)[subject]
        self.assertEqual(counted, (3, 7, 3))

    def _add_identity(self, subject, vals):
        sealed = subject.identity_ids[:1].with_context(bin_size=False)
        sealed.copy({**vals, "value_sealed": sealed.value_sealed})

    def test_who_was_erased_does_not_begin_anew(self):
        """The count is by keyed hash, so it outlives the person."""
        self.write("Hallo")
        self.use(2)
        self.assertEqual(self.may(), "cap")
        old = self.subject()
        index = self.env["wa.vault"]._index("phone", ERIKA)
        old.identity_ids.unlink()
        self.write("Hallo, ich noch einmal")
        self.assertNotEqual(self.subject(), old)
        self.assertIn(index, self.subject()._identity_indexes())
        self.assertEqual(self.may(), "cap")
        self.assertEqual(len(self.notices()), 1, "not even the notice")


@tagged("post_install", "-at_install")
class TestNumbersTogether(NumbersCase):
    def test_numbers_of_a_company_share_the_cap_and_others_do_not(self):
        """Erika had notice and receipt on the first number; one more is left."""
        self.write("Guten Tag", ERIKA, phone_id=self.second.phone_number_id)
        self.tap(0, ERIKA)
        sent = [m for m in self.received_by(ERIKA) if m.type in ("interactive", "text")]
        self.assertEqual(len(sent), 3, "the receipt of the second yes was the fourth")
        self.write("Guten Tag", ERIKA, phone_id=self.other.phone_number_id)
        self.assertEqual(len(self.received_by(ERIKA)), 4)
