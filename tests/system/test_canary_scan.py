"""The search itself: it finds a canary in each place and in each disguise."""

import base64
import gzip
import json
import random
import zlib
from urllib.parse import quote

import pytest

from tests.simulator import wamid

from .canary_scan import scan, scan_dump, scan_folder
from .canary_words import Canaries

CANARIES = Canaries(random.Random(1))
PATTERNS = CANARIES.patterns()
WORD = CANARIES.word()
NUMBER = CANARIES.number()

DISGUISES = {
    "as it is": lambda text: text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16, other order": lambda text: text.encode("utf-16-be"),
    "json": lambda text: json.dumps({"text": text}).encode(),
    "url": lambda text: quote(text).encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "HEX": lambda text: text.encode().hex().upper().encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, one byte before": lambda text: base64.b64encode(b"a" + text.encode()),
    "base64, two bytes before": lambda text: base64.b64encode(b"ab" + text.encode()),
    "base64 in hex": lambda text: base64.b64encode(b"x" + text.encode()).hex().encode(),
    "base64 of utf-16": lambda text: base64.b64encode(text.encode("utf-16-le")),
}


@pytest.mark.parametrize("value", [WORD, NUMBER, CANARIES.identifier()])
@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_canary_is_found_in_every_disguise(disguise, value):
    hidden = b"before " + disguise(value) + b" after"
    assert scan("here", hidden, PATTERNS)


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        NUMBER.lstrip("+"),
        NUMBER.replace("+49", "0"),
        f"0049{NUMBER[3:]}",
        f"+49 {NUMBER[3:7]} {NUMBER[7:]}",
        f"+49 {NUMBER[3:6]} {NUMBER[6:]}",
        f"({NUMBER[3:6]}) {NUMBER[6:]}",
    ],
)
def test_a_number_is_found_however_it_is_written(written):
    assert "1515" in NUMBER
    spaced = written.replace(") ", " ")
    assert scan("here", f"call {spaced} now".encode(), PATTERNS)


@pytest.mark.parametrize("incoming", [True, False])
def test_a_number_is_found_inside_a_message_id(incoming):
    assert scan("here", wamid.make(NUMBER, incoming).encode(), PATTERNS)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_canary_is_found_in_a_packed_file(tmp_path, pack):
    (tmp_path / "file").write_bytes(pack(WORD.encode()))
    assert scan_folder(tmp_path, PATTERNS)


def test_a_canary_is_found_in_the_name_of_a_file(tmp_path):
    (tmp_path / CANARIES.secret()).touch()
    assert scan_folder(tmp_path, PATTERNS)


def test_a_hit_in_a_dump_names_its_table():
    dump = (
        b"SET x;\nCOPY public.mail_message (id, body) FROM stdin;\n"
        b"1\thello "
        + WORD.encode()
        + b"\n\\.\n\nCOPY public.res_users (id) FROM stdin;"
        b"\n2\n\\.\n"
    )
    assert {hit.place for hit in scan_dump(dump, PATTERNS)} == {"table mail_message"}


def test_random_bytes_hold_no_canary():
    noise = random.Random(2).randbytes(2_000_000)
    assert scan("noise", noise + noise.hex().encode(), PATTERNS) == []
