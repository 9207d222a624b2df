"""What must stay although somebody is erased: locked, nameless, until its day."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import ERIKA
from .erasing import PersonCase
from .media_tools import PDF
from .privacy_cases import hold


@tagged("post_install", "-at_install")
class TestErasureKept(PersonCase):
    def kept(self, subject):
        return self.env["wa.message"].search([("subject_id", "=", subject.id)])

    def test_messages_under_a_hold_stay_and_the_rest_goes(self):
        subject = self.subject()
        held = self.messages(kind="document")
        total = len(self.messages())
        hold(self.env, subject, held)
        job = self.erase(self.partner)
        self.assertEqual(self.kept(subject), held)
        self.assertEqual(job._facts()["preview"]["messages"], total - len(held))
        self.assertEqual(job._facts()["done"]["messages"], total - len(held))
        self.assertEqual(job.request_id.decision, "partial")

    def test_kept_content_is_readable_with_its_own_key_only(self):
        subject = self.subject()
        held = self.messages(kind="document")
        content = held._content()
        hold(self.env, subject, held)
        self.erase(subject=subject)
        store = self.env["wa.vault"]._vault().store
        self.assertIsNone(store.get(subject.uuid, "content"))
        self.assertEqual(held._content(), content)
        media = held.media_ids
        with media._open() as clear:
            self.assertEqual(clear.read(), PDF)
        self.assertEqual(media._facts()["name"], "Rechnung Muster.pdf")

    def test_kept_messages_name_nobody_and_nobody_reads_them(self):
        subject = self.subject()
        held = self.messages(kind="document")
        hold(self.env, subject, held)
        self.erase(self.partner)
        self.assertFalse(held.wamid_index or held.wamid_sealed)
        self.assertFalse(subject.identity_ids or subject.profile_name_sealed)
        self.assertTrue(subject.restricted)
        self.assertFalse(self.ticket.with_user(self.agent)._whatsapp_is_readable())
        self.assertFalse(self.ticket.partner_id)

    def test_business_letters_are_kept_by_law(self):
        subject = self.subject()
        self.ticket.with_user(self.agent).action_whatsapp_keep()
        letters = self.messages(retention_class="LK-04")
        job = self.erase(subject=subject)
        self.assertEqual(self.kept(subject), letters)
        year = fields.Date.today().year + 6
        (fact,) = job._facts()["kept"]
        self.assertEqual((fact["norm"], fact["until"]), ("§ 257 HGB", f"{year}-12-31"))

    def test_the_end_of_a_hold_erases_what_was_kept(self):
        subject = self.subject()
        reason = hold(self.env, subject, self.messages(kind="document"))
        self.erase(subject=subject)
        attachment = (
            self.env["wa.media"].search([("subject_id", "=", subject.id)]).attachment_id
        )
        self.run_cron("cron_run_erasures")
        self.assertTrue(self.kept(subject))
        reason.with_user(self.coordinator).action_release()
        self.run_cron("cron_run_erasures")
        self.assertEqual(self.rows_of(subject), {})
        self.assertFalse(attachment.exists())
        store = self.env["wa.vault"]._vault().store
        self.assertTrue(store.is_destroyed(subject.uuid, "kept"))

    def test_a_hold_ends_by_itself_on_its_day(self):
        subject = self.subject()
        tomorrow = fields.Date.today() + timedelta(days=1)
        hold(self.env, subject, self.messages(kind="document"), until=tomorrow)
        self.erase(subject=subject)
        self.env.flush_all()
        self.env.cr.execute("UPDATE wa_hold SET until = current_date - 1")
        self.env.invalidate_all()
        self.run_cron("cron_run_erasures")
        self.assertEqual(self.rows_of(subject), {})

    def test_the_person_may_write_again_meanwhile(self):
        old = self.subject()
        hold(self.env, old, self.messages(kind="document"))
        self.erase(subject=old)
        self.later(minutes=1)
        self.write("Guten Tag")
        self.assertNotEqual(self.subject(ERIKA), old)
