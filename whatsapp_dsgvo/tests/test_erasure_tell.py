"""The person is told before they are erased: afterwards nobody knows where to write."""

import json
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..report import certificate_pdf
from .erasing import ErasureCase


@tagged("post_install", "-at_install")
class TestErasureTell(ErasureCase):
    def scene(self):
        super().scene()
        self.ticket, self.partner = self.person()

    def told(self):
        """Texts about an erasure which the person got."""
        return [text for text in self.free_texts() if "gelöscht" in text]

    def begun(self, **values):
        job = self.propose(self.partner, told_by="whatsapp", **values)
        self.confirm(job)
        return job

    def waited(self, seconds):
        """As if so many seconds had gone by."""
        self.env.cr.execute(
            "UPDATE wa_message SET queued_at = queued_at - make_interval(secs => %s)",
            [seconds],
        )

    def go_on(self, job):
        """The time for the next look has come."""
        job._admitted_write({"next_try_at": self.now() - timedelta(seconds=1)})
        return self.run_job(job)

    def close_window(self):
        conversation = self.conversation()
        conversation.sudo().last_inbound_at = self.now() - timedelta(days=2)
        self.env.flush_all()

    def certified(self, job):
        self.assertEqual((job.state, job.error), ("done", False))
        return json.loads(job.certificate)["person_told"]

    def sentences(self, job):
        page = certificate_pdf._Page("de")
        return " ".join(page._sentences(json.loads(job.certificate)))

    def test_they_are_told_on_whatsapp_and_then_forgotten(self):
        job = self.begun()
        self.run_job(job)
        self.assertEqual((job.state, job.step), ("running", False))
        self.assertIn("Step 1", job.progress)
        self.assertFalse(self.subject().erased_at)
        self.work()
        (text,) = self.told()
        self.assertIn(job.request_id.name, text)
        self.assertIn("Aufsichtsbehörde", text)
        self.go_on(job)
        self.assertEqual(self.certified(job), "whatsapp")
        self.assertIn("auf WhatsApp mitgeteilt", self.sentences(job))
        self.assertNotIn("telling", {k for k, v in job._facts().items() if v})
        self.assertEqual(self.rows_of(job.subject_ids), {})

    def test_that_the_contact_stays_is_said_too(self):
        self.env["res.partner"].create({"name": "Kind", "parent_id": self.partner.id})
        self.run_job(self.begun())
        self.work()
        (text,) = self.told()
        self.assertIn("Was wir aufbewahren müssen, bleibt gesperrt", text)

    def test_it_is_said_once_however_often_the_job_looks(self):
        job = self.begun()
        for _look in range(3):
            self.go_on(job)
        self.work()
        self.go_on(job)
        self.assertEqual(len(self.told()), 1)
        self.assertEqual(job.state, "done")

    def test_before_its_time_nobody_looks_again(self):
        job = self.begun()
        self.run_job(job)
        self.assertGreater(job.next_try_at, self.now())
        self.assertNotIn(job, job._due())

    def test_in_the_language_they_write(self):
        self.conversation().sudo().language = "en"
        self.run_job(self.begun())
        self.work()
        self.assertTrue(any("are now erased" in text for text in self.free_texts()))

    def test_it_does_not_wait_for_ever(self):
        job = self.begun()
        self.run_job(job)
        self.waited(61)
        self.go_on(job)
        self.assertEqual(self.certified(job), "whatsapp_failed")
        self.assertFalse(self.told())
        self.assertIn("another way", str(job.request_id.activity_ids.mapped("summary")))
        self.assertIn("kam nicht an", self.sentences(job))

    def test_with_the_window_closed_meanwhile_it_goes_on(self):
        job = self.begun()
        self.close_window()
        self.run_job(job)
        self.assertEqual(self.certified(job), "whatsapp_failed")

    def test_whatsapp_is_proposed_while_it_is_open(self):
        action = self.partner.with_user(self.coordinator).action_whatsapp_erase
        wizards = self.env["wa.erasure.start"].with_user(self.coordinator)
        self.assertEqual(wizards.browse(action()["res_id"]).told_by, "whatsapp")
        self.close_window()
        self.assertEqual(wizards.browse(action()["res_id"]).told_by, "other")

    def test_what_is_closed_is_not_chosen(self):
        self.close_window()
        with self.assertRaisesRegex(UserError, "WhatsApp is closed.*another way"):
            self.propose(self.partner, told_by="whatsapp")

    def test_another_way_is_certified_too(self):
        for way, words in (("other", "per E-Mail oder Brief"), ("nobody", "niemand")):
            with self.subTest(way):
                self.write("Hallo?", customer=self.stranger(way))
                subject = self.subject(self.stranger(way))
                job = self.erase(subject=subject, told_by=way)
                self.assertEqual(self.certified(job), way)
                self.assertIn(words, self.sentences(job))
        self.assertFalse(self.told())

    def stranger(self, way):
        return {"other": "+4915155030011", "nobody": "+4915155030012"}[way]
