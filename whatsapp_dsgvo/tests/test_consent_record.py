"""The consent record that is handed out: whole, checkable, for the right people only."""

import json
from hashlib import sha256

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.ledger import evidence
from .common import ERIKA, MAX
from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestConsentRecord(ToolCase):
    def scene(self):
        super().scene()
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

    def received(self):
        """{SHA-256: body} of the webhooks that the stand-in sends and Odoo takes."""
        bodies, store = {}, type(self.env["wa.event"])._store_event

        def spy(events, app_id, body):
            bodies[sha256(body).hexdigest()] = body
            return store(events, app_id, body)

        self.patch(type(self.env["wa.event"]), "_store_event", spy)
        return bodies

    def test_each_answer_names_the_signed_webhook_it_came_in(self):
        bodies = self.received()
        self.agree("Guten Tag", MAX)
        self.write("STOPP", MAX)
        record = json.loads(self.download(self.dpo, self.consent(MAX)).text)
        for row, words in zip(
            record["events"],
            (b"Guten Tag", b"Ja, einverstanden", b"STOPP"),
            strict=True,
        ):
            content = row["content"]
            with self.subTest(words):
                self.assertIn(words, bodies[content["body_sha256"]])
                self.assertIs(content["signature_verified"], True)
                self.assertEqual(content["app_id"], self.app.meta_app_id)
                number = self.channel.phone_number_id
                self.assertEqual(content["phone_number_id"], number)

    def test_a_preference_names_its_webhook(self):
        self.set_state("given", purpose="marketing")
        bodies = self.received()
        self.sim.customer_prefers(ERIKA, "stop")
        self.work()
        entry = self.consent(purpose="marketing").last_entry_id
        self.assertEqual((entry.event, entry.actor_kind), ("withdrawn", "meta"))
        body = bodies[entry._payload()["body_sha256"]]
        self.assertIn(b"user_preferences", body)

    def test_a_part_parked_and_replayed_names_the_whole_webhook(self):
        number = self.channel.phone_number_id
        self.channel.phone_number_id = "000"
        bodies = self.received()
        self.write("Guten Tag", MAX)
        parked = self.events(state="parked")
        self.channel.phone_number_id = number
        parked.with_user(self.channel_admin).action_replay()
        self.work()
        asked = self.consent(MAX).last_entry_id._payload()
        self.assertIn(b"Guten Tag", bodies[asked["body_sha256"]])

    def test_the_webhooks_hash_goes_with_its_body(self):
        self.write("Guten Tag")
        self.assertFalse(any(self.events().mapped("body_sha256")))

    def test_an_entry_from_before_says_nothing_of_it(self):
        self.set_state("withdrawn")
        self.assertNotIn("body_sha256", self.consent().last_entry_id._payload())
        consent = self.consent()
        self.assertEqual(consent._event_received({"words": "Ja"}), "")
        self.assertEqual(consent._event_words({"words": "Ja"}), "Ja")

    def test_it_says_who_gets_what_for_how_long_and_where(self):
        processors = self.env["wa.processor"]
        known = {
            "company_id": self.company.id,
            "country_id": self.env.ref("base.ie").id,
        }
        processors.create(
            {
                "name": "Muster Messenger Ltd.",
                "service": "Cloud API",
                "transfers": True,
                "transfer_mechanism": "Standardvertragsklauseln",
                "transfer_checked_on": "2026-11-01",
                **known,
            }
        )
        record = json.loads(self.download(self.dpo).text)
        (service,) = record["processing"]
        self.assertIn("Profilname", service["data_categories"])
        told = {row["name"]: row for row in service["recipients"]}
        self.assertEqual(told["Muster Messenger Ltd."]["country"], "IE")
        transfers = {row["recipient"]: row for row in service["transfers"]}
        self.assertEqual(transfers["Muster Messenger Ltd."]["checked_on"], "2026-11-01")
        periods = {row["class"]: row["period"] for row in service["storage"]}
        rules = self.env["wa.retention.rule"]
        for code, rule in rules._current(self.company).items():
            if code in periods:
                self.assertEqual(periods[code], rules._period_words(rule._period()))
        self.assertEqual(set(periods), {"LK-03", "LK-03w", "LK-06"})
        self.assertEqual(record["record"]["jurisdiction"], "DE")

    def test_its_number_stays_the_same_and_is_one_persons(self):
        self.agree("Hallo", MAX)
        other = self.consent(MAX)
        texts = [self.download(self.dpo).text for _time in range(2)]
        texts.append(self.download(self.dpo, other).text)
        ids = [json.loads(text)["record"]["record_id"] for text in texts]
        self.assertEqual(ids[0], ids[1])
        self.assertNotEqual(ids[0], ids[2])

    def test_it_says_how_far_the_notice_came(self):
        record = json.loads(self.download(self.dpo).text)
        (delivery,) = record["deliveries"]
        (notice,) = record["notices"]
        self.assertEqual(delivery["version"], notice["version"])
        message = self.env["wa.message"].search(
            [("subject_id", "=", self.subject().id), ("notice_id", "!=", False)]
        )
        self.assertIn(message.state, ("sent", "delivered", "read"))
        self.assertEqual(delivery["state"], message.state)
        self.assertTrue(delivery["sent_at"].endswith("Z"))

    def test_it_names_the_anchors_that_vouch_for_it(self):
        self.env["wa.ledger.anchor"]._daily()
        record = json.loads(self.download(self.dpo).text)
        anchors = record["anchors"]
        last = max(row["seq"] for row in record["events"])
        self.assertGreaterEqual(anchors[-1]["seq"], last)
        hashes = {row["seq"]: row["entry_hash"] for row in record["events"]}
        for anchor in anchors:
            self.assertIn(anchor["entry_hash"], anchor["text"])
            if anchor["seq"] in hashes:
                self.assertEqual(anchor["entry_hash"], hashes[anchor["seq"]])

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
        self.assertIn(self.consent()._record_id(), text)
        self.assertIn("wa-anchor-v1", text)
        since = self.consent().since
        self.assertIn(f"<td>{since:%d.%m.%Y %H:%M:%S}</td>", text)
        self.assertIn("Unterhaltung und Dateien", text)
        given = self.env["wa.ledger.entry"].search(
            [("pseudonym", "=", self.subject().uuid), ("event", "=", "given")]
        )
        self.assertIn(given._payload()["body_sha256"], text)
        self.authenticate(self.agent.login, self.agent.login)
        with mute_logger("odoo.http"):
            self.assertNotIn("Ja, einverstanden", self.url_open(url).text)
