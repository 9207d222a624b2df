"""Two journals that went on by themselves are made one chain, if people say so."""

import pytest
from journal_chain import chain, event

from whatsapp_dsgvo.lib.keys.errors import JournalForked, JournalOnlyGrows
from whatsapp_dsgvo.lib.keys.journal import beyond, catch_up
from whatsapp_dsgvo.lib.keys.journal_entries import (
    DROPPED,
    Head,
    JournalEvent,
    following,
    naming,
    next_entry,
)
from whatsapp_dsgvo.lib.keys.journal_file import FileSink
from whatsapp_dsgvo.lib.keys.journal_fork import fork_of, join
from whatsapp_dsgvo.lib.keys.restore import told


def goes_on(entries, *events):
    entries = list(entries)
    for one in events:
        entries.append(next_entry(entries[-1].head, one))
    return entries


A, B, C = event(11), event(12, "withdrawal"), event(13)
COMMON = chain(3)


@pytest.fixture
def parted(store, sink):
    """One more in the key store, two more in the file."""
    store.journal_copy(goes_on(COMMON, A))
    sink.journal_copy(goes_on(COMMON, B, C))
    return [store, sink]


def test_it_is_told_where_they_part_and_what_each_has(parted):
    fork = fork_of(parted, {})
    assert fork.base == COMMON[-1].head
    only = {
        branch.sink.name: [told(entry) for entry in fork.only_in(branch)]
        for branch in fork.branches
    }
    assert only == {
        "second journal": [(B.at, B.kind, B.digest), (C.at, C.kind, C.digest)],
        "key store": [(A.at, A.kind, A.digest)],
    }


def test_afterwards_all_have_everything_in_one_chain(parted):
    store, sink = parted
    entries = join(fork_of(parted, {}))
    assert [told(entry) for entry in entries] == [
        (one.at, one.kind, one.digest) for one in (B, C, A)
    ]
    assert list(store.journal_since(0)) == [*COMMON, *entries]
    assert list(sink.journal_since(0)) == [*COMMON, *entries]
    store.journal_append(event(14))
    assert catch_up(parted).copied == (("second journal", 1),)
    assert fork_of(parted, {}) is None


def test_what_both_have_is_taken_up_once(store, sink):
    store.journal_copy(goes_on(COMMON, A, B))
    sink.journal_copy(goes_on(COMMON, B, C, C))
    sinks = [store, sink]
    assert [entry.digest for entry in join(fork_of(sinks, {}))] == [
        one.digest for one in (B, C, C, A)
    ]


def test_a_join_that_was_cut_off_goes_on(parted):
    """The longest had got everything, the other not yet."""
    first = fork_of(parted, {})
    first.branches[0].sink.journal_copy(first.joined())
    again = join(fork_of(parted, {}))
    assert again == first.joined()
    assert list(parted[0].journal_since(3)) == again


def test_a_shorter_one_is_no_fork(store, sink):
    store.journal_copy(goes_on(COMMON, A))
    sink.journal_copy(COMMON)
    assert fork_of([store, sink], {}) is None


def test_an_empty_place_is_none_either(store, sink):
    store.journal_copy(COMMON)
    assert fork_of([store, sink], {}) is None


def test_three_places(store, sink, tmp_path):
    third = FileSink(tmp_path / "third", "third", may_create=True)
    store.journal_copy(goes_on(COMMON, A))
    sink.journal_copy(goes_on(COMMON, B))
    third.journal_copy(goes_on(COMMON, C, B))
    sinks = [store, sink, third]
    join(fork_of(sinks, {}))
    chains = [list(one.journal_since(0)) for one in sinks]
    assert chains[0] == chains[1] == chains[2]
    assert {e.digest for e in chains[0][3:]} == {A.digest, B.digest, C.digest}


@pytest.mark.parametrize("behind", [(A,), (A, event(14))])
def test_a_place_that_follows_the_losing_branch_gets_the_chain_as_well(
    store, sink, tmp_path, behind
):
    """As long as the other one, or shorter."""
    third = FileSink(tmp_path / "third", "third", may_create=True)
    store.journal_copy(goes_on(COMMON, *behind))
    sink.journal_copy(goes_on(COMMON, A))
    third.journal_copy(goes_on(COMMON, C, B, B))
    sinks = [store, sink, third]
    fork = fork_of(sinks, {})
    assert [len(fork.only_in(branch)) for branch in fork.branches] == [3, len(behind)]
    entries = join(fork)
    for one in sinks:
        assert list(one.journal_since(0)) == [*COMMON, *entries]
    assert beyond(sinks, fork.base).entries == tuple(entries)


def test_a_place_that_only_lags_behind_is_left_as_it_is(parted, tmp_path):
    third = FileSink(tmp_path / "third", "third", may_create=True)
    third.journal_copy(COMMON[:2])
    sinks = [*parted, third]
    join(fork_of(sinks, {}))
    assert list(third.journal_since(0)) == COMMON[:2]
    catch_up(sinks)
    assert list(third.journal_since(0)) == list(parted[0].journal_since(0))


def test_what_the_database_was_told_differently_moves_the_base(store):
    """It knows another fourth entry than the only journal there is."""
    store.journal_copy(goes_on(COMMON, A, B))
    other = goes_on(COMMON, C)
    known = {entry.seq: entry.entry_hash for entry in other}
    fork = fork_of([store], known)
    assert fork.base == COMMON[-1].head
    assert [entry.digest for entry in join(fork)] == [A.digest, B.digest]
    told_alike = {entry.seq: entry.entry_hash for entry in COMMON}
    assert fork_of([store], told_alike) is None


def test_journals_with_nothing_in_common_are_left_alone(store, sink):
    store.journal_copy(COMMON)
    gone = chain(4, "retention")
    dropping = JournalEvent("2026", DROPPED, naming(gone[2].head))
    sink.journal_copy(goes_on(gone, dropping))
    sink.journal_drop()
    with pytest.raises(JournalForked):
        fork_of([store, sink], {})


def test_what_the_other_one_dropped_is_not_dropped_here(store, sink):
    longer = goes_on(COMMON, B, C, C)
    store.journal_copy(longer)
    mine = goes_on(COMMON, A)
    dropping = JournalEvent("2026", DROPPED, naming(mine[-1].head))
    sink.journal_copy(goes_on(mine, dropping))
    entries = join(fork_of([store, sink], {}))
    assert DROPPED not in {entry.kind for entry in entries}
    assert store.journal_drop() == 0


def test_where_nothing_can_be_taken_away_it_is_said(
    postgres_world, elsewhere, only_adds, sink
):
    elsewhere.journal_copy(goes_on(COMMON, A))
    sink.journal_copy(goes_on(COMMON, B, C))
    with pytest.raises(JournalOnlyGrows):
        join(fork_of([only_adds, sink], {}))
    # what its administrator does then
    postgres_world.ask(f"DELETE FROM {elsewhere.schema}.journal WHERE seq > 3")
    assert fork_of([only_adds, sink], {}) is None
    catch_up([only_adds, sink])
    assert [entry.digest for entry in only_adds.journal_since(3)] == [
        one.digest for one in (B, C, A)
    ]


def test_only_a_sink_with_the_same_base_is_rewritten(store):
    store.journal_copy(goes_on(COMMON, A))
    other = chain(5, "retention")
    with pytest.raises(JournalForked):
        store.journal_replace(other[2].head, other[3:])
    assert following(Head(), store.journal_since(0)) == goes_on(COMMON, A)
