"""Meta's contact book loses who is erased, and the certificate says what became of it."""

import io
import json

from pypdf import PdfReader

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..report import certificate_pdf
from .common import ERIKA
from .erasing import ErasureCase

KIM = "+4915155500004"  # hides the number from businesses
RUN = "odoo.addons.whatsapp_dsgvo.models.wa_erasure_run"


class BookCase(ErasureCase):
    def kept_at_meta(self, customer=ERIKA):
        bsuids = {bsuid for _business, bsuid in self.sim.world.contact_book}
        return self.sim.person(customer).user_id in bsuids

    def proposed(self):
        job = self.propose(subject=self.subject())
        self.confirm(job)
        return job

    def book(self, job):
        return json.loads(job.certificate)["meta"]["book"]

    def page(self, job, lang="de_DE"):
        pdf = certificate_pdf.render(json.loads(job.certificate), lang)
        pages = PdfReader(io.BytesIO(pdf)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def preview(self):
        return self.wizard(subject=self.subject()).beyond_text


@tagged("post_install", "-at_install")
class TestErasureBookApart(BookCase):
    def test_a_book_that_is_switched_off_has_no_entry(self):
        self.sim.configure(contact_book=False)
        self.agree()
        job = self.run_job(self.proposed())
        self.assertEqual(self.book(job), {"asked": 1, "deleted": 0, "absent": 1})

    def test_who_hides_the_number_has_no_entry_with_one(self):
        self.write("Guten Tag", KIM)
        self.assertFalse(self.kept_at_meta(KIM))
        own = [("company_id", "=", self.company.id)]
        job = self.propose(subject=self.env["wa.identity"].search(own).subject_id)
        self.confirm(job)
        self.assertEqual(self.book(self.run_job(job))["absent"], 1)


@tagged("post_install", "-at_install")
class TestErasureBook(BookCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def test_the_entry_goes_and_the_certificate_says_so(self):
        self.assertTrue(self.kept_at_meta())
        job = self.run_job(self.proposed())
        self.assertFalse(self.kept_at_meta())
        self.assertEqual(self.book(job), {"asked": 1, "deleted": 1, "absent": 0})
        self.assertIn("gelöscht: 1; nicht vorhanden: 0", self.page(job))
        self.assertIn("deleted: 1; not there: 0", self.page(job, "en_US"))
        self.assertFalse(job._facts()["book"])

    @mute_logger(RUN)
    def test_meta_away_is_asked_again_and_who_was_answered_is_not(self):
        job = self.proposed()
        self.sim.add_fault("503", times=1, endpoint="contact_book")
        self.run_job(job)
        self.assertEqual(job.error, "meta")
        self.later(minutes=2)
        self.run_job(job)
        self.assertEqual(job.state, "done")
        self.assertEqual(self.book(job), {"asked": 1, "deleted": 1, "absent": 0})

    @mute_logger(RUN)
    def test_what_was_deleted_stays_counted_while_something_else_waits(self):
        self.send_file_to(self.ticket)
        job = self.proposed()
        self.sim.add_fault("503", times=1, endpoint="media_delete")
        self.run_job(job)
        self.assertEqual(job.error, "meta")
        self.later(minutes=2)
        self.run_job(job)
        self.assertEqual(self.book(job), {"asked": 1, "deleted": 1, "absent": 0})
        self.assertEqual(len(self.sim.calls("contact_book")), 1)

    @mute_logger(RUN)
    def test_a_refusal_holds_up_nothing_and_is_told(self):
        job = self.proposed()
        self.sim.add_fault("error", times=0, endpoint="contact_book", code=100)
        self.run_job(job)
        self.assertEqual(job.state, "done")
        self.assertEqual(self.book(job), {"asked": 1, "deleted": 0, "absent": 0})
        self.assertIn("bis wir das Kontaktbuch abschalten", self.page(job))
        self.assertNotIn("gelöscht:", self.page(job))

    @mute_logger(RUN)
    def test_meta_away_for_long_is_told_as_what_it_is(self):
        job = self.proposed()
        self.sim.add_fault("503", times=0, endpoint="contact_book")
        for _try in range(4):
            self.run_job(job)
            self.later(hours=2)
        self.assertEqual(job.state, "done")
        self.assertEqual(self.book(job), {"asked": 1, "deleted": 0, "absent": 0})

    def test_without_a_bsuid_nothing_can_be_asked_and_that_is_said(self):
        own = self.subject().identity_ids.filtered(lambda one: one.kind == "bsuid")
        own.sudo().unlink()
        self.assertIn("No WhatsApp ID is known", self.preview())
        job = self.run_job(self.proposed())
        self.assertEqual(self.book(job)["asked"], 0)
        self.assertFalse(self.sim.calls("contact_book"))
        self.assertIn("wir kannten keine", self.page(job))

    def test_the_preview_says_it_before(self):
        self.assertIn("delete the entry in its contact book", self.preview())
