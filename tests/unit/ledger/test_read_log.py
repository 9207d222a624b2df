"""The read log's chain: cut at the beginning by right, and nowhere else unseen."""

from dataclasses import fields, replace

import pytest

from whatsapp_dsgvo.lib.ledger.anchor import Anchor
from whatsapp_dsgvo.lib.ledger.chain import GENESIS, START, Head, seal_entries
from whatsapp_dsgvo.lib.ledger.read_log import Read, verify_reads

LONG_AGO = "2026-01-01T00:00:00Z"
PINNED = "9be10f95c3dcaa41bafb564d1d7e453b518aa5d98e1172275a9b8c54f179b706"


def read(number=0, **changes):
    at = f"2026-03-{number + 1:02d}T09:00:00Z"
    return Read(1, at, "1:ab", "file", number, "a", "", **changes)


def sealed(rows, head=START):
    seals = seal_entries(head, rows)
    return [replace(row, **vars(s)) for row, s in zip(rows, seals, strict=True)]


@pytest.fixture
def log():
    return sealed([read(number) for number in range(6)])


def head_of(entry, company=1):
    return Anchor(company, entry.seq, entry.entry_hash, entry.at)


def end_of(entry):
    return Head(entry.seq, entry.entry_hash)


def codes(rows, heads=(), start=START, kept_since=LONG_AGO):
    report = verify_reads(rows, heads, start, kept_since)
    assert report.ok == (not report.problems)
    return {(problem.seq, problem.code) for problem in report.problems}


def test_an_untouched_log_is_fine(log):
    assert codes(log, [head_of(log[2]), head_of(log[5])]) == set()


def test_an_empty_log_is_fine():
    assert codes([]) == set()


CHANGES = {"company": 2, "at": "2026-03-01T09:00:01Z", "count": 7}
TOLD = [f.name for f in fields(Read)][:7]


@pytest.mark.parametrize("name", TOLD)
def test_the_hash_covers_every_part(name):
    changed = replace(read(), **{name: CHANGES.get(name, "other")})
    assert changed.hash_after(GENESIS, 1) != read().hash_after(GENESIS, 1)


def test_the_hash_covers_the_place():
    places = {
        read().hash_after(GENESIS, 1),
        read().hash_after(GENESIS, 2),
        read().hash_after("11" * 32, 1),
    }
    assert len(places) == 3


def test_the_hash_never_changes_between_releases():
    assert read().hash_after(GENESIS, 1) == PINNED


def test_a_changed_entry_is_named(log):
    log[2] = replace(log[2], reader="1:cd")
    assert codes(log) == {(3, "hash")}


def test_a_deleted_entry_is_named(log):
    del log[2]
    assert codes(log) == {(3, "gap")}


def test_an_inserted_entry_is_named(log):
    log.insert(2, replace(read(9), seq=3, prev_hash=log[1].entry_hash, entry_hash="0"))
    assert {(3, "hash"), (3, "order")} <= codes(log)


def test_a_tail_cut_below_a_head_is_found(log):
    assert codes(log[:3], [head_of(log[4])]) == {(5, "truncated")}


def test_a_log_that_was_emptied_is_found(log):
    assert codes([], [head_of(log[4])]) == {(5, "truncated")}


def test_a_log_computed_anew_is_found(log):
    forged = sealed([replace(row, reader="1:cd") for row in log])
    assert codes(forged, [head_of(log[3])]) == {(4, "anchor")}


def test_what_was_deleted_by_right_is_not_missed(log):
    known = [head_of(row) for row in log]
    start, kept_since = end_of(log[2]), log[3].at
    assert codes(log[3:], known, start, kept_since) == set()
    assert codes([], known[:3], start, kept_since) == set()


def test_a_gap_at_the_beginning_is_found(log):
    assert codes(log[3:]) == {(1, "gap")}
    assert codes(log[3:], start=end_of(log[1])) == {(3, "gap")}


def test_another_beginning_is_found(log):
    assert codes(log[3:], start=Head(3, "11" * 32)) == {(4, "link")}


def test_what_was_deleted_before_its_time_is_found_though_the_start_was_moved(log):
    known = [head_of(row) for row in log]
    found = codes(log[3:], known, end_of(log[2]), kept_since=log[1].at)
    assert found == {(2, "early"), (3, "early")}


def test_the_chain_goes_on_after_everything_was_deleted(log):
    more = sealed([read(20)], end_of(log[-1]))
    assert codes(more, [head_of(more[0])], end_of(log[-1])) == set()


def test_what_waits_for_its_number_is_counted(log):
    report = verify_reads([*log, read(7)], [], START, LONG_AGO)
    assert report.ok
    assert (report.count, report.unsealed, report.head_seq) == (7, 1, 6)
