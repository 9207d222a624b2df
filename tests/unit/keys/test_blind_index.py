import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.keys.blind_index import (
    BlindIndex,
    create_blind_index,
    open_blind_index,
)
from whatsapp_dsgvo.lib.keys.errors import KeyStoreUnavailable

INDEX = BlindIndex(bytes(range(32)), 1)
kinds = st.text(min_size=1).filter(lambda kind: "\x00" not in kind)


def test_an_index_is_its_version_and_64_digits():
    version, digits = INDEX.index("phone", "+4915550123456").split(":")
    assert version == "1"
    assert len(bytes.fromhex(digits)) == 32


def test_the_same_number_is_found_again():
    again = BlindIndex(bytes(range(32)), 1)
    assert again.index("phone", "+49") == INDEX.index("phone", "+49")


def test_another_pepper_gives_another_index():
    other = BlindIndex(bytes(32), 1)
    assert other.index("phone", "+49") != INDEX.index("phone", "+49")


@given(kinds, st.text(), kinds, st.text())
def test_kind_and_value_never_run_into_each_other(kind, value, other, text):
    same = (kind, value) == (other, text)
    assert (INDEX.index(kind, value) == INDEX.index(other, text)) == same


@given(kinds, st.text())
def test_a_digest_is_never_an_index(kind, value):
    body = kind.encode() + b"\x00" + value.encode()
    assert INDEX.digest(body) != INDEX.index(kind, value)


@pytest.mark.parametrize("kind", ["", "a\x00b"])
def test_a_kind_that_could_be_confused_is_refused(kind):
    with pytest.raises(ValueError, match="NUL"):
        INDEX.index(kind, "value")


def test_the_pepper_has_32_bytes():
    with pytest.raises(ValueError, match="32 bytes"):
        BlindIndex(b"short", 1)


def test_the_pepper_of_an_installation_is_kept(store, now):
    made = create_blind_index(store, 1, now)
    assert open_blind_index(store, 1).index("a", "b") == made.index("a", "b")


def test_creating_it_again_keeps_the_pepper(store, now):
    made = create_blind_index(store, 1, now)
    assert create_blind_index(store, 1, now).index("a", "b") == made.index("a", "b")


def test_a_lost_pepper_is_never_replaced_in_silence(store):
    with pytest.raises(KeyStoreUnavailable):
        open_blind_index(store, 1)
