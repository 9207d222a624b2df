"""Who is blocked at Meta is unblocked there before their number is forgotten."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ERIKA
from .erasing import ErasureCase

RUN = "odoo.addons.whatsapp_dsgvo.models.wa_erasure_run"


@tagged("post_install", "-at_install")
class TestErasureLift(ErasureCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def block(self, reach_meta=True):
        wizard = self.env["wa.block"].with_user(self.agent)
        wizard.create({"ticket_id": self.ticket.id, "hint": False}).action_block()
        if reach_meta:
            self.run_cron("cron_call_meta")

    def at_meta(self, customer=ERIKA):
        blocked = self.sim.world.numbers[self.channel.phone_number_id].blocked
        return self.sim.person(customer).id in blocked

    def confirmed(self):
        job = self.propose(subject=self.subject())
        self.confirm(job)
        return job

    def told(self, job):
        return json.loads(job.certificate)["meta"]

    def todo(self, job):
        return job.request_id.activity_ids.filtered(
            lambda one: "WhatsApp Manager" in (one.summary or "")
        )

    def test_the_block_is_lifted_and_the_person_may_write_again(self):
        self.block()
        self.assertTrue(self.at_meta())
        old = self.subject()
        job = self.run_job(self.confirmed())
        self.assertFalse(self.at_meta())
        self.assertEqual((self.told(job)["blocks"], self.told(job)["lifted"]), (1, 1))
        self.assertFalse(self.todo(job))
        self.later(minutes=1)
        self.write("Guten Tag")
        self.assertNotEqual(self.subject(), old)

    def test_who_was_never_blocked_is_no_matter_of_metas(self):
        job = self.run_job(self.confirmed())
        self.assertEqual(self.told(job)["blocks"], 0)

    def test_a_block_that_never_reached_meta_is_never_made(self):
        self.block(reach_meta=False)
        job = self.run_job(self.confirmed())
        self.run_cron("cron_call_meta")
        self.assertFalse(self.at_meta())
        self.assertEqual(self.told(job)["blocks"], 0)

    @mute_logger(RUN)
    def test_a_block_under_way_is_waited_for(self):
        self.block(reach_meta=False)
        call = self.ticket.whatsapp_conversation_id._meta_block()
        call._note("calling", attempts=1, calling_at=self.now())
        job = self.run_job(self.confirmed())
        self.assertEqual(job.error, "meta")
        call._note("done")
        self.later(minutes=2)
        self.run_job(job)
        self.assertEqual((job.state, self.told(job)["lifted"]), ("done", 1))

    @mute_logger(RUN)
    def test_files_deleted_meanwhile_are_not_asked_for_again(self):
        self.send_file_to(self.ticket)
        self.block(reach_meta=False)
        call = self.ticket.whatsapp_conversation_id._meta_block()
        call._note("calling", attempts=1, calling_at=self.now())
        job = self.run_job(self.confirmed())
        (upload,) = self.uploads()
        self.assertTrue(upload.deleted)
        call._note("done")
        self.later(minutes=2)
        self.run_job(job)
        told = self.told(job)
        self.assertEqual((told["asked"], told["confirmed"]), (1, 1))
        self.assertEqual(len(self.sim.calls("media_delete", upload.id)), 1)

    @mute_logger(RUN)
    def test_the_case_stays_open_until_somebody_has_lifted_the_block(self):
        self.block()
        self.channel.api_base_url = "http://127.0.0.1:9"
        job = self.run_job(self.confirmed())
        for _try in range(3):
            self.later(hours=2)
            self.run_job(job)
        request = job.request_id.with_user(self.coordinator)
        with self.assertRaisesRegex(UserError, "WhatsApp Manager"):
            request.action_done()
        self.assertEqual(request.state, "answer")
        with self.assertRaisesRegex(AccessError, "mark it as done"):
            self.todo(job).with_user(self.coordinator).unlink()
        with self.assertRaisesRegex(UserError, "WhatsApp Manager"):
            request.action_done()
        self.todo(job).with_user(self.coordinator).action_feedback()
        request.action_done()
        self.assertEqual(request.state, "done")

    @mute_logger(RUN)
    def test_meta_away_is_tried_again_and_then_a_person_is_asked(self):
        self.block()
        self.channel.api_base_url = "http://127.0.0.1:9"
        job = self.run_job(self.confirmed())
        self.assertEqual(job.error, "meta")
        for _try in range(3):
            self.later(hours=2)
            self.run_job(job)
        self.assertEqual(job.state, "done")
        self.assertEqual((self.told(job)["blocks"], self.told(job)["lifted"]), (1, 0))
        self.assertIn(self.channel.name, self.todo(job).summary)
        self.assertEqual(self.rows_of(job.subject_ids), {})
        answer = self.get(job.action_certificate_pdf()["url"], self.dpo)
        self.assertTrue(answer.content.startswith(b"%PDF"))
