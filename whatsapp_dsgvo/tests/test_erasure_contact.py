"""The contact: deleted if nothing needs it, else cleared of what need not stay."""

import io
import json

from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..report import certificate_pdf
from .common import ERIKA
from .erasing import PersonCase


@tagged("post_install", "-at_install")
class TestErasureContact(PersonCase):
    def test_a_contact_others_refer_to_is_cleared_and_stays(self):
        child = self.env["res.partner"].create(
            {"name": "Sohn Muster", "parent_id": self.partner.id}
        )
        self.partner.message_post(body="Bitte zurückrufen", message_type="comment")
        wizard = self.wizard(self.partner)
        self.assertIn("stays because of 1", wizard.contact_text)
        job = self.erase(self.partner)
        self.assertEqual(child.parent_id, self.partner)
        self.assertFalse(self.partner.phone or self.partner.comment)
        self.assertEqual(self.partner.name, "Erika Muster")
        self.assertNotIn("zurückrufen", str(self.partner.message_ids.mapped("body")))
        self.assertEqual(job._facts()["done"]["contact_cleaned"], 1)

    def test_a_contact_that_stays_is_no_erasure_in_full_and_the_certificate_says_so(
        self,
    ):
        self.env["res.partner"].create({"name": "Kind", "parent_id": self.partner.id})
        job = self.erase(self.partner)
        self.assertEqual(job.request_id.decision, "partial")
        told = json.loads(job.certificate)
        until = self.partner.whatsapp_anonymise_on
        self.assertEqual(told["decision"], "partial")
        self.assertEqual(told["contact_kept_until"], [until.isoformat()])
        paper = PdfReader(io.BytesIO(certificate_pdf.render(told, "de")))
        text = " ".join("".join(page.extract_text() for page in paper.pages).split())
        self.assertIn("soweit wir nichts aufbewahren müssen", text)
        self.assertIn(f"Frist endet am {until:%d.%m.%Y}", text)

    def cleaned(self):
        """A contact that is erased but for what its child needs."""
        self.partner.write(
            {"email": "erika@muster.example", "street": "Weg 1", "vat": ""}
        )
        self.env["res.partner"].create({"name": "Kind", "parent_id": self.partner.id})
        self.erase(self.partner)
        return self.partner

    def test_a_cleaned_contact_is_out_of_sight_until_its_period_is_over(self):
        partner = self.cleaned()
        self.assertFalse(partner.active)
        found = self.env["res.partner"].name_search("Erika Muster")
        self.assertNotIn(partner.id, [id_ for id_, _name in found])
        ends = partner.whatsapp_anonymise_on
        self.assertEqual((ends.month, ends.day), (12, 31))
        self.assertEqual(ends.year, self.now().year + 8)
        self.env["res.partner"]._gc_whatsapp_cleaned()
        self.assertEqual(partner.name, "Erika Muster")

    def years_later(self, partner):
        """When the last of what kept the contact is nine years old."""
        partner.whatsapp_anonymise_on = fields.Date.subtract(self.now().date(), days=1)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = create_date - interval '9 years'"
            " WHERE parent_id = %s",
            [partner.id],
        )
        self.env.invalidate_all()

    def let_go(self):
        self.env["res.partner"]._gc_whatsapp_cleaned()

    def test_whoever_is_a_customer_again_keeps_the_name(self):
        partner = self.cleaned()
        self.years_later(partner)
        self.later(minutes=1)
        self.write("Ich bin wieder da")
        self.subject().partner_id = partner
        self.let_go()
        self.assertEqual(partner.name, "Erika Muster")
        self.assertFalse(partner.whatsapp_anonymise_on)

    def test_a_newer_voucher_has_a_period_of_its_own(self):
        partner = self.cleaned()
        self.years_later(partner)
        self.env["res.partner"].create({"name": "Neu", "parent_id": partner.id})
        self.let_go()
        self.assertEqual(partner.name, "Erika Muster")
        self.assertEqual(partner.whatsapp_anonymise_on.year, self.now().year + 8)

    def test_a_colleague_keeps_the_name_while_they_work_here(self):
        colleague = self.helpdesk_only.partner_id
        colleague._whatsapp_clean()
        self.years_later(colleague)
        self.let_go()
        self.assertEqual(colleague.name, self.helpdesk_only.name)
        self.assertTrue(colleague.whatsapp_anonymise_on)
        self.helpdesk_only.active = False
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_users SET create_date = create_date - interval '9 years'"
            " WHERE id = %s",
            [self.helpdesk_only.id],
        )
        self.let_go()
        self.assertIn("Erased contact", colleague.with_context(lang="en_US").name)

    def test_then_it_is_nobody_any_more(self):
        partner = self.cleaned()
        partner.message_post(body="Letzte Rechnung Muster", message_type="comment")
        self.years_later(partner)
        self.let_go()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT row_to_json(p)::text FROM res_partner p WHERE id = %s", [partner.id]
        )
        row = self.env.cr.fetchone()[0]
        for word in ("Erika", "Muster", "erika@", "Weg 1"):
            self.assertNotIn(word, row)
        self.assertFalse(partner.message_ids)
        self.assertFalse(partner.whatsapp_anonymise_on)

    def test_what_nobody_needs_any_more_is_deleted_then(self):
        partner = self.cleaned()
        partner.child_ids.unlink()
        partner.whatsapp_anonymise_on = fields.Date.subtract(self.now().date(), days=1)
        self.env["res.partner"]._gc_whatsapp_cleaned()
        self.assertFalse(partner.exists())

    def test_old_numbers_go_from_the_log_of_changes(self):
        self.env["helpdesk.ticket"].create(
            {"name": "E-Mail", "description": "x", "partner_id": self.partner.id}
        )
        self.partner.phone = "+49 30 1234567"
        self.env.flush_all()
        self.erase(self.partner)
        values = self.env["mail.tracking.value"].search(
            [("mail_message_id.model", "=", "res.partner")]
        )
        texts = str(values.mapped("old_value_char") + values.mapped("new_value_char"))
        self.assertNotIn(ERIKA, texts)
        self.assertNotIn("1234567", texts)

    def test_a_user_of_odoo_keeps_the_account(self):
        self.subject().partner_id = self.helpdesk_only.partner_id
        self.erase(self.helpdesk_only.partner_id)
        self.assertTrue(self.helpdesk_only.partner_id.exists())

    def test_with_the_identity_alone_the_contact_stays_as_it_is(self):
        wizard = self.wizard(self.partner)
        wizard.identity_level = "1"
        self.assertFalse(wizard.erase_contact)
        self.erase(self.partner, identity_level="1", erase_contact=False)
        self.assertEqual(self.partner.phone, ERIKA)
        self.assertFalse(self.partner.whatsapp_subject_ids)

    def test_the_preview_follows_what_is_chosen_while_it_is_open(self):
        wizard = self.wizard(self.partner)
        told = wizard.erased_text
        with Form(wizard) as form:
            self.assertIn("is deleted", form.contact_text)
            form.identity_level = "1"
            self.assertFalse(form.erase_contact)
            self.assertIn("stays as it is", form.contact_text)
            self.assertEqual(form.erased_text, told)

    def test_copies_of_colleagues_are_found_and_listed(self):
        other = self.env["res.partner"].create(
            {"name": "Notizen", "comment": "Rückruf Erika: 01515 55 000 01"}
        )
        wizard = self.wizard(self.partner)
        self.assertIn("Notizen", wizard.review_text)
        self.assertNotIn("Erika Muster", wizard.review_text)
        job = self.erase(self.partner)
        self.assertIn(["res.partner", other.id], job._facts()["copies"])
        self.assertNotIn("01515", job.facts)

    def test_copies_in_files_of_colleagues_are_found(self):
        other = self.env["res.partner"].create({"name": "Lieferant"})
        files = self.env["ir.attachment"]
        listed = files.create(
            {
                "name": "anrufe.csv",
                "raw": b"Name;Nummer\nMuster;0151 555-00001\n",
                "mimetype": "text/csv",
                "res_model": other._name,
                "res_id": other.id,
            }
        )
        read_out = files.create({"name": "scan.pdf", "raw": b"%PDF-1.4 nothing"})
        read_out.index_content = "Herr Muster, +49 (0) 151 55500001"
        files.create({"name": "fremd.csv", "raw": b"0151 555-00002"})
        job = self.erase(self.partner)
        found = [id_ for model, id_ in job._facts()["copies"] if model == files._name]
        self.assertEqual(set(found), {read_out.id, listed.id})
        self.assertIn("Lieferant", job.copies_text)
        self.assertEqual(job._facts()["files_not_searched"], 0)

    def test_files_too_large_to_search_are_counted(self):
        content = b"x" * (1024 * 1024 + 1)
        self.env["ir.attachment"].create({"name": "gross.txt", "raw": content})
        job = self.erase(self.partner)
        self.assertEqual(job._facts()["files_not_searched"], 1)

    def test_colleagues_are_asked_for_their_copies(self):
        job = self.erase(self.partner)
        task = self.ticket.activity_ids
        self.assertEqual(task.user_id, self.agent)
        self.assertIn(job.request_id.name, task.summary)
        request = job.request_id.with_user(self.coordinator)
        with self.assertRaisesRegex(Exception, "copies .*test-agent"):
            request.action_done()
        task.with_user(self.agent).action_feedback()
        request.action_done()
        self.assertEqual(request.state, "done")

    def test_what_an_erasure_left_to_people_is_done_before_the_case_is_closed(self):
        self.env["res.partner"].create({"name": "Notizen", "comment": ERIKA})
        request = self.erase(self.partner).request_id.with_user(self.coordinator)
        self.env["mail.activity"].search(
            [("res_model", "=", "helpdesk.ticket")]
        ).action_feedback()
        with self.assertRaisesRegex(UserError, "places where copies were found"):
            request.action_done()
        self.assertEqual(request.state, "answer")
        task = request.activity_ids.filtered(lambda one: "copies" in one.summary)
        with self.assertRaisesRegex(AccessError, "mark it as done"):
            task.unlink()
        # whose login is archived has no tasks any more
        task.sudo().user_id = self.second
        self.second.sudo().action_archive()
        self.assertEqual(task.user_id, self.coordinator)
        task.action_feedback()
        request.action_done()
        self.assertEqual(request.state, "done")
