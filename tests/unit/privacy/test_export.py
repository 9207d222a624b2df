"""What goes into an export, and how it travels."""

import io
import tracemalloc
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.privacy import export, zip_stream

AT = datetime(2026, 11, 25, 12, 0, 0)
DATA = {
    "schema": export.SCHEMA,
    "made_at": "2026-11-25T12:00:00Z",
    "controller": {"name": "Muster GmbH"},
    "identities": [],
    "profile_name": "Eri",
    "consents": [],
    "notes": [{"text": "klingt verärgert"}],
    "messages": [
        {
            "id": "1",
            "at": "",
            "direction": "in",
            "kind": "text",
            "ticket": "",
            "text": "a",
        },
        {
            "id": "2",
            "at": "",
            "direction": "out",
            "kind": "text",
            "ticket": "",
            "text": "b",
        },
    ],
}


def test_one_takes_along_what_one_gave_and_no_assessments():
    part = export.portable(DATA)
    assert [row["id"] for row in part["messages"]] == ["1"]
    assert "verärgert" not in export.dumped(part).decode()


def test_a_withheld_message_says_that_it_exists_and_why():
    row = export.withhold(DATA["messages"][0], "Angaben über eine andere Person")
    assert "text" not in row
    assert (row["id"], row[export.WITHHELD]) == ("1", "Angaben über eine andere Person")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Rechnung März.pdf", "Dateien/00001-Rechnung März.pdf"),
        ("../../etc/passwd", "Dateien/00001-passwd"),
        ("C:\\Windows\\cmd.exe", "Dateien/00001-cmd.exe"),
        ("=HYPERLINK(1).csv", "Dateien/00001-_HYPERLINK(1).csv"),
        ("\u202egnp.exe", "Dateien/00001-_gnp.exe"),
        ("a\nb.txt", "Dateien/00001-a_b.txt"),
        ("..", "Dateien/00001-Datei"),
        ("", "Dateien/00001-Datei"),
    ],
)
def test_names_lead_nowhere_and_run_nothing(name, path):
    assert export.file_name(1, name) == path


@given(st.text(max_size=300))
def test_no_name_leaves_the_folder(name):
    path = export.file_name(7, name)
    assert path.startswith("Dateien/00007-")
    assert path.count("/") == 1
    assert len(path) < 120


def archive(files):
    return b"".join(zip_stream.stream(files, AT))


def test_an_archive_can_be_read_by_others():
    data = archive([("a.txt", io.BytesIO(b"eins")), ("b/ü.txt", io.BytesIO(b"zwei"))])
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert read.testzip() is None
        assert read.read("b/ü.txt") == b"zwei"
        assert read.infolist()[0].date_time == AT.timetuple()[:6]


def test_files_are_closed_and_a_large_one_needs_no_memory():
    class Large(io.RawIOBase):
        left = 60 * 1024 * 1024

        def readable(self):
            return True

        def readinto(self, buffer):
            size = min(len(buffer), self.left)
            buffer[:size] = bytes(size)
            self.left -= size
            return size

    large = Large()
    hashed = zip_stream.Hashed(large)
    tracemalloc.start()
    length = sum(len(piece) for piece in zip_stream.stream([("x", hashed)], AT))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert length > 0
    assert large.closed
    assert peak < 8 * 1024 * 1024


def test_the_manifest_is_what_sha256sum_reads():
    file = zip_stream.Hashed(io.BytesIO(b"{}"))
    with file:
        assert (file.read(1), file.read()) == (b"{", b"}")
    text = export.manifest({"a.json": file.digest()}).decode()
    assert text == (
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a  a.json\n"
    )


def test_a_letter_is_found_by_its_case_and_leads_nowhere_else():
    assert export.letter_name(7, "DS-2026-0001", "receipt") == (
        "Schreiben/DS-2026-0001-receipt-7.pdf"
    )
    assert export.letter_name(7, "../x", "receipt") == "Schreiben/.._x-receipt-7.pdf"
