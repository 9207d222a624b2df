"""LK-05: what an agent calls a voucher stays eight years (§ 147 AO), then it goes."""

from odoo import fields
from odoo.tests import tagged

from .common import ERIKA
from .erasing import ErasureCase
from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestVoucher(RetentionCase, ErasureCase):
    def scene(self):
        super().scene()
        self.ticket = self.closed("voucher", text="Anbei Ihre Gutschrift")
        self.vouchers = self.of_ticket(self.ticket)
        self.person_ = self.subject(ERIKA)

    def years_later(self, years):
        self.later(days=round(365.25 * years))
        self.delete_due()

    def test_the_agent_says_it_of_the_ticket(self):
        self.assertEqual(self.ticket.whatsapp_keep, "voucher")
        self.assertEqual(set(self.vouchers.mapped("retention_class")), {"LK-05"})
        self.assertTrue(all(self.vouchers.mapped("retention_from")))

    def test_it_stays_a_voucher_after_stop_and_whatever_the_sender_takes_back(self):
        self.write("STOPP")
        vouchers = self.of_ticket(self.ticket)
        self.assertEqual(set(vouchers.mapped("retention_class")), {"LK-05"})
        self.assertTrue(all(message._must_stay() for message in vouchers))

    def test_it_gets_the_key_of_what_is_kept_and_can_still_be_read(self):
        words = [message._content()["text"] for message in self.vouchers]
        self.later(days=230)
        self.delete_due()
        self.env.invalidate_all()
        self.assertEqual(set(self.vouchers.mapped("key_class")), {"kept"})
        self.assertIsNone(self.living_key(self.person_.uuid))
        self.assertEqual(
            [message._content()["text"] for message in self.vouchers], words
        )

    def test_it_outlives_a_letter_and_goes_with_its_key_after_eight_years(self):
        uuid = self.person_.uuid
        self.years_later(7.5)
        self.assertTrue(self.of_ticket(self.ticket))
        self.years_later(2)
        self.assertEqual(self.line("LK-05").done, len(self.vouchers))
        self.assertFalse(self.of_ticket(self.ticket))
        self.assertIsNone(self.living_key(uuid, "kept"))

    def test_the_dry_run_counts_it_and_deletes_nothing(self):
        self.later(days=366 * 9 + 1)
        runs = self.env["wa.retention.run"].with_user(self.coordinator)
        runs.action_dry_run()
        self.assertEqual(self.rule("LK-05").due_now, len(self.vouchers))
        self.assertTrue(self.vouchers.exists())

    def test_an_erasure_says_until_when_it_is_held_and_by_which_law(self):
        until = f"{fields.Date.today().year + 8}-12-31"
        (fact,) = self.person_._kept_facts()
        self.assertEqual((fact["norm"], fact["until"]), ("§ 147 AO", until))
        job = self.erase(subject=self.person_)
        self.assertEqual(self.vouchers.exists(), self.vouchers)
        self.assertEqual(job._facts()["kept"][0]["until"], until)

    def test_what_need_not_be_kept_after_all_is_of_the_class_it_would_have(self):
        """After STOP thirty days, never again the six months of a conversation."""
        self.write("STOPP")
        self.decide(self.ticket, "no")
        classes = set(self.of_ticket(self.ticket).mapped("retention_class"))
        self.assertEqual(classes, {"LK-03w"})

    def test_a_special_category_is_kept_if_it_is_a_voucher_and_goes_soon_if_not(self):
        for answer, klass in (("no", "LK-03s"), ("voucher", "LK-05")):
            message = self.vouchers[:1]
            self.decide(self.ticket, "no")
            message._admitted_write({"retention_class": "LK-03s"})
            self.decide(self.ticket, answer)
            with self.subTest(answer):
                self.assertEqual(message.retention_class, klass)

    def test_the_deletion_concept_says_that_the_run_does_it(self):
        documents = self.env["wa.document"].with_user(self.coordinator)
        concept = documents._generate("retention", "de", self.company)
        (section,) = [
            part for part in concept._sections() if part["heading"].startswith("LK-05")
        ]
        told = {line["label"]: line["value"] for line in section["lines"]}
        self.assertIn("Buchungsbelege", section["heading"])
        self.assertIn("8 Jahre", told["Frist"])
        self.assertEqual(told["Erledigt durch"], "Löschlauf")
