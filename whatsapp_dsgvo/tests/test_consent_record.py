"""The consent record that is handed out: whole, checkable, for the right people only."""

import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.ledger import evidence
from .common import MAX
from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestConsentRecord(ToolCase):
    def setUp(self):
        super().setUp()
        self.agree()
        self.write("STOPP")
        self.env["wa.ledger.entry"]._seal_pending()

    def download(self, user, consent=None):
        consent = consent or self.consent()
        self.authenticate(user.login, user.login)
        return self.url_open(f"/whatsapp/consent-record/{consent.id}.json")

    def test_it_tells_the_whole_story_and_can_be_checked(self):
        record = json.loads(self.download(self.dpo).text)
        self.assertEqual(evidence.problems(record), [])
        events = [row["header"]["event"] for row in record["events"]]
        self.assertEqual(events, ["asked", "given", "withdrawn"])
        self.assertEqual(record["events"][1]["content"]["words"], "Ja, einverstanden")
        self.assertEqual(record["events"][2]["content"]["words"], "STOPP")
        (service,) = record["processing"]
        self.assertEqual(
            (service["purpose"], service["state"]), ("service", "withdrawn")
        )
        (notice,) = record["notices"]
        self.assertIn("Sind Sie einverstanden", notice["text"])
        self.assertEqual(record["events"][1]["header"]["notice_hash"], notice["sha256"])

    def test_it_holds_nothing_of_anybody_else(self):
        self.agree("Geheim von Max", MAX)
        text = self.download(self.dpo).text
        self.assertNotIn(self.subject(MAX).uuid, text)
        self.assertNotIn("Geheim", text)

    def test_it_is_not_cached(self):
        answer = self.download(self.coordinator)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_agents_and_administrators_do_not_get_it(self):
        for user in (self.agent, self.it_admin, self.channel_admin, self.triage):
            with self.subTest(user.login), mute_logger("odoo.http"):
                self.assertIn(self.download(user).status_code, (403, 404))

    def test_another_company_does_not_get_it(self):
        other = self.env["res.company"].create({"name": "Andere Muster GmbH"})
        self.dpo.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with mute_logger("odoo.http"):
            self.assertEqual(self.download(self.dpo).status_code, 404)

    def test_there_is_none_for_nobody(self):
        nobody = self.consent().browse(987654321)
        self.assertEqual(self.download(self.dpo, nobody).status_code, 404)

    def test_contents_of_a_restricted_person_stay_closed(self):
        self.subject().restricted = True
        text = self.download(self.dpo).text
        self.assertNotIn("einverstanden”", text)
        events = json.loads(text)["events"]
        self.assertEqual({row["content"] for row in events}, {evidence.CLOSED})
        self.assertEqual(evidence.problems(json.loads(text)), [])

    def test_the_document_shows_words_and_notice(self):
        url = f"/report/html/whatsapp_dsgvo.report_consent_record/{self.consent().id}"
        self.authenticate(self.dpo.login, self.dpo.login)
        text = self.url_open(url).text
        self.assertIn("Ja, einverstanden", text)
        self.assertIn("STOPP", text)
        self.authenticate(self.agent.login, self.agent.login)
        with mute_logger("odoo.http"):
            self.assertNotIn("Ja, einverstanden", self.url_open(url).text)
