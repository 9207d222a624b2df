import pytest

from whatsapp_dsgvo.lib.keys import envelope
from whatsapp_dsgvo.lib.ledger.chain import (
    START,
    Header,
    Unsealed,
    commit,
    seal_entries,
)
from whatsapp_dsgvo.lib.ledger.verify import Entry

KEYS = {"a": b"a" * 32, "b": b"b" * 32}


def make_header(**changes):
    values = {
        "company": 1,
        "event": "CONSENT_GIVEN",
        "purpose": "service",
        "channel": "channel-1",
        "notice_hash": "ab" * 32,
        "actor_kind": "customer",
        "pseudonym": "a",
        "key_class": "evidence",
        "at": "2026-03-02T09:00:00Z",
    }
    return Header(**(values | changes))


def make_chain(length):
    """A sealed chain of two persons taking turns, contents sealed for real."""
    rows = []
    for number in range(length):
        header = make_header(pseudonym="ab"[number % 2])
        made = commit({"number": number})
        place = place_of(f"uuid-{number}", header)
        blob = envelope.seal(KEYS[header.pseudonym], made.secret, place)
        rows.append((Unsealed(f"uuid-{number}", header, made.commitment), blob))
    seals = seal_entries(START, [row for row, _blob in rows])
    return [
        Entry(
            row.uuid,
            row.header,
            row.commitment,
            seal.seq,
            seal.prev_hash,
            seal.entry_hash,
            blob,
        )
        for (row, blob), seal in zip(rows, seals, strict=True)
    ]


def place_of(uuid, header):
    """What a blob is bound to: its entry, person and class."""
    return envelope.aad(
        "wa.ledger.entry", "blob", uuid, header.pseudonym, header.key_class, 1
    )


def open_with(keys):
    def open_blob(entry):
        key = keys.get(entry.header.pseudonym)
        if key is None:
            return None
        place = place_of(entry.uuid, entry.header)
        return envelope.unseal(key, entry.blob, place)

    return open_blob


@pytest.fixture
def header():
    return make_header


@pytest.fixture
def chain():
    return make_chain(6)


@pytest.fixture
def open_blob():
    return open_with(KEYS)


@pytest.fixture
def open_blob_after_erasing_b():
    return open_with({"a": KEYS["a"]})
