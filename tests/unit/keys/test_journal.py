import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_chain import chain, event

from whatsapp_dsgvo.lib.keys.errors import (
    JournalDamaged,
    JournalForked,
    JournalUnavailable,
)
from whatsapp_dsgvo.lib.keys.journal import beyond, catch_up
from whatsapp_dsgvo.lib.keys.journal_entries import Head, following
from whatsapp_dsgvo.lib.keys.journal_file import FileSink
from whatsapp_dsgvo.lib.keys.postgres_journal import PostgresSink


def test_a_journal_by_dsn_is_not_made_anew(postgres_world):
    with pytest.raises(JournalUnavailable):
        PostgresSink(postgres_world.dsn, "nobody").head()


def test_a_journal_by_dsn_that_is_away_is_reported(store):
    lost = PostgresSink("postgresql://nobody@127.0.0.1:1/nowhere", "nobody")
    assert catch_up([store, lost]).unreachable == (("second journal", "K-31"),)


def test_opening_an_existing_journal_by_dsn_keeps_it(
    postgres_world, elsewhere, binding
):
    elsewhere.journal_copy(chain(2))
    again = PostgresSink(postgres_world.dsn, binding.database_uuid, may_create=True)
    assert again.head().seq == 2


@pytest.mark.parametrize(
    "change",
    ["UPDATE {}.journal SET count = 99", "DELETE FROM {}.journal WHERE seq = 2"],
)
def test_a_changed_row_is_noticed(postgres_world, elsewhere, change):
    elsewhere.journal_copy(chain(3))
    postgres_world.ask(change.format(elsewhere.schema))
    with pytest.raises(JournalDamaged):
        elsewhere.journal_since(0)


def test_a_new_sink_is_empty(any_sink):
    assert (any_sink.head(), list(any_sink.journal_since(0))) == (Head(), [])


def test_copied_entries_are_read_again(any_sink):
    entries = chain(3)
    assert any_sink.journal_copy(entries) == 3
    assert list(any_sink.journal_since(0)) == entries
    assert list(any_sink.journal_since(2)) == entries[2:]


def test_the_head_is_the_last_entry(any_sink):
    entries = chain(3)
    any_sink.journal_copy(entries)
    assert any_sink.head() == Head(3, entries[2].entry_hash)


def test_entries_that_are_known_are_not_added_twice(any_sink):
    any_sink.journal_copy(chain(3))
    assert any_sink.journal_copy(chain(5)) == 2


@pytest.mark.parametrize("entries", [chain(4)[3:], chain(4, "retention")[2:]])
def test_entries_that_do_not_follow_are_refused(any_sink, entries):
    any_sink.journal_copy(chain(2))
    with pytest.raises(JournalForked):
        any_sink.journal_copy(entries)
    assert any_sink.head().seq == 2


def test_the_store_numbers_and_chains_new_events(store):
    appended = [store.journal_append(event(number)) for number in range(3)]
    assert appended == chain(3) == following(Head(), appended)


@given(st.integers(0, 2), st.sampled_from(["at", "kind", "digest", "prev_hash"]))
def test_a_changed_entry_is_not_whole(number, name):
    entry = chain(3)[number]
    forged = type(entry)(**(vars(entry) | {name: "0" * 64}))
    assert entry.is_whole()
    assert forged == entry or not forged.is_whole()


def test_the_second_sink_gets_what_it_lacks(store, sink):
    store.journal_append(event())
    store.journal_append(event(2))
    report = catch_up([store, sink])
    assert report.copied == (("second journal", 2),)
    assert sink.head() == store.head() == report.head


def test_a_restored_store_gets_back_what_it_lost(store, sink):
    sink.journal_copy(chain(4))
    store.journal_copy(chain(2))
    assert catch_up([store, sink]).copied == (("key store", 2),)
    assert list(store.journal_since(0)) == chain(4)


def test_the_highest_head_of_all_counts(store, sink):
    store.journal_append(event(0))
    sink.journal_copy(chain(3))
    assert beyond([store, sink], Head()).entries == tuple(chain(3))


@pytest.mark.parametrize(("mine", "theirs"), [(2, 2), (2, 3), (3, 2)])
def test_sinks_that_contradict_each_other_are_told(store, sink, mine, theirs):
    store.journal_copy(chain(mine))
    sink.journal_copy(chain(theirs, "retention"))
    with pytest.raises(JournalForked):
        catch_up([store, sink])


def test_an_unreachable_sink_is_reported(store, tmp_path):
    lost = FileSink(tmp_path / "unmounted" / "journal")
    report = catch_up([store, lost])
    assert report.unreachable == (("second journal", "K-31"),)
    assert beyond([store, lost], Head()).unreachable == report.unreachable


def test_without_any_sink_there_is_no_head(tmp_path):
    with pytest.raises(JournalUnavailable):
        beyond([FileSink(tmp_path / "unmounted" / "journal")], Head())


def test_a_missing_file_is_not_made_anew(tmp_path):
    with pytest.raises(JournalUnavailable):
        FileSink(tmp_path / "journal").head()


def test_opening_an_existing_file_keeps_it(tmp_path, sink):
    sink.journal_copy(chain(2))
    assert FileSink(tmp_path / "journal", may_create=True).head().seq == 2


@pytest.mark.parametrize("cut", [1, 10, 200])
def test_a_torn_last_line_is_passed_over_and_repaired(tmp_path, sink, cut):
    path = tmp_path / "journal"
    sink.journal_copy(chain(3))
    os.truncate(path, path.stat().st_size - cut)
    assert sink.head().seq == 2
    assert sink.journal_copy(chain(3)) == 1
    assert sink.journal_since(0) == chain(3)


def test_a_torn_first_line_leaves_an_empty_journal(tmp_path, sink):
    (tmp_path / "journal").write_bytes(b'{"seq": 1')
    assert sink.journal_copy(chain(1)) == 1
    assert sink.journal_since(0) == chain(1)


def test_a_long_journal_is_read_by_its_end(sink):
    entries = chain(200)
    sink.journal_copy(entries)
    assert sink.head() == Head(200, entries[-1].entry_hash)


def test_a_changed_line_is_noticed(tmp_path, sink):
    path = tmp_path / "journal"
    sink.journal_copy(chain(3))
    lines = path.read_text().splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | {"count": 99})
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(JournalDamaged):
        sink.journal_since(0)


def test_a_missing_line_is_noticed(tmp_path, sink):
    path = tmp_path / "journal"
    sink.journal_copy(chain(3))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    with pytest.raises(JournalDamaged):
        sink.journal_since(0)


def test_a_file_that_is_no_journal_is_noticed(tmp_path, sink):
    (tmp_path / "journal").write_bytes(b"something else\n")
    with pytest.raises(JournalDamaged):
        sink.head()


def test_the_file_is_private(tmp_path, sink):
    assert (tmp_path / "journal").stat().st_mode & 0o077 == 0
