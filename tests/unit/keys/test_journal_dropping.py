"""LK-09: what no backup can lack any more goes, and the rest still verifies."""

import os

import pytest
from journal_chain import chain, event

from whatsapp_dsgvo.lib.keys.errors import (
    JournalDamaged,
    JournalDropped,
    JournalForked,
    JournalOnlyGrows,
)
from whatsapp_dsgvo.lib.keys.journal import beyond, catch_up, check_reach
from whatsapp_dsgvo.lib.keys.journal_entries import (
    DROPPED,
    Head,
    JournalEvent,
    dropped,
    naming,
    next_entry,
)


def head_of(entries):
    return entries[-1].head if entries else Head()


def dropping(length, up_to):
    """A chain whose last entry says that it begins after number `up_to`."""
    return called_dropped(chain(length), up_to)


def called_dropped(entries, up_to):
    gone = Head(up_to, entries[up_to - 1].entry_hash)
    told = JournalEvent("2026-06-02T09:00:00Z", DROPPED, f"7/{naming(gone)}")
    return [*entries, next_entry(head_of(entries), told)]


def test_what_was_dropped_is_gone_and_the_rest_verifies(any_sink):
    entries = dropping(5, 3)
    any_sink.journal_copy(entries)
    assert any_sink.journal_drop() == 3
    assert list(any_sink.journal_since(0)) == entries[3:]
    assert list(any_sink.journal_since(4)) == entries[4:]
    assert any_sink.head() == head_of(entries)
    assert any_sink.journal_drop() == 0


def test_a_journal_that_calls_nothing_dropped_keeps_everything(any_sink):
    any_sink.journal_copy(chain(3))
    assert any_sink.journal_drop() == 0
    assert list(any_sink.journal_since(0)) == chain(3)


def test_it_goes_on_and_drops_again(any_sink):
    entries = dropping(5, 3)
    any_sink.journal_copy(entries)
    any_sink.journal_drop()
    following = next_entry(head_of(entries), event(9))
    again = JournalEvent("2026-07-02T09:00:00Z", DROPPED, naming(head_of(entries)))
    entries += [following, next_entry(head_of([following]), again)]
    any_sink.journal_copy(entries)
    assert list(any_sink.journal_since(0)) == entries[3:]
    assert any_sink.journal_drop() == 3
    assert list(any_sink.journal_since(0)) == entries[6:]


def test_everything_before_may_go(any_sink):
    entries = dropping(3, 3)
    any_sink.journal_copy(entries)
    assert any_sink.journal_drop() == 3
    assert list(any_sink.journal_since(0)) == entries[3:]


def test_no_byte_of_a_dropped_hash_is_left_in_the_key_store(world):
    """Nor of when it was, and of what kind."""
    store, entries = world.open(), []
    for number in range(200):
        at = f"2026-03-02T{number // 60:02}:{number % 60:02}:07Z"
        one = JournalEvent(at, f"erasure/{number:03}", f"1:{number:064x}")
        entries.append(next_entry(head_of(entries), one))
    entries = called_dropped(entries, 150)
    store.journal_copy(entries)
    store.journal_drop()
    raw = world.raw()
    for entry in entries[:150]:
        assert entry.at.encode() not in raw
        assert entry.kind.encode() not in raw
    for entry in entries[:149]:
        assert entry.digest.encode() not in raw
        assert entry.entry_hash.encode() not in raw
    for entry in entries[150:]:
        assert entry.digest.encode() in raw
        assert entry.at.encode() in raw


def test_empty_rows_of_what_was_dropped_are_all_alike(sqlite_world):
    store = sqlite_world.open()
    event_of = JournalEvent("2026-03-02T09:00:00Z", "erasure", f"1:{7:064x}")
    entries = [next_entry(Head(), event_of)]
    store.journal_copy(called_dropped(entries, 1))
    store.journal_drop()
    row, _told = (row for row in sqlite_world.rows() if len(row) == 7 and row[0] < 3)
    assert row[0] == 1
    assert {value for value in row[1:] if str(value).strip("-")} == {0}


def test_no_line_is_left_in_the_file(sink):
    entries = dropping(5, 3)
    sink.journal_copy(entries)
    sink.journal_drop()
    folder = sink._path.parent
    assert [path.name for path in folder.iterdir()] == [sink._path.name]
    assert sink._path.stat().st_mode & 0o077 == 0
    for entry in entries[:3]:
        assert entry.digest not in sink._path.read_text()


