"""The measures of the SDM modules: every row says what is so now, or is a gap."""

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.privacy import sdm
from .erasing import ErasureCase
from .keys_away import AwayCase


class SdmCase:
    def sections(self, language="en"):
        documents = self.env["wa.document"].with_user(self.coordinator)
        return json.loads(documents._generate("sdm", language, self.company).content)

    def rows(self, language="en"):
        """{numbers: (value, status)}"""
        known = [one.numbers for rows in sdm.MODULES.values() for one in rows]
        return {
            next(one for one in known if row["label"].startswith(f"{one} ")): (
                row["value"],
                row["status"],
            )
            for part in self.sections(language)
            for row in part["lines"]
        }


@tagged("post_install", "-at_install")
class TestDocumentsSdm(SdmCase, ErasureCase):
    def test_every_measure_has_its_row_in_both_languages(self):
        numbers = {one.numbers for rows in sdm.MODULES.values() for one in rows}
        for language in ("de", "en"):
            with self.subTest(language):
                self.assertEqual(set(self.rows(language)), numbers)
                headings = [part["heading"][:3] for part in self.sections(language)]
                self.assertEqual(headings, [f"{module} " for module in sdm.MODULES])

    def test_nothing_changed_makes_no_new_version(self):
        documents = self.env["wa.document"].with_user(self.coordinator)
        documents.with_company(self.company).action_generate()
        first = documents._generate("sdm", "en", self.company)
        documents.with_company(self.company).action_generate()
        self.assertEqual(documents._generate("sdm", "en", self.company), first)
        self.assertEqual(first.version, 1)

    def test_a_document_counts_once_somebody_stands_for_it(self):
        documents = self.env["wa.document"].with_user(self.coordinator)
        self.assertEqual(self.rows()["M42.P20"][1], "gap")
        made = documents._generate("vvt", "en", self.company)
        self.assertIn("not approved", self.rows()["M42.P20"][0])
        made.action_approve()
        value, status = self.rows()["M42.P20"]
        self.assertIn(f"version {made.version}, gaps: {made.gap_count}", value)
        self.assertEqual(status, "gap" if made.gap_count else "ok")

    def test_erasures_are_counted_with_their_certificates(self):
        self.assertIn("0 of 0", self.rows()["M60.S05, M60.S06"][0])
        self.agree()
        job = self.erase(subject=self.subject())
        rows = self.rows()
        self.assertIn("verifies: 1 of 1", rows["M60.S05, M60.S06"][0])
        self.assertIn("erasures: 1, by one person alone: 0", rows["M51.P37"][0])
        self.assertIn("contact book entries 1", rows["M60.P13"][0])
        # the lock before an erasure is no restriction somebody asked for
        self.assertTrue(rows["M62.D01, M62.S01"][0].endswith(": 0"))
        self.env.flush_all()
        forged = job.certificate.replace('"controller"', '"Controller"')
        self.env.cr.execute(
            "UPDATE wa_erasure SET certificate = %s WHERE id = %s", [forged, job.id]
        )
        self.env.invalidate_all()
        value, status = self.rows()["M60.S05, M60.S06"]
        self.assertEqual((value[-6:], status), ("0 of 1", "gap"))

    def test_an_overdue_request_is_a_gap(self):
        row = "M61.P10, M61.P15"
        self.case()
        self.assertEqual(self.rows()[row], ("open requests: 1, overdue: 0", "ok"))
        self.case(
            kind="portability", received_at=fields.Datetime.now() - timedelta(days=40)
        )
        self.assertEqual(self.rows()[row], ("open requests: 2, overdue: 1", "gap"))

    def test_every_table_with_a_company_hides_other_companies_rows(self):
        value, status = self.rows()["M50.S08, M50.S17"]
        self.assertEqual(status, "ok", value)
        # sudo: ir.rule - somebody takes one away
        rule = self.env.ref("whatsapp_dsgvo.wa_check_rule_company").sudo()
        rule.active = False
        value, status = self.rows()["M50.S08, M50.S17"]
        self.assertEqual((value.split()[-1], status), ("wa.check", "gap"))

    def test_a_changed_document_is_found(self):
        documents = self.env["wa.document"].with_user(self.coordinator)
        made = documents._generate("tom", "en", self.company)
        self.assertEqual(self.rows()["M42.P36"][1], "ok")
        self.env.cr.execute(
            "UPDATE wa_document SET content = '[]' WHERE id = %s", [made.id]
        )
        made.invalidate_recordset()
        self.assertEqual(
            self.rows()["M42.P36"], ("versions: 1, checksum differs: 1", "gap")
        )

    def test_an_incident_beyond_72_hours_is_a_gap(self):
        self.env["wa.incident"].create(
            {
                "title": "Laptop verloren",
                "company_id": self.company.id,
                "aware_at": fields.Datetime.now() - timedelta(hours=80),
            }
        )
        self.assertEqual(self.rows()["M42.P31"][1], "gap")

    def test_what_the_software_can_not_show_is_a_gap(self):
        for numbers in ("M42.P27", "M43.D19", "M51.S13"):
            with self.subTest(numbers):
                self.assertEqual(self.rows()[numbers][1], "gap")

    def test_the_period_of_backups_and_the_backup_itself(self):
        self.assertIn("after 14 days", self.rows()["M60.P09, M60.P10"][0])
        self.assertEqual(self.rows()["M60.P14"][1], "gap")
        self.env["wa.vault"]._backup_reported()
        self.assertEqual(self.rows()["M60.P14"][1], "ok")


@tagged("post_install", "-at_install")
class TestDocumentsSdmAway(SdmCase, AwayCase):
    def test_without_keys_it_is_made_all_the_same_and_says_so(self):
        self._take_away()
        with mute_logger("odoo.addons.whatsapp_dsgvo.models.wa_vault"):
            value, status = self.rows()["M11.D07"]
        self.assertRegex(value, "K-0")
        self.assertEqual(status, "gap")
