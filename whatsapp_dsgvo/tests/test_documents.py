"""Accountability documents, the register of processors, and breaches."""

import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MAX
from .tools import ToolCase


@tagged("post_install", "-at_install")
class TestDocuments(ToolCase):
    def generate(self, kind="vvt", language="de"):
        documents = self.env["wa.document"].with_user(self.coordinator)
        return documents._generate(kind, language, self.company)

    def lines(self, document):
        """{label: (value, status)} of all sections."""
        return {
            row["label"]: (row["value"], row["status"])
            for section in json.loads(document.content)
            for row in section["lines"]
        }

    def test_every_kind_is_made_in_both_languages(self):
        answer = self.rpc("wa.document", "action_generate", [], user=self.coordinator)
        self.assertNotIn("error", answer)
        made = self.env["wa.document"].search([("company_id", "=", self.company.id)])
        kinds = self.env["wa.document"]._fields["kind"].selection
        self.assertEqual(len(made), 2 * len(kinds))
        self.assertEqual(set(made.mapped("version")), {1})

    def test_the_record_of_processing_names_what_is_set(self):
        lines = self.lines(self.generate())
        self.assertEqual(lines["Name"][0], "Muster Test GmbH")
        self.assertIn("Dora Datenschutz", lines["Datenschutzbeauftragte/r"][0])
        self.assertIn("Einwilligung", lines["Anfragen beantworten"][0])

    def test_the_measures_show_what_was_checked_in_words(self):
        self.channel.with_user(self.channel_admin).action_check_connection()
        lines = self.lines(self.generate("tom"))
        number = self.channel.display_number
        for label, words in (
            ("Zugriffstoken", "von Meta angenommen ("),
            ("Adressbuch", "nicht in der WhatsApp-Business-App ("),
            ("Webhook-Anmeldung", "angemeldete Apps: 1 ("),
            ("Datenschutzhinweis und Zustimmungsmodus", "Fassung 1 ("),
            ("Sendelimit", "2.000 (TIER_2K)"),
        ):
            with self.subTest(label):
                self.assertTrue(lines[f"{number} {label}"][0].startswith(words))

    def test_what_is_missing_is_a_gap_and_is_counted(self):
        before = self.generate()
        self.channel.dpo_contact = False
        after = self.generate()
        value, status = self.lines(after)["Datenschutzbeauftragte/r"]
        self.assertEqual(status, "gap")
        self.assertTrue(value)
        self.assertEqual(after.gap_count, before.gap_count + 1)

    def test_a_changed_fact_makes_a_new_version_and_nothing_else_does(self):
        first = self.generate()
        self.assertEqual(self.generate(), first)
        self.channel.authority = "Musterbehörde"
        second = self.generate()
        self.assertEqual(second.version, first.version + 1)
        self.assertEqual((first.is_current, second.is_current), (False, True))
        self.assertIn("Musterbehörde", second.content)
        self.assertNotIn("Musterbehörde", first.content)

    def test_processors_without_contract_are_red(self):
        self.env["wa.processor"].create(
            {"name": "Muster Hosting GmbH", "company_id": self.company.id}
        )
        document = self.generate("processors")
        self.assertEqual(self.lines(document)["Vertrag"][1], "gap")

    def test_a_transfer_nobody_has_checked_for_90_days_is_stale(self):
        processor = self.env["wa.processor"].create(
            {
                "name": "Muster Cloud Inc.",
                "company_id": self.company.id,
                "transfers": True,
                "transfer_mechanism": "Standardvertragsklauseln",
                "transfer_checked_on": fields.Date.today(),
            }
        )
        self.assertEqual(self.lines(self.generate())[processor.name][1], "ok")
        processor.transfer_checked_on = fields.Date.today() - timedelta(days=91)
        self.assertTrue(processor.is_stale)
        self.assertEqual(self.lines(self.generate())[processor.name][1], "stale")
        processor.transfer_checked_on = False
        self.assertEqual(self.lines(self.generate())[processor.name][1], "gap")

    def test_unknown_facts_of_meta_are_gaps(self):
        lines = self.lines(self.generate("tom"))
        self.assertEqual(lines["Nummern"][1], "gap")
        self.channel.action_check_connection()
        found = [
            status
            for label, (_value, status) in self.lines(self.generate("tom")).items()
            if label.startswith(self.channel.display_number)
        ]
        self.assertTrue(found)
        self.assertIn("ok", found)

    def test_the_works_council_is_open_until_somebody_says(self):
        label = "Betriebsvereinbarung"
        self.company.whatsapp_works_council = "open"
        self.assertEqual(self.lines(self.generate("works_council"))[label][1], "gap")
        self.company.whatsapp_works_council = "none"
        self.assertEqual(self.lines(self.generate("works_council"))[label][1], "ok")

    def test_a_version_can_not_be_changed_or_deleted(self):
        document = self.generate()
        for records in (document.sudo(), document.with_user(self.coordinator)):
            with self.assertRaises(AccessError):
                records.content = "[]"
            with self.assertRaises(AccessError):
                records.unlink()

    def test_the_officer_notes_and_does_not_approve(self):
        document = self.generate()
        document.with_user(self.dpo).action_note()
        self.assertEqual(document.noted_by, self.dpo)
        with self.assertRaises(AccessError):
            document.with_user(self.dpo).action_approve()
        with self.assertRaises(AccessError):
            self.env["wa.document"].with_user(self.dpo).action_generate()
        document.with_user(self.coordinator).action_approve()
        self.assertEqual(document.approved_by, self.coordinator)

    def test_agents_neither_see_nor_generate(self):
        document = self.generate()
        with self.assertRaises(AccessError):
            document.with_user(self.agent).read(["content"])
        with self.assertRaises(AccessError):
            self.env["wa.document"].with_user(self.agent).action_generate()

    def test_the_report_shows_the_gaps(self):
        self.channel.dpo_contact = False
        document = self.generate()
        self.authenticate(*[self.coordinator.login] * 2)
        url = f"/report/html/whatsapp_dsgvo.report_document/{document.id}"
        text = self.url_open(url).text
        self.assertIn("text-danger", text)
        self.assertIn("Muster Test GmbH", text)
        self.authenticate(*[self.agent.login] * 2)
        with mute_logger("odoo.http"):
            self.assertNotIn("text-danger", self.url_open(url).text)


