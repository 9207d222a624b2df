"""After an erasure: no word, name, number or key of the person on any disk.

Real Odoo, real PostgreSQL, real mail; the same sweep as `test_canary`, but without any
place where something may be left – not even the contact.
"""

import base64
import io
import json
import sqlite3

import pypdf
import pytest

from .canary_rights import Rights
from .canary_scan import scan
from .canary_site import PLACES, loud, new_canaries
from .erasing import erase

TABLES = ("wa_message", "wa_media", "wa_identity", "wa_conversation", "wa_consent")


@pytest.fixture(scope="module")
def canaries():
    return new_canaries()


class Erasing(Rights):
    """The story of three people, told to its end."""

    def live(self):
        first, name = self.canaries.number(), self.canaries.word()
        add = self.simulator.add_customer
        add(first, self.canaries.identifier(), name=name, username="x.y")
        hidden = add(
            self.canaries.number(),
            self.canaries.identifier(),
            name=self.canaries.word(),
            phone_hidden=True,
        )
        ticket = self.conversation(first)
        self.all_kinds(first, first)
        self.files(first, ticket)
        partner = self.contact(ticket, name, first)
        self.note(ticket)
        self.rights(ticket)
        self.new_number(first)
        self.conversation(hidden.user_id)
        self.write(self.canaries.number(), f"Ich kündige {self.word()}")
        return partner

    def erase_everybody(self, partner):
        """The contact from its form, the others from the list of people."""
        one = self.site.login("koordination")
        erase(self.site, "res.partner", "action_whatsapp_erase", partner)
        for person in one.call("wa.subject", "search", [["erased_at", "=", False]]):
            erase(self.site, "wa.subject", "action_erase", person)


def wrapped_keys(site):
    """Every key of a person, as it lies in the store."""
    (path,) = (site.site.folder / "keys").glob("*.sqlite")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows = connection.execute(
        "SELECT wrapped FROM data_key WHERE state = 'L' AND subject LIKE '%-%-%'"
        " AND subject NOT LIKE '%/%'"
    ).fetchall()
    connection.close()
    return [bytes(row[0]) for row in rows]


@pytest.fixture(scope="module")
def swept(canaries, tmp_path_factory):
    """`(site, keys, certificates, {place: hits})`, Odoo stopped."""
    with loud("erased", 8669, tmp_path_factory.mktemp("odoo")) as place:
        site = place.site
        story = Erasing(site, canaries)
        story.set_secrets()
        story.set_mail(place.catcher.port)
        partner = story.live()
        keys = wrapped_keys(site)
        story.erase_everybody(partner)
        story.work()
        certificates = download(site)
        hits, patterns = place.sweep(canaries)
        hits["certificates"] = [
            hit
            for number, papers in enumerate(certificates)
            for paper in papers
            for hit in scan(f"certificate {number}", paper.encode(), patterns)
        ]
        yield site, keys, certificates, hits


def download(site):
    """[(JSON, what can be read of the PDF)]"""
    officer = site.login("dsb")
    jobs = officer.call("wa.erasure", "search", [])
    names = ["certificate", "certificate_pdf"]
    rows = officer.call("wa.erasure", "read", jobs, names)
    return [(row["certificate"], text_of(row["certificate_pdf"])) for row in rows]


def text_of(paper):
    reader = pypdf.PdfReader(io.BytesIO(base64.b64decode(paper)))
    pages = [page.extract_text() for page in reader.pages]
    return "\n".join([*pages, repr(reader.metadata)])


@pytest.mark.parametrize("place", [*PLACES, "certificates"])
def test_nothing_of_anybody_is_left(swept, place):
    _site, _keys, _certificates, hits = swept
    assert [str(hit) for hit in hits[place]] == []


def test_rows_of_people_are_gone(swept):
    site = swept[0]
    left = {
        table: count
        for table in TABLES
        if (count := int(site.sql(f"select count(*) from {table}")))
    }
    assert left == {}


def test_every_key_is_gone_from_the_bytes_of_the_store(swept):
    site, keys, _certificates, _hits = swept
    assert len(keys) >= 6
    folder = site.site.folder / "keys"
    store = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert [key for key in keys if key in store] == []


def test_no_sealed_file_is_left_on_the_disk(swept):
    site = swept[0]
    query = "select count(*) from ir_attachment where res_model = 'wa.media'"
    assert site.sql(query) == "0"


def test_each_person_has_a_certificate(swept):
    site, _keys, certificates, _hits = swept
    people = site.sql("select count(*) from wa_subject where erased_at is not null")
    assert len(certificates) == int(people) >= 3
    for signed, printed in certificates:
        assert '"signature"' in signed
        assert json.loads(signed)["number"] in printed
