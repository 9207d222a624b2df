"""Erasing a person: request, preview, four eyes, job, certificate."""

import json
import os

from odoo.tests import tagged

from ..lib.privacy import certificate
from .common import ERIKA
from .erasing import PersonCase


@tagged("post_install", "-at_install")
class TestErasure(PersonCase):
    def test_nothing_of_the_person_is_left(self):
        subject = self.subject()
        job = self.erase(self.partner)
        self.assertEqual((job.state, job.error), ("done", False))
        self.assertEqual(self.rows_of(subject), {})
        self.assertFalse(self.partner.exists())
        self.assertFalse(subject.profile_name_sealed or subject.partner_id)
        self.assertFalse(self.ticket.whatsapp_conversation_id or self.ticket.partner_id)

    def test_preview_is_what_is_done(self):
        job = self.erase(self.partner)
        facts = job._facts()
        done = {name: facts["done"][name] for name in facts["preview"]}
        self.assertEqual(done, facts["preview"])
        self.assertGreater(done["messages"], 3)
        self.assertEqual(done["files"], 1)

    def test_keys_are_destroyed_for_good(self):
        subject = self.subject()
        store = self.env["wa.vault"]._vault().store
        self.assertTrue(store.get(subject.uuid, "content"))
        self.erase(self.partner)
        self.assertIsNone(store.get(subject.uuid, "content"))
        self.assertIsNone(store.get(subject.uuid, "evidence"))
        self.assertTrue(store.is_destroyed(subject.uuid, "content"))

    def test_files_are_gone_from_the_disk(self):
        media = self.env["wa.media"].search([("subject_id", "=", self.subject().id)])
        attachment = media.attachment_id
        path = attachment._full_path(attachment.store_fname)
        self.assertTrue(os.path.exists(path))
        job = self.erase(self.partner)
        self.assertFalse(os.path.exists(path))
        self.assertFalse(attachment.exists())
        self.assertEqual(job._facts()["files_gone"], 1)

    def test_chain_of_evidence_still_verifies_without_its_contents(self):
        uuid = self.subject().uuid
        self.erase(self.partner)
        self.run_cron("cron_seal")
        entries = self.env["wa.ledger.entry"].search([("pseudonym", "=", uuid)])
        self.assertTrue(entries)
        self.assertFalse(any(entry.blob for entry in entries))
        report = self.env["wa.ledger.entry"]._verify(self.company)
        self.assertTrue(report.ok, report.problems)

    def test_journal_outside_the_database_knows_it(self):
        indexes = self.subject()._identity_indexes()
        self.erase(self.partner)
        marks = self.env["wa.journal.mark"].search([("kind", "=like", "erasure%")])
        named = marks.filtered(lambda mark: mark.kind == "erasure_of_person/contact")
        self.assertEqual(len(named), 1)
        self.assertEqual(set((marks - named).mapped("digest")), set(indexes))
        self.assertTrue(all(marks.mapped("seq")))
        store = self.env["wa.vault"]._vault().store
        told = {
            entry.digest
            for entry in store.journal_since(0)
            if entry.kind == "erasure_of_identity/contact"
        }
        scoped = {f"{self.company.id}/{index}" for index in indexes}
        self.assertLessEqual(scoped, told)

    def test_chatter_has_no_entry_of_the_person_any_more(self):
        stubs = self.ticket.message_ids.filtered(
            lambda m: m.message_type == "whatsapp_message" or m.whatsapp_message_ids
        )
        self.assertTrue(stubs)
        self.erase(self.partner)
        self.assertFalse(stubs.exists())
        self.assertIn("DS-", self.ticket.message_ids[0].body)

    def test_files_are_deleted_at_meta(self):
        """What agents sent; received files went there once we had them."""
        self.send_file_to(self.ticket)
        (upload,) = self.uploads()
        self.assertFalse(upload.deleted)
        job = self.erase(self.partner)
        self.assertTrue(all(row.deleted for row in self.sim.media))
        meta = json.loads(job.certificate)["meta"]
        self.assertEqual((meta["asked"], meta["confirmed"]), (1, 1))

    def test_meta_is_not_asked_for_what_it_deleted_already(self):
        (received,) = self.env["wa.media"].search(
            [("subject_id", "=", self.subject().id)]
        )
        self.assertNotIn("media_id", received._facts())
        self.assertEqual(received._facts()["name"], "Rechnung Muster.pdf")
        meta = json.loads(self.erase(self.partner).certificate)["meta"]
        self.assertEqual((meta["asked"], meta["confirmed"]), (0, 0))

    def test_certificate_verifies_and_names_nobody(self):
        job = self.erase(self.partner)
        told = json.loads(job.certificate)
        self.assertTrue(certificate.verify(job.certificate))
        self.assertTrue(job._verify_certificate())
        self.assertEqual(told["number"], job.request_id.name)
        for secret in ("Erika", "Muster.pdf", ERIKA[1:], ERIKA[-6:], "wamid"):
            self.assertNotIn(secret, job.certificate)
        forged = job.certificate.replace('"files": 1', '"files": 2')
        self.assertNotEqual(forged, job.certificate)
        self.assertFalse(certificate.verify(forged))

    def test_certificate_as_pdf_in_both_languages(self):
        job = self.erase(self.partner)
        for lang in ("de_DE", "en_US"):
            if lang == "en_US" or self.env["res.lang"]._get_code(lang) == lang:
                self.dpo.lang = lang
                self.assertTrue(self.pdf(job).startswith(b"%PDF"))

    def pdf(self, job):
        answer = self.get(job.action_certificate_pdf()["url"], self.dpo)
        self.assertEqual(answer.status_code, 200)
        return answer.content

    def test_request_waits_for_the_answer_and_names_nobody(self):
        job = self.erase(self.partner)
        request = job.request_id
        self.assertEqual((request.state, request.decision), ("answer", "full"))
        self.assertFalse(request.partner_id)
