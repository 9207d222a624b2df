"""After an erasure: no word, name, number or key of the person on any disk.

Real Odoo, real PostgreSQL, real mail; the same sweep as `test_canary`, but without any
place where something may be left – not even the contact.
"""

import sqlite3

import pytest

from .canary_scan import scan
from .canary_site import PLACES, loud, new_canaries
from .canary_trouble import Trouble
from .erasing import erase
from .running import until

TABLES = ("wa_message", "wa_media", "wa_identity", "wa_conversation", "wa_consent")


@pytest.fixture(scope="module")
def canaries():
    return new_canaries()


class Erasing(Trouble):
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
        self.file(first)
        partner = self.contact(ticket, name, first)
        self.note(ticket)
        self.conversation(hidden.user_id)
        self.write(self.canaries.number(), f"Ich kündige {self.word()}")
        return partner

    def file(self, customer):
        """A real file with a canary in its bytes and in its name."""
        data = b"%PDF-1.4\n% " + self.canaries.word().encode()
        self.simulator.customer_sends_file(
            customer,
            "document",
            data,
            mime_type="application/pdf",
            filename=f"{self.canaries.word()}.pdf",
        )
        self.work()
        query = "select count(*) from wa_media where state = 'ready'"
        until(lambda: self.site.sql(query) == "1", 60, "the file was fetched")

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
            for number, paper in enumerate(certificates)
            for hit in scan(f"certificate {number}", paper, patterns)
        ]
        yield site, keys, certificates, hits


def download(site):
    officer = site.login("dsb")
    jobs = officer.call("wa.erasure", "search", [])
    names = ["certificate_pdf", "certificate_json"]
    rows = officer.call("wa.erasure", "read", jobs, ["certificate", *names])
    return [row["certificate"].encode() for row in rows]


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
    _site, _keys, certificates, _hits = swept
    assert len(certificates) == 3
    assert all(b'"signature"' in paper for paper in certificates)