@tagged("post_install", "-at_install")
class TestIncident(ToolCase):
    def test_the_days_of_a_breach_are_over(self):
        """Else a wrong year would move the 72 hours, or tell the authority in words."""
        case, later = self.incident(), fields.Datetime.now() + timedelta(hours=1)
        for name in ("aware_at", "occurred_from", "authority_informed_at"):
            with (
                self.subTest(name),
                self.assertRaisesRegex(ValidationError, "to come"),
                self.env.cr.savepoint(),
            ):
                case[name] = later
        with self.assertRaisesRegex(ValidationError, "before it began"):
            case.write(
                {
                    "occurred_from": later - timedelta(hours=2),
                    "occurred_to": later - timedelta(hours=3),
                }
            )

    def incident(self, **vals):
        vals = {"title": "Laptop verloren", "company_id": self.company.id, **vals}
        return self.env["wa.incident"].with_user(self.coordinator).create(vals)

    def test_number_and_clock_start_with_it(self):
        case = self.incident()
        self.assertRegex(case.name, r"^DV-\d{4}$")
        self.assertEqual(case.deadline_at - case.aware_at, timedelta(hours=72))

    def test_it_is_closed_only_when_everything_is_said(self):
        case = self.incident(risk="high")
        with self.assertRaisesRegex(UserError, "Art. 33"):
            case.action_close()
        case.authority_informed_at = fields.Datetime.now()
        with self.assertRaisesRegex(UserError, "Art. 34"):
            case.action_close()
        case.people_informed_at = fields.Datetime.now()
        case.action_close()
        self.assertEqual(case.state, "closed")

    def test_people_of_the_time_are_found(self):
        self.agree()
        self.later(days=2)
        self.agree(customer=MAX)
        now = fields.Datetime.now()
        case = self.incident(
            occurred_from=now - timedelta(days=3), occurred_to=now - timedelta(days=1)
        )
        action = case.action_find_affected()
        self.assertEqual(case.affected_count, 1)
        identities = self.env["wa.identity"].search(action["domain"])
        self.assertEqual(identities.subject_id, self.subject())
        case.occurred_to = now
        case.action_find_affected()
        self.assertEqual(case.affected_count, 2)

    def test_without_a_time_it_says_what_is_missing(self):
        with self.assertRaises(UserError):
            self.incident().action_find_affected()

    def test_nobody_deletes_one_and_the_officer_only_reads(self):
        case = self.incident()
        with self.assertRaises(UserError):
            case.sudo().unlink()
        case.with_user(self.dpo).read(["title"])
        with self.assertRaises(AccessError):
            case.with_user(self.dpo).title = "x"
        with self.assertRaises(AccessError):
            case.with_user(self.dpo).action_close()
