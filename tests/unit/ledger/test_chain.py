from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.keys.errors import CannotRead
from whatsapp_dsgvo.lib.ledger.canonical import canonical
from whatsapp_dsgvo.lib.ledger.chain import (
    GENESIS,
    Head,
    Header,
    Unsealed,
    commit,
    entry_hash,
    open_commitment,
    seal_entries,
)

payloads = st.dictionaries(st.text(), st.text() | st.integers())
COMMITMENT = "cd" * 32
texts = st.text(st.characters(exclude_categories=["Cs"]))
PINNED = "54c0735c4112755e15372e9c86cc20bf9fe0543af9d3a32c0f4a29bc08ac1ba3"


@given(payloads)
def test_a_payload_is_read_back_from_its_secret(payload):
    made = commit(payload)
    assert open_commitment(made.secret, made.commitment) == payload


@given(payloads, st.data())
def test_any_changed_byte_of_the_secret_is_noticed(payload, data):
    made = commit(payload)
    secret = bytearray(made.secret)
    at = data.draw(st.integers(0, len(secret) - 1))
    secret[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotRead):
        open_commitment(bytes(secret), made.commitment)


def test_the_same_payload_is_committed_to_differently_each_time():
    assert commit({"number": 1}).commitment != commit({"number": 1}).commitment


def test_a_commitment_shows_nothing_of_its_payload():
    assert "secret" not in repr(commit({"word": "x"}))


def test_a_payload_without_single_spelling_is_refused():
    with pytest.raises(ValueError, match="canonical"):
        commit({"price": 1.5})


@pytest.mark.parametrize("name", [field.name for field in fields(Header)])
def test_the_hash_covers_every_part_of_the_header(header, name):
    other = {"company": 2, "at": "2026-03-02T09:00:01Z"}.get(name, "other")
    changed = replace(header(), **{name: other})
    before = entry_hash(GENESIS, 1, header(), COMMITMENT)
    assert entry_hash(GENESIS, 1, changed, COMMITMENT) != before


@pytest.mark.parametrize(
    "place",
    [("11" * 32, 1, COMMITMENT), (GENESIS, 2, COMMITMENT), (GENESIS, 1, GENESIS)],
)
def test_the_hash_covers_place_and_content(header, place):
    previous, seq, commitment = place
    before = entry_hash(GENESIS, 1, header(), COMMITMENT)
    assert entry_hash(previous, seq, header(), commitment) != before


def test_the_hash_never_changes_between_releases(header):
    told = entry_hash(GENESIS, 1, header(), COMMITMENT)
    assert told == PINNED


@pytest.mark.parametrize(("previous", "commitment"), [("", GENESIS), (GENESIS, "ab")])
def test_what_is_no_hash_is_refused(header, previous, commitment):
    with pytest.raises(ValueError, match="64"):
        entry_hash(previous, 1, header(), commitment)


@pytest.mark.parametrize("at", ["2026-03-02", "2026-03-02T09:00:00+01:00", ""])
def test_a_header_knows_time_in_utc_only(header, at):
    with pytest.raises(ValueError, match="UTC"):
        header(at=at)


def test_the_sealer_numbers_without_gaps_and_chains(header):
    rows = [Unsealed(str(number), header(), COMMITMENT) for number in range(3)]
    seals = list(seal_entries(Head(7, "ee" * 32), rows))
    assert [seal.seq for seal in seals] == [8, 9, 10]
    assert [seal.prev_hash for seal in seals] == [
        "ee" * 32,
        seals[0].entry_hash,
        seals[1].entry_hash,
    ]


@given(st.lists(texts, min_size=7, max_size=7), st.integers(0))
def test_a_header_has_the_one_canonical_spelling(values, company):
    header = Header(company, *values, at="2026-03-02T09:00:00Z")
    assert header.canonical() == canonical(vars(header))


def test_a_header_that_has_no_spelling_is_refused():
    header = Header(1, *["\ud800"] * 7, at="2026-03-02T09:00:00Z")
    with pytest.raises(ValueError, match="surrogates"):
        header.canonical()
