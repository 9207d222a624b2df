"""The archive proves itself whole, describes itself, and leaves no record unnamed."""

import hashlib
import io
import json
import zipfile
from unittest.mock import patch

from jsonschema import Draft202012Validator

from odoo.tests import tagged

from ..models.privacy_source import Source
from .exporting import ExportCase
from .media_tools import PDF


@tagged("post_install", "-at_install")
class TestExportWhole(ExportCase):
    def scene(self):
        super().scene()
        ticket = self.agree("Meine Rechnung stimmt nicht")
        self.answer(ticket, "Ich prüfe das.")
        self.work()
        ticket.with_user(self.agent).message_post(
            body="Kundin klingt verärgert", message_type="comment"
        )
        self.receive(PDF, name="Rechnung.pdf")
        self.tags = self.env["res.partner.category"].create(
            [{"name": f"Call note {number}"} for number in range(3)]
        )

    def archive(self, kind="access", **vals):
        record = self.make(kind)
        record.sudo().line_ids.write(vals)
        _name, pieces = record.sudo()._archive()
        return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))

    def data(self, archive):
        return json.loads(archive.read("daten.json"))

    def problems(self, archive):
        schema = json.loads(archive.read("daten.schema.json"))
        Draft202012Validator.check_schema(schema)
        errors = Draft202012Validator(schema).iter_errors(self.data(archive))
        return [(list(error.path), error.message) for error in errors]

    def test_the_checksums_are_of_every_file_and_right(self):
        for kind in ("access", "portability"):
            with self.subTest(kind):
                archive = self.archive(kind)
                lines = archive.read("SHA256SUMS").decode().splitlines()
                told = {
                    name: sha for sha, _, name in (x.partition("  ") for x in lines)
                }
                found = {
                    name: hashlib.sha256(archive.read(name)).hexdigest()
                    for name in archive.namelist()
                    if name != "SHA256SUMS"
                }
                self.assertEqual(told, found)
                self.assertTrue([name for name in told if name.startswith("Dateien/")])

    def test_the_data_are_as_the_schema_says(self):
        self.write("STOPP")
        for kind in ("access", "portability"):
            with self.subTest(kind):
                self.assertEqual(self.problems(self.archive(kind)), [])
        kept = self.archive(withheld=True, reason="Angaben über andere")
        self.assertEqual(self.problems(kept), [])
        self.assertIn("withheld", str(self.data(kept)["messages"]))

    def sources(self, export):
        """As another addon adds them."""
        subjects = self.env.registry["wa.subject"]
        told = subjects._wa_privacy_sources

        def with_notes(this):
            tags = this.env["res.partner.category"].browse(self.tags.ids)
            notes = Source(
                "my_notes",
                "Call notes",
                tags,
                tags.browse(),
                lambda batch: batch.unlink(),
                export=export,
            )
            return [*told(this), notes]

        return patch.object(subjects, "_wa_privacy_sources", with_notes)

    def note_rows(self, archive):
        return [row for row in self.data(archive)["others"] if "my_" in row["name"]]

    def test_records_of_other_addons_are_in_it_in_their_words(self):
        with self.sources(lambda tags: tags.mapped("name")):
            archive = self.archive()
        (row,) = self.note_rows(archive)
        names = ["Call note 0", "Call note 1", "Call note 2"]
        self.assertEqual(row["lines"], names)
        self.assertEqual(row["count"], 3)
        self.assertIn("Call note 2", archive.read("Nachrichten.html").decode())
        self.assertEqual(self.problems(archive), [])

    def test_what_an_addon_gives_no_words_for_is_named_with_its_count(self):
        with self.sources(None):
            archive = self.archive()
            lines = self.make().sudo()._others_section().lines
        (row,) = self.note_rows(archive)
        self.assertEqual((row["label"], row["count"]), ("Call notes", 3))
        self.assertEqual(row["lines"], [])
        (line,) = [line for line in lines if line.label == "Call notes"]
        self.assertIn("3", line.value)

    def test_every_source_is_somewhere_in_the_archive(self):
        told = {row["name"] for row in self.data(self.archive())["others"]}
        self.assertLessEqual({"stubs", "conversations"}, told)
        self.assertFalse({"messages", "identities", "consents"} & told)

    def test_portability_has_no_records_of_others(self):
        with self.sources(lambda tags: tags.mapped("name")):
            archive = self.archive("portability")
        self.assertNotIn("others", self.data(archive))
