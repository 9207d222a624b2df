import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.keys.envelope import OVERHEAD, aad, seal, unseal
from whatsapp_dsgvo.lib.keys.errors import CannotRead

KEY = bytes(range(32))
PLACE = aad("wa.message", "body", "uuid", "subject", "service", 1)
places = st.tuples(*[st.text()] * 5, st.integers(0, 9))


@given(st.binary(max_size=300), st.binary(max_size=100))
def test_what_was_sealed_is_read_again(plaintext, place):
    assert unseal(KEY, seal(KEY, plaintext, place), place) == plaintext


@given(st.binary(max_size=40), st.data())
def test_any_changed_byte_makes_it_unreadable(plaintext, data):
    sealed = bytearray(seal(KEY, plaintext, PLACE))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotRead):
        unseal(KEY, bytes(sealed), PLACE)


@given(st.binary(max_size=40), st.data())
def test_a_cut_envelope_is_unreadable(plaintext, data):
    sealed = seal(KEY, plaintext, PLACE)
    length = data.draw(st.integers(0, len(sealed) - 1))
    with pytest.raises(CannotRead):
        unseal(KEY, sealed[:length], PLACE)


def test_another_key_cannot_read():
    with pytest.raises(CannotRead):
        unseal(bytes(32), seal(KEY, b"text", PLACE), PLACE)


@pytest.mark.parametrize("part", range(6))
def test_a_ciphertext_cannot_be_moved_to_another_place(part):
    parts = ["wa.message", "body", "uuid", "subject", "service", 1]
    parts[part] = 2 if part == 5 else "other"
    with pytest.raises(CannotRead):
        unseal(KEY, seal(KEY, b"text", PLACE), aad(*parts))


@given(places, places)
def test_two_places_never_share_an_encoding(one, other):
    assert (aad(*one) == aad(*other)) == (one == other)


def test_no_delimiter_moves_text_from_one_part_to_the_next():
    assert aad("a|b", "c", "", "", "", 1) != aad("a", "b|c", "", "", "", 1)


@pytest.mark.parametrize("size", [0, 16, 24, 31, 33])
def test_a_shorter_key_is_refused_instead_of_weakening_the_cipher(size):
    with pytest.raises(ValueError, match="32 bytes"):
        seal(bytes(size), b"text", PLACE)


def test_the_same_text_is_never_sealed_the_same_way():
    assert seal(KEY, b"text", PLACE) != seal(KEY, b"text", PLACE)


def test_the_nonce_comes_from_the_given_randomness():
    sealed = seal(KEY, b"text", PLACE, random=lambda size: b"n" * size)
    assert sealed[1:13] == b"n" * 12


def test_an_envelope_has_a_fixed_overhead():
    assert len(seal(KEY, bytes(100), PLACE)) == 100 + OVERHEAD
