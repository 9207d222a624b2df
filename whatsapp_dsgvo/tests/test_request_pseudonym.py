"""LK-08: a closed case forgets whose contact it was, and is found all the same."""

from odoo.tests import tagged

from ..lib.privacy.retention_classes import NAMED_FOR
from .erasing import ErasureCase
from .exporting import ExportCase
from .privacy_cases import hold
from .retention_tools import RetentionCase

DAYS = NAMED_FOR.days


class Closed(RetentionCase, ErasureCase, ExportCase):
    def scene(self):
        super().scene()
        self.ticket, self.partner = self.person()
        self.request = self.asked()
        self.request.identity_level = "1"

    def asked(self, kind="access"):
        """By phone, as an agent reports it from the ticket."""
        report = self.env["wa.request.report"].with_user(self.agent)
        report.create({"ticket_id": self.ticket.id, "kind": kind}).action_report()
        return self.env["wa.request"].search(
            [("subject_ids", "in", self.subject().ids)], order="id desc", limit=1
        )

    def answer_it(self, request=None):
        case = (request or self.request).with_user(self.coordinator)
        letter = case.letter_ids.browse(case.action_letter_outcome()["res_id"])
        letter.text = letter.text.replace("…", "Die Kopie liegt bei.")
        letter.action_sent_by_letter()
        self.assertEqual(case.state, "done")

    def pass_days(self, days):
        self.later(days=days)
        self.env["wa.request"]._gc_names()
        self.env.invalidate_all()

    def is_named(self, request=None):
        case = request or self.request
        return bool(case.partner_id or case.ticket_id)


@tagged("post_install", "-at_install")
class TestRequestPseudonym(Closed):
    def test_a_month_after_it_was_closed_nothing_names_the_contact(self):
        self.assertEqual(self.request.partner_id, self.partner)
        self.assertEqual(self.request.ticket_id, self.ticket)
        self.request.message_subscribe(self.partner.ids)
        self.answer_it()
        self.pass_days(DAYS - 1)
        self.assertTrue(self.is_named())
        self.pass_days(2)
        self.assertFalse(self.is_named())
        self.assertNotIn(self.partner, self.request.message_partner_ids)
        self.assertEqual(self.request.subject_ids, self.subject())

    def test_an_open_case_keeps_it(self):
        self.pass_days(400)
        self.assertTrue(self.is_named())

    def test_what_is_held_restricted_or_paused_keeps_it(self):
        self.answer_it()
        self.later(days=DAYS + 1)
        subject = self.subject()
        reason = hold(self.env, subject)
        self.pass_days(1)
        self.assertTrue(self.is_named(), "held")
        reason.with_user(self.coordinator).action_release()
        subject.restricted = True
        self.pass_days(1)
        self.assertTrue(self.is_named(), "restricted")
        subject.restricted = False
        self.company.whatsapp_retention_paused_at = self.now()
        self.pass_days(1)
        self.assertTrue(self.is_named(), "paused")
        self.company.whatsapp_retention_paused_at = False
        self.pass_days(1)
        self.assertFalse(self.is_named())

    def test_the_contact_still_shows_it_to_data_protection(self):
        self.answer_it()
        self.pass_days(DAYS + 1)
        for user in (self.coordinator, self.dpo):
            partner = self.partner.with_user(user)
            with self.subTest(user.login):
                self.assertEqual(partner.whatsapp_request_ids.ids, self.request.ids)
                self.assertEqual(partner.whatsapp_open_requests, 0)

    def test_without_the_person_nothing_leads_to_the_contact(self):
        self.answer_it()
        self.pass_days(DAYS + 1)
        self.subject().partner_id = False
        self.env.invalidate_all()
        self.assertFalse(self.partner.whatsapp_request_ids)

    def test_their_own_data_list_their_earlier_requests(self):
        self.answer_it()
        self.pass_days(DAYS + 1)
        self.write("Guten Tag")
        told = self.make().sudo()._data([])["requests"]
        self.assertIn(self.request.name, [row["number"] for row in told])

    def test_a_link_is_good_for_its_week_and_one_can_be_made_later(self):
        export = self.make()
        self.release(export)
        self.answer_it()
        self.pass_days(6)
        self.assertTrue(export.expires_at > self.now())
        self.assertTrue(self.is_named())
        self.pass_days(DAYS)
        path, _code = self.release(export)
        self.assertEqual(self.env["wa.export"]._of_token(path.split("/")[-1]), export)

    def test_opened_again_it_has_its_contact_again(self):
        self.answer_it()
        self.pass_days(DAYS + 1)
        self.request._open_again(was_refused=False)
        self.assertEqual(self.request.state, "new")
        self.assertEqual(self.request.partner_id, self.partner)

    def test_who_is_no_longer_linked_is_not_put_back(self):
        self.answer_it()
        self.pass_days(DAYS + 1)
        self.subject().partner_id = False
        self.request._open_again(was_refused=False)
        self.assertEqual(self.request.state, "new")
        self.assertFalse(self.request.partner_id)

    def test_a_case_of_a_deleted_contact_is_not_one_that_never_had_any(self):
        nobodys = self.case(kind="restriction")
        self.partner.unlink()
        self.assertFalse(self.request.partner_id)
        self.assertEqual(self.request.unnamed, "lost")
        self.assertFalse(nobodys.unnamed)
        # whoever is linked next gets none of it
        other = self.env["res.partner"].create({"name": "Erika Muster"})
        self.subject().partner_id = other
        self.assertNotIn(self.request, other.whatsapp_request_ids)

    def test_nor_one_that_led_to_the_contact(self):
        self.answer_it()
        self.pass_days(DAYS + 1)
        self.assertEqual(self.request.unnamed, "led")
        self.partner.unlink()
        self.assertEqual(self.request.unnamed, "lost")

    def test_nor_that_of_an_erasure_which_took_the_contact(self):
        job = self.erase(self.partner)
        self.assertFalse(self.partner.exists())
        self.assertEqual(job.request_id.unnamed, "lost")

    def test_an_erasure_that_was_called_off_forgets_the_contact_too(self):
        job = self.propose(self.partner, erase_contact=True)
        self.assertEqual(job.partner_ids, self.partner)
        job.with_user(self.coordinator).action_call_off()
        case = job.request_id.with_user(self.coordinator)
        case._close("none")
        self.pass_days(DAYS + 1)
        self.assertFalse(job.partner_ids)

    def test_the_certificate_still_verifies(self):
        job = self.erase(self.partner)
        job.request_id._open_recipients().action_feedback()
        self.answer_it(job.request_id)
        self.assertTrue(job._verify_certificate())
        before = job.certificate
        self.pass_days(DAYS + 1)
        self.assertTrue(job._verify_certificate())
        self.assertEqual(job.certificate, before)
        self.assertEqual(job.second_user_id, self.second)

    def test_the_deletion_concept_says_when(self):
        documents = self.env["wa.document"].with_user(self.coordinator)
        concept = documents._generate("retention", "de", self.company)
        (section,) = [
            part for part in concept._sections() if part["heading"].startswith("LK-08")
        ]
        told = {line["label"]: line["value"] for line in section["lines"]}
        self.assertIn(str(DAYS), told["Frist beginnt mit"])
