"""The wrong store, the wrong master key, a copy of the database: nothing changes."""

import shutil
import sqlite3
import stat
from dataclasses import replace

import pytest

from whatsapp_dsgvo.lib.keys.errors import (
    DatabaseCopied,
    KeyStoreUnavailable,
    MasterKeyMissing,
    MasterKeyWrong,
)
from whatsapp_dsgvo.lib.keys.journal_entries import JournalEvent
from whatsapp_dsgvo.lib.keys.master import MasterKeys

PAIR = ("person", "service")


@pytest.fixture
def used(world, now):
    """Return (world, store UUID) of a store with one key, closed."""
    return world, world.use(PAIR, now)


@pytest.fixture
def used_file(sqlite_world, now):
    return sqlite_world, sqlite_world.use(PAIR, now)


def reason_of(world, **options):
    with pytest.raises(KeyStoreUnavailable) as caught:
        world.open(**options)
    return caught.value.reason


def test_a_new_store_is_private(sqlite_world, now):
    sqlite_world.open().create([PAIR], now)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in sqlite_world.folder.iterdir()}
    assert modes == {0o600}


def test_a_store_the_database_knows_is_not_made_anew(world):
    assert reason_of(world, expected="known") == "missing"


def test_a_database_with_content_gets_no_new_store(world):
    assert reason_of(world, may_create=False) == "missing"


def test_refusing_leaves_nothing_behind(world):
    reason_of(world, may_create=False)
    assert not world.exists()


def test_a_folder_that_is_not_there_is_told(sqlite_world):
    sqlite_world.folder = sqlite_world.folder / "nowhere"
    assert reason_of(sqlite_world) == "io"


def test_a_store_with_another_uuid_is_foreign(used):
    world, _uuid = used
    assert reason_of(world, expected="another") == "foreign"


def test_a_store_of_another_database_is_foreign(used_file, binding):
    world, uuid = used_file
    other = replace(binding, database_uuid="another")
    assert reason_of(world, expected=uuid, binding=other) == "foreign"


def test_a_store_without_keys_is_not_taken_for_a_full_one(world):
    uuid = world.open().uuid
    assert reason_of(world, expected=uuid, may_create=False) == "empty"


def test_a_store_without_keys_is_fine_while_the_database_is_empty(world):
    uuid = world.open().uuid
    assert world.open(expected=uuid).uuid == uuid


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_file_that_is_no_store_is_damaged(sqlite_world, content):
    sqlite_world.path.write_bytes(content)
    assert reason_of(sqlite_world) == "damaged"


