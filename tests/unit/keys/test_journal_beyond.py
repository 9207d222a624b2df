"""What a database lacks, by the highest head of all journals; and older journals."""

import pytest
from journal_chain import chain, event

from whatsapp_dsgvo.lib.keys.errors import JournalDamaged, JournalForked
from whatsapp_dsgvo.lib.keys.journal import beyond, catch_up
from whatsapp_dsgvo.lib.keys.journal_entries import Head, next_entry
from whatsapp_dsgvo.lib.keys.journal_file import FileSink


def chain_after(length, total, kind):
    entries = chain(length)
    while len(entries) < total:
        entries.append(next_entry(entries[-1].head, event(len(entries), kind)))
    return entries[length:]


def head_of(entries):
    return Head(entries[-1].seq, entries[-1].entry_hash)


def test_who_knows_everything_lacks_nothing(store, sink):
    sink.journal_copy(chain(3))
    store.journal_copy(chain(2))
    assert beyond([store, sink], head_of(chain(3))).entries == ()


def test_who_knows_more_than_all_sinks_lacks_nothing(store):
    store.journal_copy(chain(2))
    assert beyond([store], head_of(chain(3))).entries == ()


@pytest.mark.parametrize("known", [2, 3])
def test_a_sink_that_tells_another_story_than_we_know_is_told(store, known):
    store.journal_copy(chain(3))
    with pytest.raises(JournalForked):
        beyond([store], head_of(chain(known, "retention")))


@pytest.mark.parametrize(("mine", "theirs"), [(3, 3), (4, 3), (3, 4)])
def test_sinks_that_both_know_more_and_tell_different_stories_are_told(
    store, sink, mine, theirs
):
    store.journal_copy([*chain(2), *chain_after(2, mine, "withdrawal")])
    sink.journal_copy([*chain(2), *chain_after(2, theirs, "retention")])
    with pytest.raises(JournalForked):
        beyond([store, sink], head_of(chain(2)))


def test_one_that_lags_and_tells_another_story_is_told_if_we_remember(store, sink):
    entries = chain(4)
    store.journal_copy(entries)
    sink.journal_copy(chain(2, "retention"))
    known = head_of(entries)
    assert beyond([store, sink], known).entries == ()
    with pytest.raises(JournalForked):
        beyond([store, sink], known, lambda seq: entries[seq - 1].head)


def test_a_sink_that_knows_more_and_is_damaged_is_not_passed_over(store, sink):
    """Its last line is whole, so its head can still be read."""
    sink.journal_copy(chain(4))
    store.journal_copy(chain(2))
    lines = sink._path.read_bytes().split(b"\n")
    lines[2] = lines[2].replace(b"erasure", b"erasura")
    sink._path.write_bytes(b"\n".join(lines))
    with pytest.raises(JournalDamaged):
        beyond([store, sink], head_of(chain(2)))


def test_another_sink_as_high_stands_in_for_a_damaged_one(store, sink):
    sink.journal_copy(chain(4))
    store.journal_copy(chain(4))
    sink._path.write_bytes(sink._path.read_bytes().split(b"\n", 1)[1])
    assert beyond([sink, store], head_of(chain(2))).entries == tuple(chain(4)[2:])


def test_entries_missing_at_the_beginning_are_noticed(sink):
    sink.journal_copy(chain(3))
    sink._path.write_bytes(sink._path.read_bytes().split(b"\n", 1)[1])
    with pytest.raises(JournalDamaged):
        sink.journal_since(0)


def test_a_key_store_that_lost_an_entry_of_its_journal_is_noticed(sqlite_world):
    store = sqlite_world.open()
    store.journal_copy(chain(3))
    with store._file.writing() as connection:
        connection.execute("DELETE FROM journal WHERE seq = 2")
    for seq in (0, 1):
        with pytest.raises(JournalDamaged):
            store.journal_since(seq)


# as they lie in journals that were written before a kind could name a purpose
OLD_LINES = b"""\
{"at":"2026-03-02T09:00:00Z","count":1,"digest":"7/1:%s","entry_hash":\
"e0560efb4bd5c33476e70e541c3f3b4a99b09a05645b19606108c117bfaa9bcf",\
"kind":"withdrawal","prev_hash":"%s","seq":1}
{"at":"2026-03-02T09:00:00Z","count":1,"digest":"7/1:%s","entry_hash":\
"f7dc62d8103f7e6de5d4d826e5c1cc76cba63983656397d0deecf5e09548c704",\
"kind":"withdrawal","prev_hash":\
"e0560efb4bd5c33476e70e541c3f3b4a99b09a05645b19606108c117bfaa9bcf","seq":2}
""" % (b"ab" * 32, b"0" * 64, b"cd" * 32)


def test_an_old_journal_verifies_and_is_continued(tmp_path, store):
    (tmp_path / "journal").write_bytes(OLD_LINES)
    sink = FileSink(tmp_path / "journal")
    assert [entry.kind for entry in sink.journal_since(0)] == ["withdrawal"] * 2
    catch_up([store, sink])
    store.journal_append(event(3, "withdrawal/marketing"))
    catch_up([store, sink])
    kinds = [entry.kind for entry in sink.journal_since(0)]
    assert kinds == ["withdrawal", "withdrawal", "withdrawal/marketing"]


def test_an_account_that_may_only_add_is_enough_for_a_journal_by_dsn(only_adds):
    """So whoever rules Odoo can't rewrite it."""
    assert only_adds.journal_copy(chain(2)) == 2
    assert only_adds.head().seq == 2
