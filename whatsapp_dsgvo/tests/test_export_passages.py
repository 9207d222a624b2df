"""Of a note about others only the passages that are theirs are withheld."""

import io
import json
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ERIKA
from .exporting import ExportCase

MAX_CARD = {
    "name": {"formatted_name": "Max Beispiel", "first_name": "Max"},
    "org": {"company": "Beispiel AG"},
    "phones": [{"phone": "+49 155 55500099"}],
    "emails": [{"email": "max@beispiel.example"}],
}
OWN_CARD = {
    "name": {"formatted_name": "Erika Muster", "first_name": "Erika"},
    "phones": [{"phone": "+49 155 55500001"}],
}
NOTE = "Nachbar Paul Beispiel zahlt mit, Kundin wartet"


@tagged("post_install", "-at_install")
class TestExportPassages(ExportCase):
    def scene(self):
        super().scene()
        ticket = self.agree("Meine Rechnung stimmt nicht")
        ticket.with_user(self.agent).message_post(body=NOTE, message_type="comment")

    def mark(self, record, marked):
        """As the coordination types it into the form."""
        line = record.line_ids
        record.with_user(self.coordinator).write(
            {"line_ids": [Command.update(line.id, {"marked": marked})]}
        )
        self.env.invalidate_all()

    def archive(self, record):
        path, code = self.release(record)
        self.authenticate(None, None)
        answer = self.url_open(path, data={"code": code})
        self.env.invalidate_all()
        return zipfile.ZipFile(io.BytesIO(answer.content))

    def test_a_passage_about_others_is_withheld_and_the_rest_told(self):
        record = self.make()
        self.mark(record, "Nachbar [[Paul Beispiel]] zahlt mit, Kundin wartet")
        self.assertEqual(record.line_ids.passages, "46:8-21")
        with self.assertRaisesRegex(UserError, "Art. 15"):
            record.action_release()
        record.line_ids.reason = "Name eines Nachbarn"
        archive = self.archive(record)
        rows = json.loads(archive.read("daten.json"))["messages"]
        (row,) = [one for one in rows if "redacted" in one]
        self.assertEqual(row["text"], "Nachbar █████ zahlt mit, Kundin wartet")
        told = {"passages": 1, "reason": "Name eines Nachbarn"}
        self.assertEqual(row["redacted"], told)
        self.assertIn("Name eines Nachbarn", archive.read("Nachrichten.html").decode())
        for name in archive.namelist():
            self.assertNotIn(b"Paul Beispiel", archive.read(name))

    def test_what_is_withheld_is_granted_in_part_and_the_letter_says_so(self):
        for kind, norm in (("access", "15"), ("portability", "20")):
            with self.subTest(kind):
                record = self.make(kind)
                case = record.request_id.with_user(self.coordinator)
                self.release(record)
                self.assertFalse(case.decision)
                self.mark(record, "Nachbar [[Paul Beispiel]] zahlt mit, Kundin wartet")
                self.assertEqual(case.decision, "partial")
                record.line_ids.reason = "Name eines Nachbarn"
                self.release(record)
                letters = self.env["wa.request.letter"].with_user(self.coordinator)
                letter = letters.browse(case.action_letter_outcome()["res_id"])
                self.assertIn(f"(Art. {norm} Abs. 4 DSGVO)", letter.text)
                self.assertIn("Aufsichtsbehörde", letter.text)
                letter.language = "en"
                letter.text = letter._proposal()
                self.assertIn(f"(Art. {norm}(4) GDPR)", letter.text)
                letter.action_sent_by_letter()
                self.assertEqual((case.state, case.decision), ("done", "partial"))

    def test_a_whole_message_withheld_is_a_part_and_all_of_it_is_not(self):
        record = self.make()
        case = record.request_id
        record.line_ids.write({"withheld": True, "reason": "Name eines Nachbarn"})
        self.release(record)
        self.assertEqual(case.decision, "partial")
        record.line_ids.withheld = False
        self.release(record)
        self.assertFalse(case.decision)
        case.with_user(self.coordinator).action_done()
        self.assertEqual(case.decision, "full")
        # whoever has lost the link gets another one, and maybe less
        record.line_ids.withheld = True
        self.release(record)
        self.assertEqual((case.state, case.decision), ("done", "partial"))

    def test_marks_change_no_word_and_can_be_taken_away(self):
        record = self.make()
        for wrong in (f"{NOTE}!", "[[Nachbar", "", f"[[]]{NOTE}", "[[Kunde]]"):
            with self.subTest(wrong), self.assertRaisesRegex(UserError, r"\[\["):
                self.mark(record, wrong)
        self.mark(record, f"[[{NOTE}]]")
        self.assertEqual(record.line_ids.marked, f"[[{NOTE}]]")
        self.mark(record, NOTE)
        self.assertFalse(record.line_ids.passages)

    def test_where_passages_are_is_set_by_marks_only(self):
        lines = self.make().line_ids
        with self.assertRaises(AccessError):
            lines.with_user(self.coordinator).passages = "46:0-9"
        with self.assertRaises(AccessError):
            lines.with_user(self.agent).marked = f"[[{NOTE}]]"

    def card_line(self, *cards):
        self.sim.customer_sends(ERIKA, {"type": "contacts", "contacts": list(cards)})
        self.work()
        record = self.make()
        return record, record.line_ids.filtered(
            lambda one: one.message_id.kind == "contacts"
        )

    def mark_line(self, line, marked):
        line.export_id.with_user(self.coordinator).write(
            {"line_ids": [Command.update(line.id, {"marked": marked})]}
        )
        self.env.invalidate_all()

    def test_single_entries_of_an_address_card_are_withheld_and_the_rest_told(self):
        record, line = self.card_line(MAX_CARD, OWN_CARD)
        self.assertTrue(line.can_mark)
        text = (
            "Max Beispiel\nBeispiel AG\n+49 155 55500099\nmax@beispiel.example\n\n"
            "Erika Muster\n+49 155 55500001"
        )
        self.assertEqual(line.shown, text)
        theirs, own = text.split("\n\n")
        name, company, *reach = theirs.split("\n")
        reach = "\n".join(reach)
        marked = f"[[{name}]]\n{company}\n[[{reach}]]\n\n{own}"
        self.mark_line(line, marked.replace("\n", "\r\n"))
        self.assertEqual(line.marked, marked)
        line.reason = "Kontaktdaten einer anderen Person"
        archive = self.archive(record)
        rows = json.loads(archive.read("daten.json"))["messages"]
        (row,) = [one for one in rows if "redacted" in one]
        self.assertEqual(row["text"], f"█████\nBeispiel AG\n█████\n\n{own}")
        self.assertEqual((row["content"], row["redacted"]["passages"]), ({}, 2))
        for name in archive.namelist():
            for gone in (b"Max Beispiel", b"55500099", b"max@beispiel"):
                self.assertNotIn(gone, archive.read(name))

    def test_a_card_that_nobody_has_marked_is_given_out_as_it_is(self):
        record, line = self.card_line(MAX_CARD)
        line.withheld = False
        rows = json.loads(self.archive(record).read("daten.json"))["messages"]
        (row,) = [one for one in rows if one["kind"] == "contacts"]
        (card,) = row["content"]["cards"]
        self.assertEqual(card["emails"], ["max@beispiel.example"])

    def test_a_card_with_such_signs_can_only_be_withheld_whole(self):
        _record, line = self.card_line({"name": {"formatted_name": "[[Max]]"}})
        self.assertFalse(line.can_mark)
        with self.assertRaises(UserError):
            line.marked = "[[Max"
