"""Register and access report say what is set now, not what once was written down."""

import json

from odoo.tests import tagged

from .retention_tools import RetentionCase


@tagged("post_install", "-at_install")
class TestDocumentsLive(RetentionCase):
    def vvt(self, language="en"):
        documents = self.env["wa.document"].with_user(self.coordinator)
        made = documents._generate("vvt", language, self.company)
        return {
            row["label"]: (row["value"], row["status"])
            for section in json.loads(made.content)
            for row in section["lines"]
        }

    def export(self):
        request = self.env["wa.request"]._receive(
            self.subject(), "access", identity_level="1"
        )
        return self.env["wa.export"]._make(request).with_context(lang="en_US")

    def told(self, export=None):
        sections = (export or self.export())._told()
        return {row.label: row.value for part in sections for row in part.lines}

    def change(self, code, **values):
        second = self.coordinator.copy({"login": f"second-{code}"})
        self.draft(code, **values).with_user(second).action_activate()

    def test_changing_a_rule_changes_register_and_access_report(self):
        self.agree()
        export = self.export()
        service = "Conversation and files of an enquiry"
        unread = "Contact without consent, number and profile name"
        for lines in (self.told(export), {k: v for k, (v, _s) in self.vvt().items()}):
            self.assertIn("6 months", lines[service])
            self.assertIn("7 days", lines[unread])
        self.change("LK-03", count=3)
        self.change("LK-02", count=2)
        for lines in (self.told(export), {k: v for k, (v, _s) in self.vvt().items()}):
            self.assertIn("3 months", lines[service])
            self.assertIn("2 days", lines[unread])

    def test_the_words_of_the_notice_are_not_taken_for_the_period(self):
        self.channel.retention_text_en = "nine weeks"
        self.agree()
        self.assertNotIn("nine weeks", str(self.vvt()))
        self.assertNotIn("nine weeks", str(self.told()))

    def test_every_class_of_which_something_is_stored_has_its_period(self):
        lines = self.vvt()
        rules = self.env["wa.retention.rule"].with_context(lang="en_US")
        for code in ("LK-01", "LK-06", "LK-07", "LK-08", "LK-10", "LK-11", "LK-12"):
            with self.subTest(code):
                data, _start, norm = rules._words(code)
                self.assertIn(norm, lines[data][0])
        self.assertNotIn(rules._words("LK-14")[0], lines)

    def test_the_suppression_list_is_named_and_whether_one_is_on_it(self):
        self.assertIn("17 (3) (b)", self.vvt()["Keyed hash of who said no"][0])
        self.agree()
        export = self.export()
        label = "You on the suppression list"
        self.assertIn("not on it", self.told(export)[label])
        self.assertEqual(export._data([])["suppression"], [])
        self.write("STOPP")
        self.assertIn("since", self.told(export)[label])
        rows = export._data([])["suppression"]
        self.assertEqual({row["reason"] for row in rows}, {"withdrawn"})

    def test_the_representative_is_needed_outside_the_union_only(self):
        label = "Representative (Art. 27)"
        self.assertNotIn(label, self.vvt())
        self.company.country_id = self.env.ref("base.no")
        self.assertNotIn(label, self.vvt())
        self.company.country_id = self.env.ref("base.ch")
        self.assertEqual(self.vvt()[label][1], "gap")
        self.company.country_id = False
        self.assertEqual(self.vvt()[label][1], "gap")

    def test_a_representative_stands_where_the_controller_does(self):
        self.company.country_id = self.env.ref("base.ch")
        self.channel.representative = "Muster Vertretung GmbH, Bonn"
        self.agree()
        label = "Representative (Art. 27)"
        self.assertEqual(self.vvt()[label], (self.channel.representative, "ok"))
        self.assertEqual(self.told()[label], self.channel.representative)
        self.company.country_id = self.env.ref("base.de")
        self.assertNotIn(self.channel.representative, str(self.vvt()))

    def test_the_register_refers_to_the_measures(self):
        label = "Technical and organisational measures (Art. 32)"
        self.assertEqual(self.vvt()[label][1], "gap")
        documents = self.env["wa.document"].with_user(self.coordinator)
        documents._generate("tom", "en", self.company)
        self.assertEqual(self.vvt()[label][1], "ok")

    def test_all_at_once_leaves_no_gap_that_a_second_time_would_close(self):
        documents = self.env["wa.document"].with_user(self.coordinator)
        documents.with_company(self.company).action_generate()
        label = "Technical and organisational measures (Art. 32)"
        self.assertEqual(self.vvt()[label][1], "ok")
