"""Other addons tell what they store of a person, by one hook."""

from unittest.mock import patch

from odoo.tests import tagged

from ..models.privacy_source import Source
from .erasing import ErasureCase

# References of our tables without an index that begins with them; for each row that
# goes, PostgreSQL would read the whole table.
WITHOUT_INDEX = """
    SELECT c.conrelid::regclass::text, a.attname
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.conrelid::regclass::text LIKE 'wa%%'
       AND c.confrelid::regclass::text = ANY(%s)
       AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid
                         AND i.indkey[0] = a.attnum
                         AND coalesce(pg_get_expr(i.indpred, i.indrelid), '')
                             IN ('', format('(%%s IS NOT NULL)', a.attname)))
"""


@tagged("post_install", "-at_install")
class TestPrivacySources(ErasureCase):
    def test_records_of_another_addon_are_counted_and_erased(self):
        """As docs/privacy-sources.md has it, with an addon that keeps call notes."""
        self.write("Hallo, eine Frage")
        subject = self.subject()
        notes = self.env["res.partner.category"].create(
            [{"name": f"{subject.uuid} {number}"} for number in range(3)]
        )
        subjects = self.env.registry["wa.subject"]
        told = subjects._wa_privacy_sources

        def with_notes(this):
            tags = this.env["res.partner.category"].search(
                [("name", "like", this[:1].uuid)]
            )
            return [
                *told(this),
                Source("my_notes", "Call notes", tags, tags[:1], lambda b: b.unlink()),
            ]

        with patch.object(subjects, "_wa_privacy_sources", with_notes):
            self.assertIn("Call notes: 2", self.wizard(subject=subject).erased_text)
            job = self.erase(subject=subject)
        self.assertEqual(notes.exists(), notes[0])
        self.assertEqual(job._facts()["done"]["my_notes"], 2)

    def test_every_source_has_a_step_and_a_name_of_its_own(self):
        self.write("Hallo, eine Frage")
        sources = self.subject()._wa_privacy_sources()
        names = [source.name for source in sources]
        self.assertEqual(len(names), len(set(names)))

    def test_every_model_of_people_is_told(self):
        """A model with a reference to people needs a source, or a reason not to."""
        self.agree()
        told = {s.records._name for s in self.subject()._wa_privacy_sources()}
        pointing = {
            field.model_name
            for model in self.env.values()
            if model._name.startswith("wa.") and not model._transient
            for field in model._fields.values()
            if field.type == "many2one"
            and field.comodel_name == "wa.subject"
            and field.store
        }
        # a hold ends by itself; it names a document and no person
        self.assertEqual(pointing - told, {"wa.hold"})

    def test_the_database_finds_at_once_what_refers_to_what_goes(self):
        self.agree()
        tables = {s.records._table for s in self.subject()._wa_privacy_sources()}
        tables |= {"ir_attachment", "mail_message", "wa_subject"}
        # tickets lose words only
        tables.remove("helpdesk_ticket")
        self.env.cr.execute(WITHOUT_INDEX, [list(tables)])
        self.assertEqual(self.env.cr.fetchall(), [])
