"""A copy of everything under a passphrase, and what comes back of it."""

import pytest

from whatsapp_dsgvo.lib.keys import escrow
from whatsapp_dsgvo.lib.keys.errors import (
    EscrowUnreadable,
    KeyDestroyed,
    PassphraseTooShort,
)
from whatsapp_dsgvo.lib.keys.journal_entries import JournalEvent
from whatsapp_dsgvo.lib.keys.master import MasterKeys
from whatsapp_dsgvo.lib.keys.wrapping import DESTROYED, FORGOTTEN

PASSPHRASE = "richtig langer Satz"
PAIRS = [("person", "service"), ("person", "tax"), ("other", "service")]


@pytest.fixture
def made(store, now, master, binding):
    keys = store.create(PAIRS, now)
    store.destroy("other")
    store.journal_append(JournalEvent("2026-03-02T09:00:00Z", "erasure", "ab"))
    copy = escrow.Escrow(
        master.to_text(),
        store.uuid,
        binding,
        store.copy(),
        tuple(store.journal_since(0)),
    )
    return keys, copy


def test_it_is_read_back_with_its_passphrase(made):
    content = escrow.close(made[1], PASSPHRASE)
    assert escrow.open_(content, PASSPHRASE) == made[1]


def test_another_passphrase_opens_nothing(made):
    content = escrow.close(made[1], PASSPHRASE)
    with pytest.raises(EscrowUnreadable):
        escrow.open_(content, PASSPHRASE + "!")


@pytest.mark.parametrize("place", [0, 30, 60, -1])
def test_a_changed_file_opens_nothing(made, place):
    content = bytearray(escrow.close(made[1], PASSPHRASE))
    content[place] ^= 1
    with pytest.raises(EscrowUnreadable):
        escrow.open_(bytes(content), PASSPHRASE)


def test_what_is_no_escrow_is_told():
    with pytest.raises(EscrowUnreadable):
        escrow.open_(b"whatsapp", PASSPHRASE)


def test_a_short_passphrase_is_refused(made):
    with pytest.raises(PassphraseTooShort):
        escrow.close(made[1], "zu kurz")


def test_nothing_of_it_is_in_the_clear(made, master):
    content = escrow.close(made[1], PASSPHRASE)
    assert b"person" not in content
    assert master.to_text().encode()[8:40] not in content
    assert "person" not in repr(made[1].keys)


def test_an_empty_store_gets_everything_back(made, empty_again, now):
    keys, copy = made
    again = empty_again()
    assert again.put_back(copy.keys) == 2
    assert again.journal_copy(copy.journal) == 1
    living = {pair: key for pair, key in keys.items() if pair[0] == "person"}
    assert again.get_many(PAIRS) == living
    with pytest.raises(KeyDestroyed):
        again.create([("other", "new")], now)


def test_putting_back_twice_changes_nothing(made, world, empty_again):
    _keys, copy = made
    again = empty_again()
    again.put_back(copy.keys)
    again.close()
    before = world.rows()
    assert again.put_back(copy.keys) == 0
    assert world.rows() == before


@pytest.mark.parametrize("klasses", [None, ["service", "tax"]])
def test_what_was_destroyed_since_does_not_come_back(made, store, klasses):
    _keys, copy = made
    store.destroy("person", klasses)
    assert store.put_back(copy.keys) == 0
    assert store.get_many(PAIRS) == {}


def test_a_forgotten_key_does_not_come_back(made, store):
    _keys, copy = made
    store.forget([("person", "service")])
    assert store.put_back(copy.keys) == 0
    assert store.get("person", "service") is None


def test_what_others_know_to_be_gone_comes_back_as_a_memory_only(
    made, empty_again, now
):
    keys, copy = made
    fates = {"tax": DESTROYED, "service": FORGOTTEN}
    told = escrow.told(copy.keys, lambda row: fates[row.klass])
    again = empty_again()
    assert again.put_back(told) == 0
    assert again.is_destroyed("person", "tax")
    assert again.is_destroyed("other", "service")
    pair = ("person", "service")
    assert again.create([pair], now)[pair].version == keys[pair].version + 1


def test_master_keys_are_written_back_where_none_are(tmp_path, made):
    MasterKeys.from_text(made[1].master).save(tmp_path / "master")
    assert MasterKeys.load(tmp_path / "master").to_text() == made[1].master
