"""Access and portability: whole, nobody else's, for the right person, once."""

import hashlib
import io
import json
import zipfile

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ERIKA, MAX
from .exporting import ExportCase
from .media_tools import PDF

NOTE = "Kundin klingt verärgert"


@tagged("post_install", "-at_install")
class TestExport(ExportCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree("Meine Rechnung stimmt nicht")
        self.answer(self.ticket, "Ich prüfe das.")
        self.work()
        self.ticket.with_user(self.agent).message_post(
            body=NOTE, message_type="comment"
        )
        self.receive(PDF, name="=Rechnung März.pdf")

    def fetch_zip(self, record):
        path, code = self.release(record)
        self.authenticate(None, None)
        answer = self.url_open(path, data={"code": code})
        self.env.invalidate_all()
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        return zipfile.ZipFile(io.BytesIO(answer.content))

    def data(self, archive):
        return json.loads(archive.read("daten.json"))

    def test_access_holds_everything(self):
        archive = self.fetch_zip(self.make())
        data = self.data(archive)
        texts = [row["text"] for row in data["messages"]]
        for text in ("Meine Rechnung stimmt nicht", "Ich prüfe das.", NOTE):
            self.assertIn(text, texts)
        values = [identity["value"] for identity in data["identities"]]
        self.assertIn(ERIKA, values)
        self.assertEqual(data["consents"][0]["state"], "given")
        self.assertIn("given", [entry["event"] for entry in data["evidence"]])
        self.assertTrue(archive.read("Auskunft.pdf").startswith(b"%PDF"))
        self.assertIn("Ich prüfe das.", archive.read("Nachrichten.html").decode())

    def test_what_the_person_has_to_be_told_and_is_missing_is_said(self):
        record = self.make()
        self.channel.dpo_contact = False
        record.invalidate_recordset(["missing"])
        self.assertIn(
            self.env._("Data protection officer"),
            record.with_context(lang="en_US").missing,
        )

    def test_files_are_the_originals_under_harmless_names(self):
        archive = self.fetch_zip(self.make())
        (name,) = [n for n in archive.namelist() if n.startswith("Dateien/")]
        self.assertEqual(archive.read(name), PDF)
        self.assertNotIn("=", name)
        rows = self.data(archive)["messages"]
        self.assertIn([name], [row.get("files") for row in rows])

    def test_colleagues_are_named_by_their_role(self):
        archive = self.fetch_zip(self.make())
        for name in archive.namelist():
            self.assertNotIn(self.agent.name.encode(), archive.read(name))

    def test_nothing_of_anybody_else_is_in_it(self):
        self.agree("Geheim von Max", MAX)
        archive = self.fetch_zip(self.make())
        for name in archive.namelist():
            self.assertNotIn(b"Geheim von Max", archive.read(name))
            self.assertNotIn(MAX.encode(), archive.read(name))

    def test_portability_is_what_the_person_gave(self):
        archive = self.fetch_zip(self.make("portability"))
        texts = [row["text"] for row in self.data(archive)["messages"]]
        self.assertIn("Meine Rechnung stimmt nicht", texts)
        self.assertNotIn("Ich prüfe das.", texts)
        self.assertNotIn(NOTE, archive.read("daten.json").decode())
        self.assertEqual(
            archive.read(next(n for n in archive.namelist() if "/" in n)), PDF
        )

    def test_a_note_about_others_can_be_withheld_with_its_reason(self):
        record = self.make()
        self.assertEqual(record.line_ids.shown, NOTE)
        record.line_ids.withheld = True
        with self.assertRaisesRegex(UserError, "Art. 15"):
            record.action_release()
        record.line_ids.reason = "Angaben über eine andere Person"
        archive = self.fetch_zip(record)
        text = archive.read("daten.json").decode()
        self.assertNotIn(NOTE, text)
        self.assertIn("Angaben über eine andere Person", text)
        self.assertNotIn(NOTE, archive.read("Nachrichten.html").decode())

    def test_it_is_fetched_once(self):
        record = self.make()
        path, code = self.release(record)
        self.authenticate(None, None)
        self.assertEqual(self.url_open(path, data={"code": code}).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(record.state, "fetched")
        self.assertEqual(self.url_open(path, data={"code": code}).status_code, 404)

    def test_three_wrong_codes_lock_it_and_the_fourth_gets_nothing(self):
        record = self.make()
        path, code = self.release(record)
        wrong = f"{(int(code.replace(' ', '')) + 1) % 1000000:06d}"
        self.authenticate(None, None)
        for _try in range(3):
            answer = self.url_open(path, data={"code": wrong})
            self.assertIn("text/html", answer.headers["Content-Type"])
        self.env.invalidate_all()
        self.assertEqual(record.state, "locked")
        self.assertEqual(self.url_open(path, data={"code": code}).status_code, 404)

    def test_it_can_not_be_fetched_after_a_week(self):
        path, code = self.release(self.make())
        self.later(days=7, minutes=1)
        self.authenticate(None, None)
        self.assertEqual(self.url_open(path, data={"code": code}).status_code, 404)

    def test_opening_the_link_alone_fetches_nothing(self):
        """A mail scanner follows links; only a person types a code."""
        record = self.make()
        path, _code = self.release(record)
        self.authenticate(None, None)
        answer = self.url_open(path)
        self.assertIn("text/html", answer.headers["Content-Type"])
        self.env.invalidate_all()
        self.assertEqual(record.state, "released")

    def test_releasing_anew_ends_the_older_link(self):
        record = self.make()
        path, _code = self.release(record)
        self.release(record)
        self.authenticate(None, None)
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_neither_link_nor_code_is_stored(self):
        record = self.make()
        path, code = self.release(record)
        self.env.flush_all()
        self.env.invalidate_all()
        stored = self.as_json(record.sudo().read())
        self.assertNotIn(path.rpartition("/")[2], stored)
        self.assertNotIn(code.replace(" ", ""), stored)

    def test_who_the_person_is_has_to_be_known_first(self):
        request = self.env["wa.request"]._receive(self.subject(), "access")
        with self.assertRaisesRegex(UserError, "proved"):
            request.with_user(self.coordinator).action_export()

    def test_only_the_coordination_gives_out_data(self):
        record = self.make()
        for user in (self.dpo, self.agent, self.it_admin, self.triage):
            with self.subTest(user.login), self.assertRaises(AccessError):
                record.with_user(user).action_release()
        with self.assertRaises(AccessError):
            record.with_user(self.dpo).line_ids.read(["shown"])

    def test_self_service_asks_for_it(self):
        visits = self.env["wa.self.visit"]
        token, code = visits._start(self.channel)
        self.write(f"DATEN {code[:3]} {code[3:]}")
        self.authenticate(None, None)
        url = f"/whatsapp/me/{self.channel.uuid}?lang=de"
        for step, kind in (("access", "access"), ("erasure", "erasure")):
            text = self.url_open(url, data={"step": step, "token": token}).text
            self.env.invalidate_all()
            case = self.env["wa.request"]._open_of(self.subject(), kind)
            self.assertIn(case.name, text)
            self.assertEqual(case.identity_level, "1")

    def sent_letter(self, kind="extension"):
        """A letter about an earlier request, gone by mail."""
        case = self.env["wa.request"]._receive(self.subject(), "rectification")
        letter = self.env["wa.request.letter"].with_user(self.coordinator)
        letter = letter._propose(case.with_user(self.coordinator), kind)
        letter.reason = "complex" if kind == "extension" else False
        letter.text = letter._proposal() + "\n\nMit Dank für Ihre Geduld"
        letter.action_sent_by_letter()
        return letter

    def test_letters_about_requests_are_in_it(self):
        letter = self.sent_letter()
        archive = self.fetch_zip(self.make())
        (row,) = self.data(archive)["letters"]
        self.assertEqual(row["text"], letter.text)
        self.assertIn("Geduld", row["text"])
        self.assertEqual(
            (row["kind"], row["way"], row["state"]), ("extension", "letter", "sent")
        )
        (path,) = row["files"]
        pdf = archive.read(path)
        self.assertTrue(pdf.startswith(b"%PDF"))
        line = f"{hashlib.sha256(pdf).hexdigest()}  {path}"
        self.assertIn(line, archive.read("SHA256SUMS").decode())
        pages = PdfReader(io.BytesIO(archive.read("Auskunft.pdf"))).pages
        text = "".join(page.extract_text() for page in pages)
        self.assertIn(letter.request_id.name, text)

    def test_drafts_and_letters_to_others_are_not(self):
        case = self.env["wa.request"]._receive(self.subject(), "rectification")
        case.with_user(self.coordinator).action_letter_receipt()
        self.agree("Hallo", MAX)
        other = self.env["wa.request"]._receive(self.subject(MAX), "rectification")
        letters = self.env["wa.request.letter"].with_user(self.coordinator)
        letter = letters._propose(other.with_user(self.coordinator), "receipt")
        letter.action_sent_by_letter()
        archive = self.fetch_zip(self.make())
        self.assertEqual(self.data(archive)["letters"], [])
        self.assertFalse([n for n in archive.namelist() if n.startswith("Schreiben")])
        self.assertNotIn(other.name, archive.read("daten.json").decode())

    def test_portability_has_no_letters(self):
        self.sent_letter()
        archive = self.fetch_zip(self.make("portability"))
        self.assertNotIn("letters", self.data(archive))
        self.assertFalse([n for n in archive.namelist() if n.startswith("Schreiben")])
