"""Consents and requests of customers with a login: their own, nobody else's."""

import base64

from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.wa_request_correction import LONGEST
from .common import MAX
from .erasing import ErasureCase
from .test_rights_portal import PortalCase

WRONG = "Ich heiße Musterfrau, nicht Muster"


@tagged("post_install", "-at_install")
class TestPortalRights(PortalCase):
    def page(self, user, kind=None, status=200, **typed):
        self.authenticate(user.login, user.login)
        data = kind and {"kind": kind, "csrf_token": Request.csrf_token(self), **typed}
        answer = self.url_open("/my/whatsapp", data=data)
        self.env.invalidate_all()
        self.assertEqual(answer.status_code, status)
        return answer

    def cases(self, user):
        return self.env["wa.request"].search([("partner_id", "=", user.partner_id.id)])

    def test_the_portal_home_has_a_card_that_leads_there(self):
        self.authenticate(self.erika.login, self.erika.login)
        self.assertIn('href="/my/whatsapp"', self.url_open("/my").text)

    def test_the_linked_person_sees_the_own_number_and_the_way(self):
        answer = self.page(self.erika)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertIn("···· 0001", answer.text)
        self.assertIn(f"/whatsapp/me/{self.channel.uuid}", answer.text)

    def test_a_workmate_learns_nothing_of_it(self):
        self.page(self.erika, "access")
        number = self.cases(self.erika).name
        text = self.page(self.workmate).text
        self.assertNotIn("0001", text)
        self.assertNotIn(number, text)
        self.assertIn(f"/whatsapp/me/{self.channel.uuid}", text)

    def test_a_number_somebody_typed_is_not_told_to_be_known(self):
        """Else the portal would say whose number is a customer's."""
        self.agree("Hallo", MAX)
        before = self.page(self.workmate).text
        self.workmate.partner_id.phone = MAX
        after = self.page(self.workmate).text
        self.assertNotIn("····", after)
        self.assertEqual(len(before), len(after))

    def test_each_right_becomes_a_case_with_the_login_as_proof(self):
        for kind in ("access", "erasure", "rectification", "objection"):
            answer = self.page(self.erika, kind)
            case = self.cases(self.erika).filtered(lambda c, k=kind: c.kind == k)
            with self.subTest(kind):
                self.assertIn(case.name, answer.text)
                self.assertEqual(
                    (case.received_by, case.identity_level, case.state),
                    ("portal", "2", "new"),
                )
                self.assertEqual(case.subject_ids, self.subject())
                self.assertEqual(case.company_id, self.company)

    def test_asked_twice_it_is_one_case(self):
        for _time in range(2):
            self.page(self.erika, "access")
            self.page(self.workmate, "access")
        self.assertEqual(len(self.cases(self.erika)), 1)
        self.assertEqual(len(self.cases(self.workmate)), 1)

    def test_one_that_joins_a_case_of_other_origin_is_confirmed_all_the_same(self):
        self.env["wa.request"]._receive(self.subject(), "access", received_by="letter")
        self.assertNotIn("alert-success", self.page(self.erika).text)
        self.assertIn("alert-success", self.page(self.erika, "access").text)

    def test_who_is_not_linked_asks_for_nobody_on_whatsapp(self):
        self.workmate.partner_id.phone = MAX
        self.page(self.workmate, "access")
        self.assertFalse(self.cases(self.workmate).subject_ids)

    # -- what is to be corrected -----------------------------------------------------

    def correct(self, user, text):
        answer = self.page(user, "rectification", correction=text)
        return answer, self.cases(user)

    def test_the_coordination_reads_what_is_to_be_corrected_and_nobody_else(self):
        _answer, case = self.correct(self.erika, WRONG)
        self.assertEqual(case.with_user(self.coordinator).correction, WRONG)
        self.assertFalse(case.with_user(self.dpo).correction)
        self.assertFalse(case.correction)

    def test_it_is_sealed_with_the_person_s_key(self):
        _answer, case = self.correct(self.erika, WRONG)
        self.assertEqual(case.correction_key, self.subject().uuid)
        self.env.cr.execute(
            "SELECT row_to_json(r)::text, correction_sealed FROM wa_request r"
            " WHERE id = %s",
            [case.id],
        )
        row, sealed = self.env.cr.fetchone()
        self.assertNotIn("Musterfrau", row)
        self.assertNotIn(b"Musterfrau", base64.b64decode(bytes(sealed)))

    def test_what_is_written_later_is_added(self):
        self.correct(self.erika, WRONG)
        _answer, case = self.correct(self.erika, "Und die Straße")
        self.assertEqual(len(case), 1)
        self.assertEqual(case._correction(), f"{WRONG}\n\nUnd die Straße")

    def test_too_long_is_said_and_what_was_typed_stays(self):
        answer, case = self.correct(self.erika, "ä" * (LONGEST + 1))
        self.assertIn(str(LONGEST), answer.text)
        self.assertIn("ä" * (LONGEST + 1), answer.text)
        self.assertFalse(case)

    def upload(self, name, **typed):
        """A file where the form has a text."""
        self.authenticate(self.erika.login, self.erika.login)
        data = {"csrf_token": Request.csrf_token(self), **typed}
        file = (f"{name}.txt", WRONG.encode(), "text/plain")
        answer = self.url_open("/my/whatsapp", data=data, files={name: file})
        self.env.invalidate_all()
        return answer

    def test_an_uploaded_file_is_no_text(self):
        answer = self.upload("correction", kind="rectification")
        self.assertEqual(answer.status_code, 200)
        case = self.cases(self.erika)
        self.assertEqual((case.kind, case._correction()), ("rectification", ""))
        self.assertFalse(case.correction_sealed or case.correction_key)
        self.assertNotIn(WRONG, answer.text)

    def test_a_file_takes_nothing_from_what_was_written_before(self):
        self.correct(self.erika, WRONG)
        self.upload("correction", kind="rectification")
        self.assertEqual(self.cases(self.erika)._correction(), WRONG)

    @mute_logger("odoo.http")
    def test_a_file_is_no_right_either(self):
        self.assertEqual(self.upload("kind").status_code, 404)
        self.assertFalse(self.cases(self.erika))

    def test_it_is_in_the_export(self):
        self.correct(self.erika, WRONG)
        access = self.env["wa.request"]._receive(
            self.subject(), "access", identity_level="2"
        )
        data = self.env["wa.export"]._make(access)._data([])
        self.assertIn(WRONG, [row["correction"] for row in data["requests"]])

    @mute_logger("odoo.http")
    def test_no_other_site_and_no_other_right(self):
        self.page(self.erika, "everything", status=404)
        answer = self.url_open("/my/whatsapp", data={"kind": "access"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.cases(self.erika))

    def test_in_german_it_is_the_same_page(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.erika.lang = "de_DE"
        self.assertIn(
            "WhatsApp-Einwilligungen und Datenschutz", self.page(self.erika).text
        )
        text = self.page(self.erika, "access").text
        self.assertIn(self.cases(self.erika).name, text)
        self.assertIn("Auskunft (Art. 15)", text)
        for english in ("Your rights", "Your requests", "answer by", "So we"):
            self.assertNotIn(english, text)


@tagged("post_install", "-at_install")
class TestErasedCorrection(ErasureCase):
    def ask(self, partner, text):
        cases = self.env["wa.request"]
        return cases._portal_ask(partner, self.company, "rectification", text)

    def test_the_words_go_with_the_person_and_the_case_stays(self):
        _ticket, partner = self.person()
        case = self.ask(partner, WRONG)
        self.assertEqual(case._correction(), WRONG)
        self.assertEqual(self.erase(partner).state, "done")
        self.assertTrue(case.exists())
        self.assertFalse(case.correction_sealed or case.correction_key)

    def test_also_what_was_written_before_anybody_knew_who_it_is(self):
        stranger = self.env["res.partner"].create({"name": "Max Beispiel"})
        case = self.ask(stranger, WRONG)
        key, store = case.correction_key, self.env["wa.vault"]._vault().store
        self.assertEqual(case._correction(), WRONG)
        _ticket, partner = self.person()
        case.subject_ids = self.subject()
        self.assertEqual(case._correction(), WRONG)
        self.erase(partner)
        self.assertFalse(case.correction_sealed)
        self.assertTrue(store.is_destroyed(key, "correction"))
