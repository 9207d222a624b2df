"""Bytes that must be gone, searched for in the raw files."""

import os
import random

import pytest
from journal_chain import event

from whatsapp_dsgvo.lib.keys.errors import CannotRead, KeyStoreUnavailable
from whatsapp_dsgvo.lib.keys.postgres_link import opened
from whatsapp_dsgvo.lib.keys.sqlite_file import connect

PEOPLE = [f"person {number}" for number in range(40)]


def test_destroyed_keys_are_nowhere_in_the_files(world, now):
    store = world.open()
    pairs = [(f"{number % 97:02} {number}", "service") for number in range(1_000)]
    for start in range(0, len(pairs), 500):
        store.create(pairs[start : start + 500], now)
    wrapped = world.wrapped()
    gone = set(random.Random(1).sample(pairs, 500))
    for subject, _klass in list(gone)[:20]:
        store.destroy(subject)
    store.forget(gone)
    store.close()
    raw = world.raw()
    found = {pair for pair in pairs if wrapped[pair] in raw}
    assert found == set(pairs) - gone


def test_destroyed_keys_are_gone_while_the_store_stays_open(world, now):
    store = world.open()
    store.create([("person", "service")], now)
    [wrapped] = world.wrapped().values()
    assert wrapped in world.raw()
    store.destroy("person")
    assert wrapped not in world.raw()


def test_old_wrappings_are_gone_after_rewrapping(world, now, rotated):
    store = world.open()
    store.create([(person, "service") for person in PEOPLE], now)
    store.close()
    old = world.wrapped()
    newer = world.open(expected=store.uuid, master=rotated)
    assert newer.rewrap(1_000) == 0
    raw = world.raw()
    assert not any(wrapped in raw for wrapped in old.values())


def test_destroying_is_not_done_while_another_process_holds_old_pages(
    sqlite_world, now
):
    store = sqlite_world.open()
    store.create([("person", "service")], now)
    # one millisecond instead of five seconds
    store._file._connection.execute("PRAGMA busy_timeout = 1")
    reader = connect(sqlite_world.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM data_key").fetchall()
    with pytest.raises(KeyStoreUnavailable, match="K-04"):
        store.destroy("person")
    reader.close()
    assert store.destroy("person") == 0
    assert (sqlite_world.folder / f"{sqlite_world.path.name}-wal").stat().st_size == 0


def test_the_log_does_not_grow_for_ever(sqlite_world, now, monkeypatch):
    monkeypatch.setattr("whatsapp_dsgvo.lib.keys.sqlite_file.LOG_LIMIT", 100_000)
    store, log = sqlite_world.open(), f"{sqlite_world.path}-wal"
    sizes = []
    for number in range(60):
        store.create([(f"person {number}", "service")], now)
        sizes.append(os.stat(log).st_size)
    assert max(sizes) <= 100_000
    assert sizes.count(0) >= 2


def test_a_wrapped_key_cannot_be_moved_to_another_person(world, now):
    store = world.open()
    store.create([("person", "service"), ("other", "service")], now)
    world.mix_up()
    with pytest.raises(CannotRead):
        store.get("other", "service")


def test_an_old_snapshot_does_not_keep_a_destroyed_key(postgres_world, now):
    """As a report or a backup of something else in the same database has one."""
    store = postgres_world.open()
    store.create([("person", "service"), ("other", "service")], now)
    wrapped = postgres_world.wrapped()
    with opened(postgres_world.dsn, "public") as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM pg_class")
        store.destroy("person")
        raw = postgres_world.raw()
    assert wrapped["person", "service"] not in raw
    assert wrapped["other", "service"] in raw


def test_statistics_hold_no_keys(postgres_world, now):
    store = postgres_world.open()
    store.create([(person, "service") for person in PEOPLE], now)
    postgres_world.ask("ANALYZE")
    columns = "SELECT attname FROM pg_stats WHERE tablename = 'data_key'"
    assert "subject" in postgres_world.ask(columns)
    assert "wrapped" not in postgres_world.ask(columns)


def test_statistics_do_not_tell_whom_the_journal_forgot(postgres_world):
    store = postgres_world.open()
    for number in range(40):
        store.journal_append(event(number))
    postgres_world.ask("ANALYZE")
    columns = "SELECT attname FROM pg_stats WHERE tablename = 'journal'"
    assert "at" in postgres_world.ask(columns)
    assert "digest" not in postgres_world.ask(columns)


def test_destroying_is_not_done_while_somebody_holds_the_table(postgres_world, now):
    store = postgres_world.open()
    store.create([("person", "service")], now)
    # one millisecond instead of five seconds
    store._link._connection.cursor().execute("SET lock_timeout = 1")
    with opened(postgres_world.dsn, postgres_world.schema) as cursor:
        cursor.execute("BEGIN; LOCK TABLE data_key IN ACCESS SHARE MODE")
        with pytest.raises(KeyStoreUnavailable, match="K-04"):
            store.destroy("person")
    assert store.destroy("person") == 0
