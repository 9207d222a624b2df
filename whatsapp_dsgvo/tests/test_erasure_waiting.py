"""What waits to be worked off while somebody is erased, and whose it is."""

from unittest.mock import patch

from odoo.tests import tagged

from .erasing import ErasureCase
from .tools import change, text_message, webhook

OTHER_ID = "DE.2222222222"
FIRST = "Ich bin neu hier"


class Killed(BaseException):
    """As a kill: no handler of the code gets to see it."""


@tagged("post_install", "-at_install")
class TestErasureWaiting(ErasureCase):
    """The number has a new owner, of whom nobody knows yet."""

    def scene(self):
        super().scene()
        self.agree()
        self.erased = self.subject()
        self.later(minutes=1)

    def setUp(self):
        super().setUp()
        self.assertTrue(self.erased._current("bsuid"))

    def arrive(self, text=FIRST, number_id=None, **more):
        """A webhook that is stored and not worked off yet."""
        message = text_message(f"wamid.{len(text)}", text, at=self.now(), **more)
        place = {"number_id": number_id} if number_id else {}
        answer = self.post(webhook(change(message, **place)))
        self.assertEqual(answer.status_code, 200)

    def go_on(self):
        self.later(minutes=1)
        self.run_cron("cron_process_events")

    def assert_first_message(self):
        self.assertNotIn(self.subject(), (self.erased, self.env["wa.subject"]))
        self.assertEqual(self.texts(), [FIRST])
        self.assertEqual(self.consent().state, "pending")
        self.assertEqual(self.rows_of(self.erased), {})

    def stopped_after_closing(self):
        """A job that dies when the person is closed and all the rest is to be done."""
        job = self.propose(subject=self.erased)
        self.confirm(job)
        jobs = self.env.registry["wa.erasure"]
        commit = jobs._commit

        def dying_commit(this):
            commit(this)
            if this.subject_ids.erased_at:
                raise Killed

        with patch.object(jobs, "_commit", dying_commit):
            try:
                self.run_cron("cron_run_erasures")
            except Killed:
                self.env.invalidate_all()
        self.assertTrue(self.erased.erased_at)
        self.assertTrue(self.subject())
        return job

    def test_a_first_message_of_the_new_owner_is_theirs(self):
        self.arrive(from_user_id=OTHER_ID)
        self.erase(subject=self.erased)
        self.go_on()
        self.assert_first_message()

    def test_one_of_the_person_is_dropped(self):
        own = self.erased._current("bsuid")._value()
        self.arrive("Noch etwas", from_user_id=own)
        self.arrive("Ohne Kennung")
        self.erase(subject=self.erased)
        self.go_on()
        self.assertFalse(self.subject())
        self.assertFalse(self.events(state="parked"))

    def test_of_a_person_without_id_nobody_can_tell(self):
        self.erased.identity_ids.filtered(lambda i: i.kind != "phone").unlink()
        self.arrive(from_user_id=OTHER_ID)
        self.erase(subject=self.erased)
        self.go_on()
        self.assertFalse(self.subject())

    def test_a_message_waits_for_a_job_that_has_hardly_begun(self):
        """However long: whoever repairs it need not be there at once."""
        job = self.stopped_after_closing()
        self.later(minutes=1)
        self.arrive()
        for _hour in range(8):
            self.later(hours=1)
            self.run_cron("cron_process_events")
        self.assertEqual(len(self.events(state="new")), 1)
        self.run_job(job)
        self.assertEqual(job.state, "done")
        self.go_on()
        self.assert_first_message()

    def test_what_is_parked_after_the_beginning_is_not_the_persons(self):
        self.arrive("Von früher", number_id="000")
        self.run_cron("cron_process_events")
        job = self.stopped_after_closing()
        self.later(minutes=1)
        self.arrive(number_id="000")
        self.run_cron("cron_process_events")
        self.assertEqual(len(self.events(state="parked")), 2)
        self.run_job(job)
        self.assertEqual(job.state, "done")
        left = self.events(state="parked")
        self.assertEqual(len(left), 1)
        self.assertIn(FIRST.encode(), left._clear_body())

    def test_nor_is_what_the_new_owner_wrote_before(self):
        self.arrive("Von früher", number_id="000")
        self.arrive(number_id="000", from_user_id=OTHER_ID)
        self.run_cron("cron_process_events")
        self.assertEqual(len(self.events(state="parked")), 2)
        self.erase(subject=self.erased)
        left = self.events(state="parked")
        self.assertEqual(len(left), 1)
        self.assertIn(FIRST.encode(), left._clear_body())
