"""Odoo's own look-up finds people of whom there is no e-mail address."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ERIKA
from .tools import ToolCase

NUMBERLESS = "+4915155500004"  # hides the number from businesses


@tagged("post_install", "-at_install")
class TestPrivacyLookup(ToolCase):
    def lookup(self, **vals):
        """{model: ids} of what was found."""
        wizard = self.env["privacy.lookup.wizard"].with_user(self.it_admin).create(vals)
        wizard = wizard.with_company(self.company)
        wizard.action_lookup()
        found = {}
        for line in wizard.line_ids:
            found.setdefault(line.res_model, []).append(line.res_id)
        return found, wizard

    def test_a_number_finds_person_conversation_and_ticket(self):
        ticket = self.agree()
        found, _wizard = self.lookup(whatsapp_identity="0151 55500001")
        self.assertEqual(found["wa.subject"], self.subject().ids)
        self.assertEqual(found["wa.conversation"], self.conversation().ids)
        self.assertEqual(found["helpdesk.ticket"], ticket.ids)

    def test_an_id_finds_somebody_without_a_number(self):
        user_id = self.sim.person(NUMBERLESS).user_id
        self.write("Guten Tag", NUMBERLESS)
        index = self.env["wa.vault"]._index("bsuid", user_id)
        identity = self.env["wa.identity"].search([("blind_index", "=", index)])
        self.assertTrue(identity)
        found, _wizard = self.lookup(whatsapp_identity=user_id)
        self.assertEqual(found["wa.subject"], identity.subject_id.ids)

    def test_the_number_is_stored_nowhere(self):
        self.agree()
        _found, wizard = self.lookup(whatsapp_identity=ERIKA)
        self.env.flush_all()
        self.env.invalidate_all()
        stored = self.as_json(wizard.sudo().read()) + self.as_json(
            wizard.line_ids.sudo().read()
        )
        self.assertNotIn(ERIKA[-6:], stored)

    def let_see(self, *groups):
        for name in groups:
            self.it_admin.group_ids += self.env.ref(f"whatsapp_dsgvo.group_{name}")

    def case(self):
        self.agree()
        return self.env["wa.request"]._receive(self.subject(), "access")

    def test_cases_and_suppression_list_are_found_by_who_may_see_them(self):
        case = self.case()
        self.write("STOP")
        entries = self.env["wa.suppression"]._of(
            self.company, self.subject()._own_indexes()
        )
        self.assertGreater(len(entries), 1)
        found, _wizard = self.lookup(whatsapp_identity=ERIKA)
        self.assertFalse({"wa.request", "wa.suppression"} & found.keys())
        self.let_see("dpo")
        found, wizard = self.lookup(whatsapp_identity=ERIKA)
        self.assertEqual(found["wa.request"], case.ids)
        self.assertEqual(set(found["wa.suppression"]), set(entries.ids))
        names = str(wizard.line_ids.mapped("res_name"))
        for entry in entries:
            self.assertNotIn(entry.blind_index, names)

    def test_a_closed_case_without_its_contact_is_found_too(self):
        case = self.case()
        case.write({"state": "done", "closed_at": "2020-01-01 00:00:00"})
        case._forget_names()
        self.let_see("privacy_coordinator")
        found, _wizard = self.lookup(whatsapp_identity=ERIKA)
        self.assertEqual(found["wa.request"], case.ids)

    def test_a_no_outlives_the_person(self):
        index = self.env["wa.vault"]._index("phone", ERIKA)
        self.env["wa.suppression"]._suppress_index(
            self.company, index, "2026-01-01 00:00:00"
        )
        self.let_see("dpo")
        found, _wizard = self.lookup(whatsapp_identity=ERIKA)
        self.assertEqual(len(found["wa.suppression"]), 1)
        self.assertNotIn("wa.subject", found)

    def test_who_only_reads_cases_deletes_none(self):
        case = self.case()
        self.let_see("dpo")
        _found, wizard = self.lookup(whatsapp_identity=ERIKA)
        line = wizard.line_ids.filtered(lambda x: x.res_model == "wa.request")
        with self.assertRaises(AccessError):
            line.action_unlink()
        self.assertTrue(case.exists())

    def test_both_ways_together_name_each_record_once(self):
        ticket = self.agree()
        partner = self.env["res.partner"].create(
            {"name": "Erika Muster", "email": "erika@muster.example"}
        )
        ticket.with_user(self.agent).whatsapp_link_partner(partner.id)
        found, _wizard = self.lookup(
            name="Erika Muster", email=partner.email, whatsapp_identity=ERIKA
        )
        for model in ("res.partner", "wa.subject", "helpdesk.ticket"):
            self.assertEqual(len(found[model]), len(set(found[model])), model)

    def test_what_is_missing_or_wrong_is_said(self):
        for vals in ({}, {"name": "Erika"}, {"whatsapp_identity": "123"}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.lookup(**vals)

    def test_nobody_deletes_a_person_past_the_erasure(self):
        self.agree()
        _found, wizard = self.lookup(whatsapp_identity=ERIKA)
        for line in wizard.line_ids:
            if line.res_model in ("wa.subject", "wa.consent"):
                with self.subTest(line.res_model), self.assertRaises(AccessError):
                    line.action_unlink()
        self.assertTrue(self.messages())
