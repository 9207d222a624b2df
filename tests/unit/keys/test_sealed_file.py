import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.keys import chunks
from whatsapp_dsgvo.lib.keys.errors import CannotRead
from whatsapp_dsgvo.lib.keys.sealed_file import SealedFile

KEY = bytes(32)
DATA = bytes(range(256)) * 4096 * 2 + b"the end"


def sealed(data):
    file = io.BytesIO()
    chunks.seal_stream(KEY, io.BytesIO(data), file, b"place")
    return file.getvalue()


SEALED = sealed(DATA)


def opened(content=SEALED):
    return SealedFile(KEY, io.BytesIO(content), len(content), b"place")


def test_it_reads_like_the_clear_file():
    with opened() as file:
        assert file.length == len(DATA)
        assert file.readall() == DATA
        assert file.read(1) == b""


@given(st.integers(0, len(DATA) + 5), st.integers(0, 3000))
def test_any_place_can_be_read(start, size):
    with opened() as file, io.BufferedReader(file) as reader:
        reader.seek(start)
        assert reader.read(size) == DATA[start : start + size]


def test_seeking_as_files_do():
    with opened() as file:
        assert file.seek(-7, io.SEEK_END) == len(DATA) - 7
        assert file.read(100) == b"the end"
        file.seek(5)
        assert file.seek(2, io.SEEK_CUR) == file.tell() == 7


def test_an_empty_file():
    assert opened(sealed(b"")).read(5) == b""


def test_a_changed_file_is_not_read():
    broken = SEALED[:50] + bytes([SEALED[50] ^ 1]) + SEALED[51:]
    with pytest.raises(CannotRead):
        opened(broken).read(10)


def test_closing_closes_what_lies_below():
    below = io.BytesIO(SEALED)
    SealedFile(KEY, below, len(SEALED), b"place").close()
    assert below.closed
