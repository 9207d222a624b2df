"""The numbers of the certificate are those of the world, and its scope is told."""

import io
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader

from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..models import guard, wa_erasure_scan
from ..report import certificate_pdf, certificate_words
from .erasing import PersonCase
from .privacy_cases import hold


def pdf_text(paper):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


@tagged("post_install", "-at_install")
class TestErasureCertified(PersonCase):
    def certified(self, partner):
        job = self.erase(partner)
        self.assertEqual(job.state, "done")
        return job, json.loads(job.certificate)

    def second_ticket(self, ticket, user):
        """Another one of the same conversation, done by this colleague."""
        return guard.admitted(ticket).copy(
            {
                "whatsapp_conversation_id": ticket.whatsapp_conversation_id.id,
                "user_id": user.id,
                "stage_id": self.closed_stage().id,
            }
        )

    def closed_stage(self):
        return self.env["helpdesk.ticket.stage"].search(
            [("closed", "=", True)], limit=1
        )

    def test_how_the_identity_was_proven_is_told_in_words(self):
        job, told = self.certified(self.partner)
        level = str(told["request"]["identity_level"])
        german, english = certificate_words.LEVELS[level]
        for lang, words in (("de_DE", german), ("en_US", english)):
            # the paper breaks it into lines
            paper = pdf_text(certificate_pdf.render(told, lang)).split()
            self.assertIn(words, " ".join(paper))
        self.assertTrue(job._verify_certificate())

    def test_colleagues_are_counted_and_not_their_tickets(self):
        for user in (self.agent, self.agent, self.second):
            self.second_ticket(self.ticket, user)
        job, told = self.certified(self.partner)
        self.assertEqual(len(job.ticket_ids), 4)
        self.assertEqual(told["colleagues_asked"], 2)

    def test_all_places_are_counted_and_some_are_listed(self):
        most = wa_erasure_scan.MOST
        self.env["res.partner"].create(
            [
                {"name": f"Notiz {number}", "comment": "Erika: 01515 55 000 01"}
                for number in range(most + 5)
            ]
        )
        preview = self.wizard(self.partner).review_text
        self.assertIn(f"and {most + 5 - wa_erasure_scan.SHOWN} more", preview)
        job, told = self.certified(self.partner)
        self.assertEqual(told["copies_to_be_checked_by_hand"], most + 5)
        self.assertEqual(len(job._facts()["copies"]), most)
        listed = job.with_context(lang="en_US").copies_text
        self.assertIn(f"and {most + 5 - wa_erasure_scan.SHOWN} more", listed)

    def test_nothing_more_is_told_of_a_few_places(self):
        self.env["res.partner"].create({"name": "Notiz", "comment": "01515 55 000 01"})
        self.assertNotIn("more places", self.wizard(self.partner).review_text)

    def test_scope_and_anchor_are_told(self):
        kinds = self.subject().identity_ids.mapped("kind")
        _job, told = self.certified(self.partner)
        self.assertIn("phone", kinds)
        scope = {"identities": {kind: kinds.count(kind) for kind in kinds}}
        self.assertEqual(told["scope"], {**scope, "contact": True})
        anchors = self.env["wa.ledger.anchor"].search(
            [("company_id", "=", self.company.id), ("seq", "=", told["ledger"]["seq"])]
        )
        self.assertIn(told["ledger"]["anchor"], anchors.mapped("text"))
        self.assertIn(told["ledger"]["entry_hash"], told["ledger"]["anchor"])

    def test_every_key_that_is_destroyed_is_counted(self):
        uuid = self.subject().uuid
        store = self.env["wa.vault"]._vault().store
        classes = ("person", "content", "evidence", "kept")
        living = [klass for klass in classes if store.get(uuid, klass)]
        _job, told = self.certified(self.partner)
        self.assertIn("person", living)
        self.assertEqual(told["erased"]["keys"], len(living))

    def test_the_officer_and_the_keys_are_named(self):
        uuid = self.subject().uuid
        store = self.env["wa.vault"]._vault().store
        living = [
            f"{key.subject}/{key.klass}/{key.version}"
            for key in (store.get(uuid, k) for k in ("person", "content", "evidence"))
            if key
        ]
        job, told = self.certified(self.partner)
        self.assertEqual(told["key_ids"], sorted(living))
        self.assertEqual(len(living), told["erased"]["keys"])
        self.assertTrue(living)
        self.assertFalse(any(store.get(*one.split("/")[:2]) for one in living))
        self.assertEqual(told["data_protection_officer"], self.channel.dpo_contact)
        self.assertTrue(job._verify_certificate())
        for lang, word in (
            ("de", "Datenschutzbeauftragte/r"),
            ("en", "Data protection"),
        ):
            text = pdf_text(certificate_pdf.render(told, lang))
            self.assertIn(word, text)
            self.assertIn("Dora Datenschutz", text)
            # what is published is the fingerprint, not the key
            self.assertIn(job._fingerprint(), "".join(text.split()))

    def test_where_no_officer_is_named_none_is_told(self):
        self.channel.dpo_contact = False
        _job, told = self.certified(self.partner)
        self.assertEqual(told["data_protection_officer"], "")
        text = pdf_text(certificate_pdf.render(told, "de"))
        self.assertNotIn("Datenschutzbeauftragte", text)

    def test_the_key_of_what_is_kept_is_not_counted(self):
        hold(self.env, self.subject(), self.messages(kind="document"))
        _job, told = self.certified(self.partner)
        self.assertEqual(told["erased"]["keys"], 3)

    def test_it_verifies_without_our_software(self):
        job, _told = self.certified(self.partner)
        script = Path(file_path("whatsapp_dsgvo")).parent / "docs/verify_certificate.py"
        with TemporaryDirectory() as folder:
            path = Path(folder) / "certificate.json"
            for text, code in (
                (job.certificate, 0),
                (job.certificate.replace('"phone": 1', '"phone": 2'), 1),
            ):
                path.write_text(text, encoding="utf-8")
                run = subprocess.run(
                    [sys.executable, str(script), str(path)],
                    capture_output=True,
                    check=False,
                )
                self.assertEqual(run.returncode, code, run.stdout + run.stderr)

    def test_one_signed_before_it_told_this_is_still_drawn(self):
        _job, told = self.certified(self.partner)
        del told["scope"], told["ledger"]["anchor"]
        del told["data_protection_officer"], told["key_ids"]
        self.assertTrue(certificate_pdf.render(told, "de_DE").startswith(b"%PDF"))