def test_who_lags_behind_what_was_dropped_goes_on_after_it(store, sink):
    sink.journal_copy(chain(2))
    entries = dropping(6, 4)
    store.journal_copy(entries)
    store.journal_drop()
    assert catch_up([store, sink]).copied == (("second journal", 3),)
    assert [entry.seq for entry in sink.journal_since(0)] == [1, 2, 5, 6, 7]
    assert sink.journal_drop() == 2
    assert list(sink.journal_since(0)) == entries[4:]


def test_a_new_place_gets_what_is_left(store, sink):
    entries = dropping(6, 4)
    store.journal_copy(entries)
    store.journal_drop()
    catch_up([store, sink])
    assert list(sink.journal_since(0)) == entries[4:]


def test_a_backup_older_than_the_journal_is_told(store):
    entries = dropping(6, 4)
    store.journal_copy(entries)
    store.journal_drop()
    with pytest.raises(JournalDropped):
        beyond([store], head_of(entries[:3]))
    assert beyond([store], head_of(entries[:4])).entries == tuple(entries[4:])


def test_a_place_that_still_has_it_is_asked(store, sink):
    entries = dropping(6, 4)
    sink.journal_copy(entries)
    store.journal_copy(entries)
    store.journal_drop()
    assert beyond([store, sink], head_of(entries[:3])).entries == tuple(entries[3:])


def test_one_place_must_reach_back_to_what_is_known(store, sink):
    entries = dropping(6, 4)
    known = head_of(entries[:3])
    check_reach([store, sink], known)
    store.journal_copy(entries)
    store.journal_drop()
    check_reach([store, sink], head_of(entries[:4]))
    for up_to in (0, 3, 5):
        sink.journal_copy(entries[:up_to])
        with pytest.raises(JournalDropped):
            check_reach([store, sink], known)
    sink.journal_copy(entries)
    check_reach([store, sink], known)


def test_places_that_parted_reach_back_as_well(store, sink):
    store.journal_copy([*chain(2), next_entry(head_of(chain(2)), event(8))])
    sink.journal_copy([*chain(2), next_entry(head_of(chain(2)), event(9))])
    check_reach([store, sink], head_of(chain(2)))


def test_more_lines_may_not_be_missing_than_were_dropped(sink):
    sink.journal_copy(dropping(6, 3))
    lines = sink._path.read_bytes().splitlines(keepends=True)
    for kept in (lines[4:], lines[:2] + lines[4:], lines[3:5] + lines[6:]):
        sink._path.write_bytes(b"".join(kept))
        with pytest.raises(JournalDamaged):
            sink.journal_since(0)


def test_another_beginning_than_was_dropped_is_no_continuation(sink):
    entries = dropping(6, 3)
    with pytest.raises(JournalForked):
        sink.journal_copy([*entries[:1], *entries[2:]])
    with pytest.raises(JournalForked):
        sink.journal_copy(entries[4:])


@pytest.mark.parametrize("says", ["", "x:y", "9:ab"])
def test_what_is_dropped_lies_before_the_line_that_says_it(says):
    entry = next_entry(head_of(chain(2)), JournalEvent("2026", DROPPED, says))
    with pytest.raises(JournalDamaged):
        dropped([entry])


def test_a_writer_that_waited_adds_to_the_new_file(sink):
    """It had opened the old one before that lost its name."""
    entries = dropping(5, 3)
    sink.journal_copy(entries)
    old = os.open(sink._path, os.O_RDONLY)
    sink.journal_drop()
    assert not os.path.samestat(os.fstat(old), sink._path.stat())
    os.close(old)
    more = [*entries, next_entry(head_of(entries), event(9))]
    assert sink.journal_copy(more) == 1
    assert sink.head() == head_of(more)


def test_where_an_account_may_only_add_everything_stays_and_is_told(
    postgres_world, elsewhere, only_adds
):
    elsewhere.journal_copy(dropping(5, 3))
    with pytest.raises(JournalOnlyGrows):
        only_adds.journal_drop()
    assert len(only_adds.journal_since(0)) == 6
    # the administrator's statement of the guide for operations
    postgres_world.ask(f"DELETE FROM {elsewhere.schema}.journal WHERE seq <= 3")
    assert only_adds.journal_drop() == 0
    assert len(only_adds.journal_since(0)) == 3