def test_another_sqlite_file_is_left_as_it_is(sqlite_world):
    connection = sqlite3.connect(sqlite_world.path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = sqlite_world.path.read_bytes()
    assert reason_of(sqlite_world) == "damaged"
    assert sqlite_world.path.read_bytes() == before


def test_a_wrong_master_key_is_recognised(used):
    world, uuid = used
    with pytest.raises(MasterKeyWrong, match="epoch 1"):
        world.open(expected=uuid, master=MasterKeys({1: bytes(32)}))


def test_a_wrong_master_key_changes_nothing(used):
    world, uuid = used
    before = world.rows()
    with pytest.raises(MasterKeyWrong):
        world.open(expected=uuid, master=MasterKeys({1: bytes(32), 2: bytes(32)}))
    assert world.rows() == before


def test_an_epoch_still_in_use_must_be_there(used):
    world, uuid = used
    with pytest.raises(MasterKeyMissing, match="epoch 1"):
        world.open(expected=uuid, master=MasterKeys({2: bytes(32)}))


@pytest.mark.parametrize(
    "change", [{"database_oid": 99}, {"system_identifier": "7499999999999999999"}]
)
def test_a_copied_database_is_told_from_the_original(used, binding, change):
    world, uuid = used
    with pytest.raises(DatabaseCopied):
        world.open(binding=replace(binding, **change), expected=uuid)


def test_a_copy_may_be_opened_for_quarantine(used, binding):
    world, uuid = used
    copy = replace(binding, database_oid=99)
    store = world.open(binding=copy, expected=uuid, accept_copy=True)
    assert store.copied
    assert store.get(*PAIR) is not None


def test_a_copy_that_is_bound_deliberately_is_the_original_now(used, binding):
    world, uuid = used
    copy = replace(binding, database_oid=99)
    store = world.open(binding=copy, expected=uuid, accept_copy=True)
    store.rebind(copy)
    assert not store.copied
    assert not world.open(binding=copy, expected=uuid).copied
    with pytest.raises(DatabaseCopied):
        world.open(expected=uuid)


@pytest.mark.parametrize(
    "change",
    [
        lambda store, now: store.create([("new", "service")], now),
        lambda store, now: store.destroy("person"),
        lambda store, now: store.forget([PAIR]),
        lambda store, now: store.journal_append(JournalEvent("2026", "erasure", "a")),
    ],
)
def test_whoever_it_was_taken_from_changes_nothing_any_more(used, binding, now, change):
    """Also a process that has had it open since before."""
    world, uuid = used
    store = world.open(expected=uuid)
    store.get(*PAIR)
    copy = replace(binding, database_oid=99)
    world.open(binding=copy, expected=uuid, accept_copy=True).rebind(copy)
    with pytest.raises(DatabaseCopied):
        change(store, now)


def test_a_store_cannot_be_bound_to_another_database(used, binding):
    world, uuid = used
    with pytest.raises(KeyStoreUnavailable, match="K-02"):
        world.open(expected=uuid).rebind(replace(binding, database_uuid="another"))


@pytest.mark.parametrize(
    "use",
    [
        lambda store, now: store.get(*PAIR),
        lambda store, now: store.create([("new", "service")], now),
        lambda store, now: store.destroy("person"),
        lambda store, now: store.head(),
    ],
)
def test_a_store_that_vanishes_while_open_is_missed_at_once(used, now, use):
    world, uuid = used
    store = world.open(expected=uuid)
    world.hide()
    with pytest.raises(KeyStoreUnavailable, match="K-01"):
        use(store, now)


def test_it_goes_on_when_it_is_back(used, now):
    world, uuid = used
    store = world.open(expected=uuid)
    made = store.create([("new", "service")], now)
    world.hide()
    with pytest.raises(KeyStoreUnavailable):
        store.get(*PAIR)
    world.show()
    assert store.get_many([("new", "service")]) == made


def test_it_goes_on_when_a_copy_of_the_file_is_put_back(used_file):
    world, uuid = used_file
    store = world.open(expected=uuid)
    made = store.get(*PAIR)
    store.close()
    shutil.copy(world.path, world.folder / "backup")
    store.get(*PAIR)
    world.path.unlink()
    with pytest.raises(KeyStoreUnavailable):
        store.get(*PAIR)
    shutil.copy(world.folder / "backup", world.path)
    assert store.get(*PAIR) == made


def test_a_foreign_store_put_in_its_place_is_neither_used_nor_changed(
    used_file, now, tmp_path_factory, master
):
    world, uuid = used_file
    store = world.open(expected=uuid)
    other = type(world)(tmp_path_factory.mktemp("other"), master)
    stranger = other.open()
    stranger.create([PAIR], now)
    stranger.close()
    theirs = other.path.read_bytes()
    other.path.replace(world.path)
    with pytest.raises(KeyStoreUnavailable, match="K-02"):
        store.create([("new", "service")], now)
    store.close()
    assert world.path.read_bytes() == theirs


def test_what_is_written_into_a_vanishing_file_is_not_promised(used_file):
    world, uuid = used_file
    store = world.open(expected=uuid)
    with pytest.raises(KeyStoreUnavailable, match="K-01"), store._file.writing():
        world.path.unlink()


def test_a_broken_file_put_in_its_place_is_not_gone_on_with(used_file):
    world, uuid = used_file
    broken = bytearray(world.path.read_bytes())
    page = broken.index(world.wrapped()[PAIR]) // 4096 * 4096
    broken[page : page + 8] = b"\xff" * 8
    store = world.open(expected=uuid)
    (world.folder / "broken").write_bytes(broken)
    (world.folder / "broken").replace(world.path)
    with pytest.raises(KeyStoreUnavailable, match="K-06"):
        store.head()
