"""A place that was away while the others dropped something, and can only grow (K-36)."""

import pytest
from journal_chain import chain

from whatsapp_dsgvo.lib.keys.errors import JournalDropped
from whatsapp_dsgvo.lib.keys.journal import beyond, catch_up, check_reach
from whatsapp_dsgvo.lib.keys.journal_entries import (
    DROPPED,
    Head,
    JournalEvent,
    naming,
    next_entry,
)
from whatsapp_dsgvo.lib.keys.journal_file import FileSink


def head_of(entries):
    return entries[-1].head if entries else Head()


@pytest.fixture
def entries(store, sink):
    """The store has 5 to 7, the file 1, 2 and 5 to 7; number 7 calls 1 to 4 dropped."""
    entries = chain(6)
    at = "2026-05-01T03:00:00Z"
    told = JournalEvent(at, DROPPED, f"7/{naming(head_of(entries[:4]))}")
    entries.append(next_entry(head_of(entries), told))
    sink.journal_copy(entries[:2])
    store.journal_copy(entries)
    store.journal_drop()
    catch_up([store, sink])
    assert [entry.seq for entry in sink.journal_since(0)] == [1, 2, 5, 6, 7]
    return entries


@pytest.mark.parametrize("known", range(4))
def test_a_backup_from_before_the_gap_is_too_old_and_no_other_story(
    entries, sink, known
):
    with pytest.raises(JournalDropped):
        beyond([sink], head_of(entries[:known]))


def test_one_from_after_it_is_told_the_rest(entries, sink):
    assert beyond([sink], head_of(entries[:4])).entries == tuple(entries[4:])


@pytest.mark.parametrize("known", range(1, 4))
def test_neither_place_reaches_back_before_the_gap(entries, store, sink, known):
    with pytest.raises(JournalDropped):
        check_reach([store, sink], head_of(entries[:known]))


def test_both_reach_back_to_its_end(entries, store, sink):
    check_reach([store, sink], head_of(entries[:4]))


def test_a_new_place_gets_it_as_it_is(entries, tmp_path, sink):
    new = FileSink(tmp_path / "new", may_create=True)
    new.journal_copy(sink.journal_since(0))
    assert new.journal_since(0) == sink.journal_since(0)
