import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.keys.chunks import (
    CHUNK_SIZE,
    open_range,
    plain_size,
    seal_stream,
)
from whatsapp_dsgvo.lib.keys.errors import CannotRead

KEY = bytes(range(32))
PLACE = b"wa.media|content"
HEADER, SEALED_CHUNK = 33, CHUNK_SIZE + 16
PATTERN = bytes(range(251)) * (3 * CHUNK_SIZE // 251 + 1)
EDGES = [0, 1, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 2 * CHUNK_SIZE]


def sealed(plaintext):
    target = io.BytesIO()
    seal_stream(KEY, io.BytesIO(plaintext), target, PLACE)
    return target.getvalue()


def opened(raw, start=0, stop=None, key=KEY, place=PLACE):
    stop = plain_size(len(raw)) if stop is None else stop
    parts = open_range(key, io.BytesIO(raw), len(raw), start, stop, place)
    return b"".join(parts)


THREE = PATTERN[: 2 * CHUNK_SIZE + 1000]
THREE_SEALED = sealed(THREE)


@pytest.mark.parametrize("size", EDGES)
def test_a_file_of_any_length_is_read_again(size):
    assert opened(sealed(PATTERN[:size])) == PATTERN[:size]


@pytest.mark.parametrize("size", EDGES)
def test_the_clear_length_is_known_from_the_sealed_one(size):
    assert plain_size(len(sealed(PATTERN[:size]))) == size


@settings(max_examples=30)
@given(st.integers(0, len(THREE)), st.integers(0, len(THREE)))
def test_any_range_is_read_on_its_own(one, other):
    start, stop = sorted((one, other))
    assert opened(THREE_SEALED, start, stop) == THREE[start:stop]


def test_only_the_chunks_of_the_range_are_read():
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size=-1):
            part = super().read(size)
            self.taken += len(part)
            return part

    reader = Counting(THREE_SEALED)
    list(open_range(KEY, reader, len(THREE_SEALED), 5, 10, PLACE))
    assert reader.taken == HEADER + SEALED_CHUNK


def test_a_stream_that_gives_little_at_a_time_is_sealed_whole():
    class Trickle(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 70_000))

    target = io.BytesIO()
    length = seal_stream(KEY, Trickle(THREE), target, PLACE)
    assert (length, opened(target.getvalue())) == (len(THREE), THREE)


@pytest.mark.parametrize("chunks", [1, 2])
def test_a_file_cut_between_chunks_is_noticed(chunks):
    with pytest.raises(CannotRead):
        opened(THREE_SEALED[: HEADER + chunks * SEALED_CHUNK])


def test_chunks_in_another_order_are_noticed():
    first, second = HEADER, HEADER + SEALED_CHUNK
    swapped = (
        THREE_SEALED[:first]
        + THREE_SEALED[second : second + SEALED_CHUNK]
        + THREE_SEALED[first:second]
        + THREE_SEALED[second + SEALED_CHUNK :]
    )
    with pytest.raises(CannotRead):
        opened(swapped)


def test_chunks_put_behind_the_end_are_noticed():
    whole = sealed(PATTERN[:CHUNK_SIZE])
    with pytest.raises(CannotRead):
        opened(whole + whole[HEADER:])


def test_a_chunk_of_another_file_is_noticed():
    one, other = sealed(PATTERN[:10]), sealed(PATTERN[:10])
    with pytest.raises(CannotRead):
        opened(one[:HEADER] + other[HEADER:])


@given(st.data())
def test_any_changed_byte_is_noticed(data):
    raw = bytearray(sealed(b"a short file"))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotRead):
        opened(bytes(raw))


@pytest.mark.parametrize("size", [0, 33, 48, HEADER + SEALED_CHUNK + 16])
def test_an_impossible_length_is_noticed(size):
    with pytest.raises(CannotRead):
        plain_size(size)


@pytest.mark.parametrize("other", [{"key": bytes(32)}, {"place": b"elsewhere"}])
def test_another_key_or_place_cannot_read(other):
    with pytest.raises(CannotRead):
        opened(sealed(b"text"), **other)


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (3, 2), (0, 5)])
def test_a_range_outside_of_the_file_is_refused(start, stop):
    with pytest.raises(ValueError, match="outside"):
        opened(sealed(b"text"), start, stop)
