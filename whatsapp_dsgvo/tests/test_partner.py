"""Consent on the contact form: shown, searched, never written."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ERIKA, MAX
from .tools import ToolCase

NAMES = {
    "whatsapp_consent_service": "given",
    "whatsapp_consent_marketing": "none",
    "whatsapp_opted_out": False,
}
LISTS = ("whatsapp_identity_ids", "whatsapp_consent_ids")
EMPTY = {name: [] for name in LISTS}


@tagged("post_install", "-at_install")
class TestPartnerFields(ToolCase):
    def scene(self):
        super().scene()
        ticket = self.agree()
        self.partner = self.env["res.partner"].create({"name": "Erika Muster"})
        ticket.with_user(self.agent).whatsapp_link_partner(self.partner.id)
        self.partners = self.env["res.partner"].with_user(self.coordinator)
        self.mine = [("id", "=", self.partner.id)]

    def _found(self, *leaf):
        return bool(self.partners.search([*self.mine, leaf]))

    def test_fields_show_what_the_consents_say(self):
        partner = self.partner.with_user(self.coordinator)
        for name, value in NAMES.items():
            self.assertEqual(partner[name], value)
        self.assertEqual(partner.whatsapp_consent_date, self.consent().since)

    def test_stop_shows_at_once(self):
        self.write("STOP")
        partner = self.partner.with_user(self.coordinator)
        self.assertEqual(partner.whatsapp_consent_service, "withdrawn")
        self.assertTrue(partner.whatsapp_opted_out)

    def test_another_company_sees_and_withdraws_nothing_of_ours(self):
        other = self.env["res.company"].create({"name": "Andere Muster GmbH"})
        stranger = new_test_user(
            self.env,
            "test-other-company",
            groups="base.group_user,whatsapp_dsgvo.group_agent",
            company_id=other.id,
            company_ids=[(6, 0, [other.id])],
        )
        partners = self.env["res.partner"].with_user(stranger)
        partner = partners.browse(self.partner.id)
        shown = {name: {"fields": {"display_name": {}}} for name in LISTS}
        self.assertEqual(
            partner.web_read({**shown, "whatsapp_consent_service": {}}),
            [{"id": partner.id, "whatsapp_consent_service": "none", **EMPTY}],
        )
        given = ("whatsapp_consent_service", "=", "given")
        self.assertFalse(partners.search([*self.mine, given]))
        groups = partners.formatted_read_group(self.mine, [given[0]], ["__count"])
        self.assertEqual(groups[0][given[0]], "none")
        with self.assertRaises(AccessError):
            partners.search([*self.mine, ("whatsapp_subject_ids", "!=", False)])
        wizard = self.env["wa.withdrawal"].with_user(stranger)
        with self.assertRaises(UserError):
            wizard.create({"partner_id": partner.id}).action_record()
        self.assertEqual(self.consent().state, "given")

    def test_contacts_are_grouped_by_state(self):
        other = self.env["res.partner"].create({"name": "Nie gefragt"})
        both = [("id", "in", (self.partner + other).ids)]
        groups = self.partners.formatted_read_group(
            both, ["whatsapp_consent_service"], ["__count"]
        )
        self.assertEqual(
            {g["whatsapp_consent_service"]: g["__count"] for g in groups},
            {"given": 1, "none": 1},
        )
        for group in groups:
            found = self.partners.search([*both, *group["__extra_domain"]])
            self.assertEqual(len(found), 1)

    def test_nobody_without_the_right_searches_for_consents(self):
        employee = new_test_user(self.env, "test-employee", groups="base.group_user")
        partners = self.env["res.partner"].with_user(employee)
        for leaf in (
            ("whatsapp_consent_service", "=", "given"),
            ("whatsapp_consent_marketing", "!=", "given"),
            ("whatsapp_opted_out", "=", False),
            ("whatsapp_opted_out", "!=", False),
        ):
            with self.subTest(leaf), self.assertRaises(AccessError):
                partners.search([*self.mine, leaf])

    def test_nobody_without_the_right_groups_by_consent(self):
        partners = self.env["res.partner"].with_user(self.helpdesk_only)
        with self.assertRaises(AccessError):
            partners.formatted_read_group(
                self.mine, ["whatsapp_consent_service"], ["__count"]
            )

    def test_contacts_are_found_by_state(self):
        self.assertTrue(self._found("whatsapp_consent_service", "=", "given"))
        self.assertFalse(self._found("whatsapp_consent_service", "=", "withdrawn"))
        self.assertFalse(self._found("whatsapp_consent_service", "!=", "given"))
        self.assertTrue(self._found("whatsapp_opted_out", "=", False))
        self.assertTrue(self._found("whatsapp_consent_marketing", "=", "none"))
        self.assertTrue(
            self._found("whatsapp_consent_service", "in", ["given", "none"])
        )

    def test_contacts_without_whatsapp_count_as_not_asked(self):
        plain = self.env["res.partner"].create({"name": "Ohne"})
        found = self.partners.search([("whatsapp_consent_service", "=", "none")])
        self.assertIn(plain, found)
        self.assertNotIn(self.partner, found)

    def test_nobody_can_write_them(self):
        for name in ("whatsapp_consent_service", "whatsapp_opted_out"):
            self.assertTrue(self.partner._fields[name].readonly)
            self.assertFalse(self.partner._fields[name].inverse)
        self.partner.sudo().write({"whatsapp_consent_marketing": "given"})
        self.env.invalidate_all()
        self.assertEqual(self.partner.whatsapp_consent_marketing, "none")

    def test_people_without_a_role_do_not_see_them(self):
        with self.assertRaises(AccessError):
            self.partner.with_user(self.helpdesk_only).read(
                ["whatsapp_consent_service"]
            )

    def test_identities_are_masked(self):
        partner = self.partner.with_user(self.coordinator)
        shown = self.as_json(partner.whatsapp_identity_ids.mapped("masked"))
        self.assertNotIn(ERIKA.lstrip("+")[:-4], shown)

    def test_strictest_state_wins_over_several_identities(self):
        other = self.agree(customer=MAX)
        other.with_user(self.agent).whatsapp_link_partner(self.partner.id)
        self.write("STOP", MAX)
        partner = self.partner.with_user(self.coordinator)
        self.assertEqual(partner.whatsapp_consent_service, "withdrawn")
        self.assertTrue(self._found("whatsapp_consent_service", "=", "withdrawn"))
        self.assertFalse(self._found("whatsapp_consent_service", "=", "given"))

    def test_merging_contacts_keeps_persons_consents_and_ledger(self):
        double = self.env["res.partner"].create({"name": "Erika Muster"})
        other = self.agree(customer=MAX)
        other.with_user(self.agent).whatsapp_link_partner(double.id)
        entries = self.env["wa.ledger.entry"].search_count([])
        consents = (self.subject(ERIKA) | self.subject(MAX)).consent_ids
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.partner | double).ids, self.partner)
        self.env.invalidate_all()
        self.assertEqual(self.subject(MAX).partner_id, self.partner)
        self.assertEqual(self.subject(ERIKA).partner_id, self.partner)
        self.assertEqual(self.env["wa.ledger.entry"].search_count([]), entries)
        self.assertEqual(consents.exists(), consents)

    def test_deleting_a_contact_keeps_the_evidence(self):
        self.conversation().ticket_id.partner_id = False
        self.partner.unlink()
        self.assertFalse(self.subject().partner_id)
        self.assertEqual(self.consent().state, "given")

    def test_button_opens_the_form_for_a_withdrawal(self):
        action = self.partner.with_user(self.agent).action_whatsapp_withdraw()
        self.assertEqual(action["context"]["default_partner_id"], self.partner.id)
