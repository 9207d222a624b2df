"""Which people an agent sees: those of their teams' numbers, and known contacts."""

from odoo.tests import new_test_user, tagged

from .common import WhatsAppCase

PEOPLE = ("wa.subject", "wa.identity", "wa.consent")


@tagged("post_install", "-at_install")
class TestPeople(WhatsAppCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = new_test_user(
            cls.env,
            "test-other-team",
            groups="base.group_user,whatsapp_dsgvo.group_agent,"
            "helpdesk_mgmt.group_helpdesk_user_team",
            company_id=cls.company.id,
            company_ids=[(6, 0, [cls.company.id])],
        )

    def seen(self, user, model):
        return self.env[model].with_user(user).search([])

    def test_an_agent_of_the_team_sees_the_person(self):
        self.agree()
        for model in PEOPLE:
            with self.subTest(model):
                self.assertTrue(self.seen(self.agent, model))

    def test_an_agent_of_another_team_does_not(self):
        self.agree()
        for model in PEOPLE:
            with self.subTest(model):
                self.assertFalse(self.seen(self.stranger, model))

    def test_a_linked_contact_is_seen_by_every_agent_who_sees_the_contact(self):
        self.agree()
        self.subject().partner_id = self.env["res.partner"].create({"name": "Erika"})
        self.assertEqual(self.seen(self.stranger, "wa.subject"), self.subject())

    def test_data_protection_sees_everybody(self):
        self.agree()
        for user in (self.coordinator, self.dpo):
            with self.subTest(user.login):
                self.assertIn(self.subject(), self.seen(user, "wa.subject"))
