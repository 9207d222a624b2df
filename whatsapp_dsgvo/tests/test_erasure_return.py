"""What comes after an erasure: redelivered, late, under way – and a new beginning."""

from odoo.tests import tagged

from .common import ERIKA
from .erasing import ErasureCase
from .tools import change, text_message, webhook


@tagged("post_install", "-at_install")
class TestErasureReturn(ErasureCase):
    def test_a_redelivered_message_does_not_come_back(self):
        wamid = self.write("Meine Rechnung stimmt nicht")
        subject = self.subject()
        body = change(text_message(wamid, "Meine Rechnung stimmt nicht"))
        self.erase(subject=subject)
        self.take(body)
        self.assertFalse(self.subject())
        self.assertEqual(self.rows_of(subject), {})

    def test_a_message_written_before_and_delivered_afterwards_is_dropped(self):
        self.write("Hallo, meine Rechnung")
        before = self.now()
        self.erase(subject=self.subject())
        self.take(change(text_message("wamid.late", "Noch etwas", at=before)))
        self.assertFalse(self.subject())

    def test_and_can_be_erased_again(self):
        for _time in range(2):
            self.write("Guten Tag, eine Frage")
            subject = self.subject()
            job = self.erase(subject=subject)
            self.assertEqual(job.state, "done")
            self.assertFalse(self.subject())
            self.later(minutes=1)

    def test_held_messages_go_too(self):
        self.write("Ich kündige meinen Vertrag")
        subject = self.subject()
        self.assertTrue(self.messages(state="held"))
        self.erase(subject=subject)
        self.assertEqual(self.rows_of(subject), {})

    def test_suppression_is_kept_if_wanted(self):
        for keep in (True, False):
            with self.subTest(keep=keep):
                self.write("STOPP")
                subject = self.subject()
                indexes = subject._identity_indexes()
                self.erase(subject=subject, keep_suppression=keep)
                found = self.env["wa.suppression"]._of(self.company, indexes)
                self.assertEqual(bool(found), keep)
                self.later(minutes=1)


@tagged("post_install", "-at_install")
class TestErasureOfACustomer(ErasureCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def status(self, wamid, state="read"):
        at = str(int(self.now().timestamp()))
        row = {"id": wamid, "status": state, "timestamp": at}
        return change(statuses=[{**row, "recipient_id": ERIKA.lstrip("+")}])

    def test_a_late_status_is_ignored(self):
        self.answer(self.ticket)
        self.work()
        wamid = self.received_by()[-1].id
        subject = self.subject()
        self.erase(subject=subject)
        self.take(self.status(wamid))
        self.assertFalse(self.subject())
        self.assertEqual(self.rows_of(subject), {})
        self.assertFalse(self.events(state="parked"))

    def test_an_answer_of_the_api_that_comes_too_late_stores_nothing(self):
        message = self.answer(self.ticket)
        message._admitted_write({"state": "sending", "sending_at": self.now()})
        opaque_id, subject = message.opaque_id, self.subject()
        self.erase(subject=subject)
        self.env["wa.message"]._note_outcome(opaque_id, object())
        self.assertEqual(self.rows_of(subject), {})

    def test_who_writes_again_is_somebody_new(self):
        old = self.subject()
        self.erase(subject=old)
        self.later(minutes=1)
        self.write("Ich bin wieder da")
        new = self.subject()
        self.assertTrue(new)
        self.assertNotEqual(new.uuid, old.uuid)
        self.assertEqual(self.consent().state, "pending")
        self.tap(0)
        self.assertEqual(self.consent().state, "given")
        self.assertIn("Ich bin wieder da", self.texts())

    def test_a_message_queued_before_is_not_sent(self):
        self.answer(self.ticket, "Das geht nicht mehr hinaus")
        job = self.propose(subject=self.subject())
        self.confirm(job)
        self.run_job(job)
        self.work()
        self.assertNotIn("Das geht nicht mehr hinaus", self.free_texts())

    def test_parked_events_lose_this_person_only(self):
        other = "+4915155500077"
        pair = change(
            text_message("wamid.one", "von Erika"),
            text_message("wamid.two", "von jemand anderem", other),
            number_id="000",
        )
        self.post(
            webhook(pair, change(text_message("wamid.x", "allein"), number_id="1"))
        )
        self.run_cron("cron_process_events")
        parked = self.events(state="parked")
        before = {e.id: e._clear_body().decode() for e in parked}
        self.assertIn("von Erika", "".join(before.values()))
        self.erase(subject=self.subject())
        after = [e._clear_body().decode() for e in self.events(state="parked")]
        self.assertNotIn("von Erika", "".join(after))
        self.assertNotIn(ERIKA.lstrip("+"), "".join(after))
        self.assertIn("von jemand anderem", "".join(after))

    def test_every_identity_is_erased(self):
        """Number, user ID and a former number."""
        subject = self.subject()
        kinds = set(subject.identity_ids.mapped("kind"))
        self.assertGreater(len(kinds), 1)
        indexes = subject._identity_indexes()
        self.erase(subject=subject)
        stones = self.env["wa.tombstone"].search([("blind_index", "in", indexes)])
        self.assertEqual(set(stones.mapped("blind_index")), set(indexes))
        self.assertFalse(
            self.env["wa.identity"].search([("blind_index", "in", indexes)])
        )

    def test_two_people_of_one_contact_are_erased_together(self):
        """As after a merge of contacts."""
        self.write("Hallo", "+4915155500055")
        people = self.subject() | self.subject("+4915155500055")
        partner = self.env["res.partner"].create({"name": "Erika Muster"})
        people.write({"partner_id": partner.id})
        self.erase(partner)
        self.assertEqual(self.rows_of(people), {})
        self.assertTrue(all(people.mapped("erased_at")))

    def test_another_person_is_left_alone(self):
        self.agree(customer="+4915155500055")
        before = self.rows_of(self.subject("+4915155500055"))
        self.erase(subject=self.subject())
        self.assertEqual(self.rows_of(self.subject("+4915155500055")), before)
        self.assertIn("Meine Rechnung", self.texts("+4915155500055")[0])
