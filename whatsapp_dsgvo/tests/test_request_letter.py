"""Letters about a request: proposed, changed, sent, and what follows from that."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import wa_request_letters
from .erasing import ErasureCase


@tagged("post_install", "-at_install")
class TestRequestLetter(ErasureCase):
    def scene(self):
        super().scene()
        self.write("Hallo, eine Frage")

    def letter(self, action):
        letters = self.env["wa.request.letter"].with_user(self.coordinator)
        return letters.browse(action["res_id"])

    def row(self, letter):
        """What the database holds of it."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT row_to_json(l)::text FROM wa_request_letter l WHERE id = %s",
            [letter.id],
        )
        return self.env.cr.fetchone()[0]

    def test_the_receipt_goes_by_whatsapp_without_a_consent(self):
        case = self.case()
        letter = self.letter(case.action_letter_receipt())
        self.assertFalse(letter.whatsapp_hindrance)
        letter.action_send_whatsapp()
        self.work()
        told = [text for text in self.free_texts() if case.name in text]
        self.assertEqual(len(told), 1)
        self.assertIn("Auskunft", told[0])
        self.assertEqual((letter.state, letter.way), ("sent", "whatsapp"))
        message = letter.sudo().message_id
        self.assertEqual(message.exception_code, "DSR_INFO")
        self.assertIn(message.state, ("sent", "delivered"))

    def test_the_receipt_of_an_erasure_names_the_enquiry_that_goes_too(self):
        ticket = self.agree()
        words = {"de": "noch offene Anfrage", "en": "enquiry you have open"}
        letters = {
            kind: self.letter(self.case(kind=kind).action_letter_receipt())
            for kind in ("erasure", "access")
        }
        for lang, told in words.items():
            for kind, letter in letters.items():
                letter.language = lang
                with self.subTest(f"{kind} {lang}"):
                    self.assertEqual(told in letter._proposal(), kind == "erasure")
        self.close(ticket)
        self.assertNotIn(words["en"], letters["erasure"]._proposal())

    def test_what_was_edited_is_sent_and_stored_only_sealed(self):
        case = self.case()
        letter = self.letter(case.action_letter_receipt())
        letter.text = letter.text + "\n\nViele Grüße, Petra Persönlich"
        self.assertNotIn("Petra", self.row(letter))
        letter.action_send_whatsapp()
        self.work()
        self.assertTrue(any("Petra" in text for text in self.free_texts()))
        self.assertIn("Petra", letter.text)
        self.assertNotIn("Petra", self.row(letter))
        with self.assertRaises(UserError):
            letter.text = "etwas anderes"

    def test_a_period_is_extended_by_its_letter_and_nothing_else(self):
        case = self.case()
        with self.assertRaises(AccessError):
            case.extended = True
        letter = self.letter(case.action_extend())
        with self.assertRaisesRegex(UserError, "reason"):
            letter.action_sent_by_letter()
        self.assertFalse(case.extended)
        letter.reason = "complex"
        letter.text = letter._proposal()
        letter.action_sent_by_letter()
        self.assertTrue(case.extended)
        self.assertEqual(case.due_date, case.extended_date)
        self.assertFalse(case.may_extend)

    def test_a_request_that_is_made_extended_is_not(self):
        with self.assertRaises(AccessError):
            self.case(extended=True)

    def test_after_the_month_nothing_is_extended(self):
        case = self.case(received_at=datetime(2026, 1, 2, 9))
        self.assertFalse(case.may_extend)
        with self.assertRaisesRegex(UserError, "month"):
            case.action_extend()

    def test_a_draft_that_waited_too_long_extends_nothing(self):
        case = self.case()
        letter = self.letter(case.action_extend())
        letter.reason = "complex"
        letter.text = letter._proposal()
        case.received_at = datetime(2026, 1, 2, 9)
        with self.assertRaisesRegex(UserError, "month"):
            letter.action_sent_by_email()

    def test_a_refusal_names_its_reason_complaint_and_court(self):
        case = self.case()
        letter = self.letter(case.action_refuse())
        letter.reason = "excessive"
        text = letter._proposal()
        self.assertIn(self.channel.authority, text)
        letter.text = text.replace("Aufsichtsbehörde", "Behörde")
        with self.assertRaisesRegex(UserError, "complain"):
            letter.action_sent_by_letter()
        self.assertEqual(case.state, "new")
        letter.text = text
        letter.action_sent_by_letter()
        self.assertEqual((case.state, case.decision), ("done", "refused"))
        self.assertIn("12 (5)", case.decision_reason)

    def test_the_outcome_closes_the_case(self):
        case = self.case(kind="objection")
        letter = self.letter(case.action_letter_outcome())
        letter.action_sent_by_email()
        self.assertEqual((case.state, case.decision), ("done", "full"))
        self.assertTrue(letter.text_hash)

    def test_there_is_no_outcome_of_an_erasure_before_its_certificate(self):
        with self.assertRaisesRegex(UserError, "certificate"):
            self.case(kind="erasure").action_letter_outcome()

    def test_a_closed_window_is_said_and_whatsapp_refused(self):
        case = self.case()
        letter = self.letter(case.action_letter_receipt())
        self.conversation().last_inbound_at = fields.Datetime.subtract(
            self.now(), days=2
        )
        letter.invalidate_recordset()
        self.assertIn("24 hours", letter.whatsapp_hindrance)
        with self.assertRaises(UserError):
            letter.action_send_whatsapp()
        self.assertEqual(letter.state, "draft")
        letter.action_sent_by_letter()
        self.assertEqual(letter.way, "letter")

    def test_a_case_brings_no_more_than_four_on_whatsapp(self):
        case = self.case()
        for _ in range(4):
            letter = self.letter(case.action_letter_receipt())
            letter._sent("whatsapp")
        letter = self.letter(case.action_letter_receipt())
        self.assertIn("enough", letter.whatsapp_hindrance)
        with self.assertRaises(UserError):
            letter.action_send_whatsapp()

    def test_what_was_not_delivered_was_not_told(self):
        case = self.case()
        letter = self.letter(case.action_extend())
        letter.reason = "many"
        letter.text = letter._proposal()
        letter.action_send_whatsapp()
        self.assertTrue(case.extended)
        letter.sudo().message_id._cancel("window_closed")
        self.assertEqual(letter.state, "failed")
        self.assertFalse(case.extended)
        self.assertIn("not delivered", str(case.activity_ids.mapped("summary")))

    def test_a_refusal_that_did_not_arrive_opens_the_case_again(self):
        case = self.case()
        letter = self.letter(case.action_refuse())
        letter.reason = "no_data"
        letter.text = letter._proposal()
        letter.action_send_whatsapp()
        self.assertEqual(case.state, "done")
        letter.sudo().message_id._cancel("cap")
        self.assertEqual((case.state, case.closed_at), ("new", False))

    def refused_by_whatsapp(self):
        case = self.case()
        letter = self.letter(case.action_refuse())
        letter.reason = "no_data"
        letter.text = letter._proposal()
        letter.action_send_whatsapp()
        return case, letter.sudo().message_id

    def test_after_a_refusal_nobody_was_told_it_may_be_granted(self):
        case, message = self.refused_by_whatsapp()
        message._cancel("cap")
        self.assertFalse(case.decision or case.decision_reason)
        case.identity_level = "1"
        case.action_export()
        case.export_ids.action_release()
        case.action_done()
        self.assertEqual(case.decision, "full")

    def test_asked_anew_meanwhile_the_old_case_stays_closed(self):
        """Two open ones are not allowed, and the status of a message must be noted."""
        case, message = self.refused_by_whatsapp()
        anew = self.env["wa.request"]._receive(self.subject(), "access")
        self.assertNotEqual(anew, case)
        message._cancel("cap")
        self.assertEqual((case.state, anew.state), ("done", "new"))
        self.assertIn("not delivered", str(case.activity_ids.mapped("summary")))

    def test_printed_it_is_a_pdf(self):
        letter = self.letter(self.case().action_letter_receipt())
        self.assertIn("/pdf", letter.action_pdf()["url"])
        self.authenticate(self.coordinator.login, self.coordinator.login)
        answer = self.url_open(f"/web/content/wa.request.letter/{letter.id}/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def test_only_the_coordination_sends(self):
        letter = self.letter(self.case().action_letter_receipt())
        for user in (self.dpo, self.agent, self.it_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                letter.with_user(user).action_sent_by_letter()
        with self.assertRaises(AccessError):
            letter.sudo().action_sent_by_letter()

    def test_the_text_goes_with_the_person_and_the_fact_stays(self):
        _ticket, partner = self.person()
        case = self.case(kind="rectification")
        letter = self.letter(case.action_letter_receipt())
        letter.action_sent_by_letter()
        self.assertTrue(letter.text)
        job = self.erase(partner)
        self.assertEqual(job.state, "done", job.error)
        letter.invalidate_recordset()
        self.assertEqual((letter.text, letter.state), ("", "sent"))
        self.assertEqual(job._facts()["done"]["letters"], 1)
        self.assertTrue(letter.text_hash)

    def test_a_key_nobody_has_is_forgotten(self):
        letter = self.letter(self.case().action_letter_receipt())
        store = self.env["wa.vault"]._vault().store
        scope = letter._scope()
        self.assertTrue(store.get(scope, "letter"))
        self.env.cr.execute("DELETE FROM wa_request_letter WHERE id = %s", [letter.id])
        with patch.object(wa_request_letters, "ORPHAN_AFTER", timedelta(days=-1)):
            self.env["wa.request.letter"]._gc_letter_keys()
        self.assertFalse(store.get(scope, "letter"))
