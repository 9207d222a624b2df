"""Files at Meta: many calls, a few at a time, and what becomes of those that fail."""

import contextlib
import json
import uuid
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import guard, wa_erasure_media
from ..report import certificate_pdf
from .erasing import ErasureCase
from .media_tools import PDF

RUN = "odoo.addons.whatsapp_dsgvo.models.wa_erasure_run"
FILES = 5


class Killed(BaseException):
    """As a kill: no handler of the code gets to see it."""


@tagged("post_install", "-at_install")
class TestErasureMeta(ErasureCase):
    def scene(self):
        super().scene()
        _ticket, partner = self.person()
        self.files = [self.keep(PDF) for _file in range(FILES)]
        for file in self.files:
            self.note(file)
        self.job = self.propose(partner)
        self.confirm(self.job)

    def note(self, file):
        """Received, and still there because Meta did not delete it when we asked."""
        known = self.env["wa.media"].search([("subject_id", "=", self.subject().id)])[0]
        name, rows = str(uuid.uuid4()), self.env["wa.media"]
        facts = rows._seal_facts(name, known.subject_id, {"media_id": file.id})
        vals = known.read(["company_id", "subject_id", "channel_id", "message_id"])[0]
        vals = {key: value[0] for key, value in vals.items() if key != "id"}
        vals.update(uuid=name, kind="document", state="ready", facts_sealed=facts)
        guard.admitted(rows).create({**vals, "received_at": self.now()})

    def sentences(self):
        return certificate_pdf._Page("de")._sentences(json.loads(self.job.certificate))

    def batches_of(self, count, at_once=1):
        self.enterContext(patch.object(wa_erasure_media, "BATCH_AT_META", count))
        self.enterContext(patch.object(wa_erasure_media, "AT_ONCE", at_once))

    def asked(self):
        """How often Meta was asked for each."""
        return [len(self.sim.calls("media_delete", file.id)) for file in self.files]

    def refuse(self, times):
        """The limit of an hour is used up."""
        self.sim.add_fault("429", endpoint="media_delete", times=times)

    def told(self):
        meta = json.loads(self.job.certificate)["meta"]
        return meta["asked"], meta["confirmed"], meta["not_asked"]

    def test_each_file_is_deleted_by_one_call(self):
        self.batches_of(2, at_once=2)
        self.run_job(self.job)
        self.assertEqual(self.asked(), [1] * FILES)
        self.assertTrue(all(file.is_deleted for file in self.files))
        self.assertEqual(self.told(), (FILES, FILES, 0))

    def test_killed_between_two_batches_it_asks_for_the_rest_only(self):
        self.batches_of(2)
        jobs = self.env.registry["wa.erasure"]
        note = jobs._note_deleted

        def dying_note(*args):
            note(*args)
            raise Killed

        with patch.object(jobs, "_note_deleted", dying_note):
            with contextlib.suppress(Killed):
                self.run_job(self.job)
        self.env.invalidate_all()
        self.assertEqual(sum(self.asked()), 2)
        self.run_job(self.job)
        self.assertEqual(self.asked(), [1] * FILES)
        self.assertEqual(self.told(), (FILES, FILES, 0))

    @mute_logger(RUN)
    def test_one_failure_that_passes_leaves_the_others_for_later(self):
        self.batches_of(2)
        self.refuse(times=1)
        self.run_job(self.job)
        self.assertEqual((self.job.error, sum(self.asked())), ("meta", 1))
        self.later(minutes=2)
        self.run_job(self.job)
        self.assertEqual(self.told(), (FILES, FILES, 0))

    @mute_logger(RUN)
    def test_whoever_gets_on_goes_on(self):
        """An hour's limit again and again: all are deleted in the end."""
        self.batches_of(1)
        jobs = self.env.registry["wa.erasure"]
        note = jobs._note_deleted

        def then_refused(this, calls, asked):
            note(this, calls, asked)
            if "confirmed" in asked:
                self.refuse(times=1)

        with patch.object(jobs, "_note_deleted", then_refused):
            for _hour in range(FILES):
                self.run_job(self.job)
                self.later(hours=2)
        self.assertTrue(all(file.is_deleted for file in self.files))
        self.assertEqual(self.told(), (FILES, FILES, 0))

    @mute_logger(RUN)
    def test_whom_meta_could_not_be_asked_for_is_told(self):
        self.batches_of(2)
        self.refuse(times=0)
        for _try in range(4):
            self.run_job(self.job)
            self.later(hours=2)
        self.assertEqual(self.job.state, "done")
        self.assertEqual(self.told(), (1, 0, FILES - 1))
        left = f"zuließ oder der Nummer der Zugang fehlte: {FILES - 1}."
        self.assertEqual(sum(left in line for line in self.sentences()), 1)

    def test_a_number_without_a_token_has_asked_for_nothing(self):
        self.channel.access_token_sealed = False
        self.run_job(self.job)
        self.assertEqual((self.job.state, sum(self.asked())), ("done", 0))
        self.assertEqual(self.told(), (0, 0, FILES))
        lines = " ".join(self.sentences())
        self.assertIn("gebeten wurde: 0; angenommen: 0.", lines)
        self.assertIn(f"der Nummer der Zugang fehlte: {FILES}.", lines)
