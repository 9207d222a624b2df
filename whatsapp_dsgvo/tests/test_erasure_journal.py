"""Nothing is erased before every place that was set up for the journal knows it."""

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.privacy import erasure
from ..models import key_places
from .erasing import ErasureCase

MODELS = "odoo.addons.whatsapp_dsgvo.models"


@tagged("post_install", "-at_install")
class TestErasureJournal(ErasureCase):
    def setUp(self):
        super().setUp()
        names = ("wa_erasure_run", "wa_journal_mark")
        self.enterContext(mute_logger(*(f"{MODELS}.{name}" for name in names)))
        self.enterContext(patch.dict(os.environ))
        os.environ.pop("WHATSAPP_DSGVO_JOURNAL_DIR", None)
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("whatsapp_dsgvo.second_journal_since", False)

    def second_journal(self):
        folder = Path(self.enterContext(TemporaryDirectory()))
        os.environ["WHATSAPP_DSGVO_JOURNAL_DIR"] = str(folder)
        marks = self.env["wa.journal.mark"]
        marks._catch_up(marks._sinks())
        (file,) = folder.glob("*.journal")
        return file

    def is_protected(self, job):
        self.assertEqual(job.state, "done")
        return json.loads(job.certificate)["protected_against_restore"]

    def test_two_places_know_it(self):
        self.second_journal()
        _ticket, partner = self.person()
        self.assertTrue(self.is_protected(self.erase(partner)))

    def test_without_a_second_place_the_certificate_says_so(self):
        _ticket, partner = self.person()
        self.assertFalse(self.is_protected(self.erase(partner)))

    def assert_waits(self, job, subject):
        self.assertEqual(
            (job.state, job.step, job.error), ("stopped", erasure.BLOCK, "journal")
        )
        self.assertIn("wa.message", self.rows_of(subject))
        told = job.with_context(lang="en_US").progress
        self.assertIn("second place can't be reached", told)

    def test_a_second_place_that_is_away_is_waited_for(self):
        file = self.second_journal()
        _ticket, partner = self.person()
        subject = self.subject()
        away = file.with_suffix(".away")
        file.rename(away)
        job = self.erase(partner)
        self.assert_waits(job, subject)
        away.rename(file)
        self.later(minutes=2)
        self.run_job(job)
        self.assertTrue(self.is_protected(job))
        told = {json.loads(line)["kind"] for line in file.read_text().splitlines()}
        self.assertLessEqual(
            {"erasure_of_person/contact", "erasure_of_identity/contact"}, told
        )

    def test_also_after_a_start_and_when_its_name_is_gone(self):
        file = self.second_journal()
        _ticket, partner = self.person()
        subject = self.subject()
        file.rename(file.with_suffix(".away"))
        self.enterContext(patch.object(key_places, "_open_places", {}))
        job = self.erase(partner)
        self.assert_waits(job, subject)
        os.environ.pop("WHATSAPP_DSGVO_JOURNAL_DIR")
        self.later(minutes=2)
        self.run_job(job)
        self.assert_waits(job, subject)
