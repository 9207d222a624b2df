"""Art. 18: held messages, identities and consents of a restricted person."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import MAX
from .media_tools import MediaCase, picture

WORDS = "Ich kündige meinen Vertrag"
RESTRICTED = "Processing is restricted"


@tagged("post_install", "-at_install")
class TestRestrictionTriage(MediaCase):
    def scene(self):
        super().scene()
        self.triage.lang = "en_US"
        self.write(WORDS)
        self.held = self.messages(state="held").with_user(self.triage)

    def restrict(self, restricted=True):
        self.subject().restricted = restricted
        self.env.invalidate_all()

    def decide(self, decision):
        return getattr(self.held, f"action_triage_{decision}")()

    def test_the_triage_does_not_see_them(self):
        domain = [("id", "=", self.held.id)]
        wanted = {"triage_text": {}, "triage_sender": {}, "triage_label": {}}
        self.assertTrue(self.held.web_search_read(domain, wanted)["records"])
        self.restrict()
        self.assertFalse(self.held.web_search_read(domain, wanted)["records"])

    def test_what_is_not_shown_is_no_reading(self):
        logs = self.env["wa.read.log"]
        self.restrict()
        before = logs.search_count([("what", "=", "triage")])
        with self.assertRaises(AccessError):
            self.held.read(["triage_text"])
        self.assertEqual(logs.search_count([("what", "=", "triage")]), before)

    def test_nobody_decides_what_nobody_may_see(self):
        self.restrict()
        tickets = self.env["helpdesk.ticket"].search_count([])
        for decision in ("nothing", "legal", "urgent"):
            with self.subTest(decision), self.assertRaisesRegex(UserError, RESTRICTED):
                self.decide(decision)
        self.assertFalse(self.held.triage_decision)
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), tickets)

    def test_its_file_is_neither_opened_nor_fetched(self):
        media = self.receive(picture(), "image", mime_type="image/png")
        held = media.message_id.with_user(self.triage)
        self.assertEqual(held.triage_file_text, "Ready")
        self.restrict()
        self.assertFalse(held.triage_file_text or held.triage_may_fetch)
        self.assertFalse(held.triage_file_state)
        for action in ("open_file", "fetch_file"):
            with self.subTest(action), self.assertRaisesRegex(UserError, RESTRICTED):
                getattr(held, f"action_triage_{action}")()

    def test_it_waits_and_is_not_deleted_meanwhile(self):
        self.decide("nothing")
        self.write("Und ich widerrufe")
        self.restrict()
        self.later(days=400)
        self.run_cron("cron_run_retention")
        held = self.messages(state="held")
        self.assertEqual(len(held), 2)
        self.assertTrue(all(held.mapped("content_sealed")))

    def test_lifted_it_is_seen_and_decided_as_before(self):
        self.restrict()
        self.restrict(False)
        self.assertEqual(self.held.triage_text, WORDS)
        self.decide("legal")
        self.assertTrue(self.held.sudo().ticket_id)


@tagged("post_install", "-at_install")
class TestRestrictionPeople(MediaCase):
    def scene(self):
        super().scene()
        self.agree()
        self.partner = self.env["res.partner"].create({"name": "Erika Muster"})
        self.subject().partner_id = self.partner
        self.both = new_test_user(
            self.env,
            "test-both",
            groups="base.group_user,whatsapp_dsgvo.group_agent,"
            "whatsapp_dsgvo.group_privacy_coordinator",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.subject().restricted = True
        self.env.invalidate_all()

    def shown(self, user):
        """What the contact's tab and the contacts' filters and groups tell."""
        contact = self.partner.with_user(user)
        contacts = contact.search([("id", "=", contact.id)])
        given = contacts.search([("whatsapp_consent_service", "in", ["given"])])
        groups = contacts.formatted_read_group(
            [("id", "=", contact.id)], ["whatsapp_consent_service"], ["__count"]
        )
        return (
            bool(contact.whatsapp_identity_ids),
            bool(contact.whatsapp_consent_ids),
            contact.whatsapp_consent_service == "given",
            bool(contact.whatsapp_consent_date),
            contact in given,
            groups[0]["whatsapp_consent_service"] == "given",
            "Messages: 0" not in contact.whatsapp_stored,
        )

    def test_agents_see_nothing_of_them_on_the_contact(self):
        self.assertEqual(set(self.shown(self.agent)), {False})

    def test_data_protection_goes_on_seeing_them(self):
        for user in (self.coordinator, self.dpo, self.both):
            user.lang = "en_US"
            with self.subTest(user.login):
                self.assertEqual(set(self.shown(user)), {True})

    def test_lifted_agents_see_them_again(self):
        self.subject().restricted = False
        self.env.invalidate_all()
        self.agent.lang = "en_US"
        self.assertEqual(set(self.shown(self.agent)), {True})

    def test_their_rows_are_for_data_protection_only(self):
        self.agree(customer=MAX)
        for model in ("wa.subject", "wa.identity", "wa.consent"):
            rows = self.env[model].with_user(self.agent).search([])
            people = rows if model == "wa.subject" else rows.subject_id
            with self.subTest(model):
                self.assertEqual(people, self.subject(MAX).with_user(self.agent))
                seen = self.env[model].with_user(self.coordinator).search([])
                self.assertGreater(seen, rows)

    def test_a_withdrawal_by_phone_is_taken_all_the_same(self):
        wizard = self.env["wa.withdrawal"].with_user(self.agent)
        wizard.create({"partner_id": self.partner.id}).action_record()
        self.assertEqual(self.consent().state, "withdrawn")
        self.assertLessEqual(self.consent().since, fields.Datetime.now())
