"""No role sees anything of a company it does not work for; the triage sees held ones."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import ERIKA
from .privacy_cases import make_case
from .test_rights import NO_COMPANY, READ
from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestCompanies(ToolCase):
    def stranger(self):
        """Has every role, in another company."""
        other = self.env["res.company"].create({"name": "Andere Muster GmbH"})
        names = ("agent", "triage", "privacy_coordinator", "dpo", "channel_admin")
        return new_test_user(
            self.env,
            "test-other-company",
            groups=",".join(f"whatsapp_dsgvo.group_{name}" for name in names),
            company_id=other.id,
            company_ids=[(6, 0, [other.id])],
        )

    def test_roles_of_another_company_see_nothing_of_ours(self):
        self.agree()
        self.write("STOP", "+4915155500010")
        self.channel.action_check_connection()
        self.env["helpdesk.ticket"].with_user(self.agent).whatsapp_find_number(ERIKA)
        self.run_cron("cron_seal")
        make_case(self.env, self.subject())
        stranger = self.stranger()
        for model, readers in READ.items():
            records = self.env[model].with_user(stranger)
            if model in NO_COMPANY or not readers:
                continue
            ours = "app_id.company_id" if model == "wa.event" else "company_id"
            with self.subTest(model):
                self.assertTrue(
                    self.env[model].sudo().search([(ours, "=", self.company.id)])
                )
                self.assertFalse(records.search([(ours, "=", self.company.id)]))

    def test_nobody_learns_who_of_another_company_is_restricted(self):
        """The refusal is the same, whoever the message is from."""
        self.write("Ich kündige meinen Vertrag")
        held = self.messages(state="held").with_user(self.stranger())
        for restricted in (False, True):
            self.subject().restricted = restricted
            with self.subTest(restricted), self.assertRaises(AccessError):
                held.action_triage_nothing()

    def test_triage_sees_held_messages_only(self):
        self.agree()
        self.write("Ich kündige meinen Vertrag", "+4915155500010")
        seen = self.env["wa.message"].with_user(self.triage).search([])
        ours = seen.filtered(lambda m: m.company_id == self.company)
        self.assertEqual(set(ours.mapped("state")), {"held"})
        self.assertEqual(set(ours.mapped("direction")), {"in"})

    def test_triage_can_not_read_a_message_of_a_ticket(self):
        self.agree()
        message = self.messages(direction="in")[0]
        with self.assertRaises(AccessError):
            message.with_user(self.triage).read(["event_at"])

    def test_triage_text_is_for_the_triage_only(self):
        self.write("Ich kündige meinen Vertrag")
        held = self.messages(state="held")
        self.assertEqual(
            held.with_user(self.triage).triage_text, "Ich kündige meinen Vertrag"
        )
        self.assertFalse(held.sudo().with_user(1).triage_text)
        self.assertFalse(held.with_user(self.it_admin).sudo().triage_text)
