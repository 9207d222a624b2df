"""The evidence of a consent: what an agent sees behind "Evidence"."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .tools import ToolCase

SECRET = "Ich kündige, mein Mann ist krank und wir ziehen nach Bremen um"


@tagged("post_install", "-at_install")
class TestConsentEvidence(ToolCase):
    def _seen_by(self, user):
        return self.consent().with_user(user)

    def test_a_yes_is_proven_by_words_time_notice_and_ledger(self):
        self.agree()
        self.env["wa.ledger.entry"]._seal_pending()
        seen = self._seen_by(self.agent)
        entry = self.consent().last_entry_id
        self.assertEqual(seen.evidence_how, "The person tapped “Ja, einverstanden”.")
        self.assertEqual(seen.evidence_seq, entry.seq)
        self.assertEqual(seen.evidence_hash, entry.entry_hash)
        self.assertEqual(seen.notice_id.text_hash, entry.notice_hash)
        self.assertIn(seen.notice_id.slug, seen.notice_url)

    def test_a_word_is_quoted_and_a_whole_message_is_not(self):
        self.agree()
        self.write("STOP")
        self.assertIn("“STOP”", self._seen_by(self.agent).evidence_how)
        seen = self._seen_by(self.agent)
        entry = self.consent().last_entry_id
        self.assertNotIn("Bremen", seen._declared_how(entry, {"words": SECRET}))

    def test_a_restricted_person_is_not_quoted(self):
        self.agree()
        self.consent().subject_id.restricted = True
        self.assertFalse(self._seen_by(self.coordinator).evidence_how)

    def test_people_are_told_apart_by_contact_or_masked_number(self):
        ticket = self.agree()
        self.assertEqual(self._seen_by(self.coordinator).person, "···· 0001")
        partner = self.env["res.partner"].create({"name": "Erika Muster"})
        ticket.with_user(self.agent).whatsapp_link_partner(partner.id)
        self.assertEqual(self._seen_by(self.coordinator).person, "Erika Muster")
        seen = self._seen_by(self.coordinator)
        self.assertEqual(seen.display_name, "Erika Muster")

    def test_who_may_not_read_consents_sees_no_evidence(self):
        self.agree()
        with self.assertRaises(AccessError):
            self._seen_by(self.helpdesk_only).read(["evidence_how"])

    def test_the_button_opens_this_very_consent(self):
        panel = self.agree().with_user(self.agent).whatsapp_panel()
        action = self.env["wa.consent"].browse(panel["consent"]["id"]).action_evidence()
        self.assertEqual(action["res_id"], self.consent().id)
