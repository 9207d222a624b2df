"""What people have to look at again: measures, impact assessments, sub-processors."""

import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .tools import ToolCase

TIA = "Muster Cloud Inc.: transfer impact assessment (TIA)"


@tagged("post_install", "-at_install")
class TestDocumentsOwned(ToolCase):
    def sections(self, kind):
        """{heading: {label: (value, status)}}"""
        documents = self.env["wa.document"].with_user(self.coordinator)
        made = documents._generate(kind, "en", self.company)
        return {
            part["heading"]: {
                row["label"]: (row["value"], row["status"]) for row in part["lines"]
            }
            for part in json.loads(made.content)
        }

    def processor(self, **values):
        return self.env["wa.processor"].create(
            {
                "name": "Muster Cloud Inc.",
                "company_id": self.company.id,
                "transfers": True,
                **values,
            }
        )

    def activity(self, name):
        return self.sections("vvt").get(f"Further processing activity: {name}")

    # -- record of processing --------------------------------------------------------

    def test_requests_and_access_log_are_activities_of_their_own(self):
        requests = self.activity("Requests of data subjects")
        self.assertIn("Art. 12 to 22", requests["Legal basis"][0])
        self.assertIn("3 years", requests["Requests of data subjects"][0])
        log = self.activity("Log of accesses")
        self.assertIn("Art. 32", log["Legal basis"][0])
        period = log["Read log, searches for numbers, emergency accesses"][0]
        self.assertIn("6 months", period)

    def test_advertising_is_one_only_while_somebody_agrees_to_it(self):
        name = "Advertising on WhatsApp"
        self.agree()
        self.assertIsNone(self.activity(name))
        self.set_state("given", purpose="marketing")
        self.assertIn("UWG", self.activity(name)["Legal basis"][0])
        self.set_state("withdrawn", purpose="marketing")
        self.assertIsNone(self.activity(name))

    # -- measures --------------------------------------------------------------------

    def test_each_goal_has_a_row_in_every_company(self):
        goals = self.env["wa.measure"]._fields["goal"].get_values(self.env)
        other = self.env["res.company"].create({"name": "Andere Muster GmbH"})
        for company in (self.env.ref("base.main_company"), other):
            rows = self.env["wa.measure"].search([("company_id", "=", company.id)])
            self.assertEqual(rows.mapped("goal"), goals)
        self.env["wa.measure"]._seed_all()
        rows = self.env["wa.measure"].search([("company_id", "=", other.id)])
        self.assertEqual(len(rows), len(goals))

    def test_a_row_is_called_as_its_goal_in_the_readers_language(self):
        row = self.env["wa.measure"].search([("goal", "=", "unlinkability")], limit=1)
        self.assertEqual(
            row.with_context(lang="en_US").display_name,
            "Unlinkability and minimisation",
        )

    def test_measures_without_owner_and_check_are_gaps(self):
        integrity = self.sections("tom")["Integrity"]
        self.assertEqual(integrity["Responsible"][1], "gap")
        self.assertEqual(integrity["Last check"][1], "gap")
        row = self.env["wa.measure"].search(
            [("company_id", "=", self.company.id), ("goal", "=", "integrity")]
        )
        row.with_user(self.coordinator).write(
            {
                "owner_id": self.it_admin.id,
                "checked_on": fields.Date.today(),
                "evidence": "Bericht 7",
            }
        )
        sections = self.sections("tom")
        integrity = sections["Integrity"]
        self.assertEqual(integrity["Responsible"], (self.it_admin.name, "ok"))
        self.assertIn("Bericht 7", integrity["Last check"][0])
        self.assertEqual(integrity["Last check"][1], "ok")
        self.assertEqual(sections["Confidentiality"]["Responsible"][1], "gap")
        row.checked_on = fields.Date.today() - timedelta(days=370)
        self.assertEqual(self.sections("tom")["Integrity"]["Last check"][1], "gap")

    def test_the_officer_and_agents_do_not_write_them(self):
        row = self.env["wa.measure"].search([("company_id", "=", self.company.id)])[:1]
        for user in (self.dpo, self.agent):
            with self.subTest(user.login), self.assertRaises(AccessError):
                row.with_user(user).evidence = "x"

    # -- processors ------------------------------------------------------------------

    def test_a_transfer_without_impact_assessment_is_a_gap(self):
        processor = self.processor()
        for kind in ("processors", "vvt"):
            transfers = self.sections(kind)["Transfers to third countries"]
            self.assertEqual(transfers[TIA][1], "gap")
        processor.write({"tia_on": fields.Date.today(), "tia_by": "Kanzlei Muster"})
        transfers = self.sections("vvt")["Transfers to third countries"]
        self.assertEqual(transfers[TIA][1], "gap")
        processor.tia_note = "https://intern.muster.example/tia"
        for kind in ("processors", "vvt"):
            value, status = self.sections(kind)["Transfers to third countries"][TIA]
            self.assertIn("Kanzlei Muster", value)
            self.assertEqual(status, "ok")
        processor.transfers = False
        transfers = self.sections("vvt")["Transfers to third countries"]
        self.assertNotIn(TIA, transfers)

    def test_an_access_report_does_not_ask_for_the_assessment(self):
        self.processor()
        self.agree()
        case = self.env["wa.request"]._receive(
            self.subject(), "access", identity_level="1"
        )
        export = self.env["wa.export"]._make(case).with_context(lang="en_US")
        labels = {row.label for part in export._told() for row in part.lines}
        self.assertIn("Muster Cloud Inc.", labels)
        self.assertNotIn(TIA, labels)

    def test_a_list_of_sub_processors_counts_for_a_year(self):
        processor = self.processor(sub_processors_url="https://muster.example/list")

        def status():
            return self.sections("processors")[processor.name]["Sub-processors"][1]

        self.assertEqual(status(), "gap")
        processor.sub_processors_checked_on = fields.Date.today()
        self.assertEqual(status(), "ok")
        year = fields.Date.subtract(fields.Date.today(), months=12)
        processor.sub_processors_checked_on = year
        self.assertEqual(status(), "ok")
        processor.sub_processors_checked_on = year - timedelta(days=1)
        self.assertEqual(status(), "gap")
