"""Reading what people wrote in a request, or were written, is logged, too."""

from odoo.tests import Form, tagged

from .erasing import ErasureCase

WRONG = "Mein Vorname ist Erika, nicht Erica."


@tagged("post_install", "-at_install")
class TestReadingCases(ErasureCase):
    def scene(self):
        super().scene()
        self.ticket, self.partner = self.person()
        self.seen = self.env["wa.read.log"].search([]).ids

    def log(self, what):
        domain = [("what", "=", what), ("id", "not in", self.seen)]
        return self.env["wa.read.log"].search(domain)

    def case(self, kind, **values):
        people = [(6, 0, self.subject().ids)]
        vals = {"kind": kind, "company_id": self.company.id, "subject_ids": people}
        requests = self.env["wa.request"].with_user(self.coordinator)
        return requests.create({**vals, **values})

    def correction(self, **values):
        case = self.case("rectification", **values)
        case._add_correction(WRONG)
        self.env.invalidate_all()
        return case

    def letter(self):
        action = self.case("access").action_letter_receipt()
        letters = self.env["wa.request.letter"].with_user(self.coordinator)
        self.env.invalidate_all()
        return letters.browse(action["res_id"])

    def logged(self, what):
        return [(e.pseudonym, e.company_id, e.count) for e in self.log(what)]

    def mine(self):
        return [(self.subject().uuid, self.company, 1)]

    def test_a_correction_is_logged_when_the_coordination_reads_it(self):
        case = self.correction()
        self.assertFalse(self.log("correction"))
        case.read(["name", "state"])
        self.assertFalse(self.log("correction"))
        (row,) = case.read(["correction"])
        self.assertEqual(row["correction"], WRONG)
        self.assertEqual(self.logged("correction"), self.mine())

    def test_who_sees_no_words_leaves_no_entry(self):
        case = self.correction()
        (row,) = case.with_user(self.dpo).read(["correction"])
        self.assertFalse(row["correction"])
        self.assertFalse(self.case("access").correction)
        self.assertFalse(self.log("correction"))

    def test_a_correction_of_nobody_on_whatsapp_is_logged_without_a_person(self):
        case = self.correction(subject_ids=[(5,)])
        self.assertEqual(case.correction, WRONG)
        self.assertEqual(self.logged("correction"), [(False, self.company, 1)])

    def test_a_letter_is_logged_when_it_is_opened(self):
        letter = self.letter()
        self.assertFalse(self.log("letter"))
        letter.read(["kind", "state"])
        self.assertFalse(self.log("letter"))
        self.assertTrue(letter.text)
        self.assertEqual(self.logged("letter"), self.mine())
        self.env.invalidate_all()
        self.assertTrue(letter.with_user(self.dpo).text)
        self.assertEqual(len(self.log("letter")), 2)

    def test_a_letter_is_logged_when_its_file_is_fetched(self):
        letter = self.letter()
        self.assertTrue(letter.pdf)
        self.assertEqual(self.logged("letter"), self.mine())

    def test_a_letter_is_edited_in_its_form(self):
        with Form(self.letter()) as form:
            form.language = "en"
        self.assertTrue(self.log("letter"))
        self.assertEqual(
            {row[0] for row in self.logged("letter")}, {self.subject().uuid}
        )

    def test_an_erased_letter_is_not_logged(self):
        letter = self.letter()
        letter.sudo()._forget_text()
        self.env.invalidate_all()
        self.assertFalse(letter.text)
        self.assertFalse(self.log("letter"))
