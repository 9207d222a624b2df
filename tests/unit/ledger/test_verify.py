import tracemalloc
from dataclasses import replace

import pytest

from whatsapp_dsgvo.lib import ledger
from whatsapp_dsgvo.lib.ledger.anchor import Anchor
from whatsapp_dsgvo.lib.ledger.chain import (
    GENESIS,
    START,
    Unsealed,
    commit,
    entry_hash,
    seal_entries,
)
from whatsapp_dsgvo.lib.ledger.verify import MAX_PROBLEMS, Entry, verify

AT = "2026-03-02T09:15:00Z"


def codes(report):
    return {(problem.seq, problem.code) for problem in report.problems}


def anchor(entry, company=1):
    return Anchor(company, entry.seq, entry.entry_hash, AT)


def computed_anew(entries):
    """What a forger with database access does: hash everything again."""
    rows = [Unsealed(entry.uuid, entry.header, entry.commitment) for entry in entries]
    return [
        replace(
            entry, seq=seal.seq, prev_hash=seal.prev_hash, entry_hash=seal.entry_hash
        )
        for entry, seal in zip(entries, seal_entries(START, rows), strict=True)
    ]


def test_an_untouched_chain_is_fine(chain, open_blob):
    report = verify(chain, [anchor(chain[2]), anchor(chain[5])], open_blob)
    assert report.ok
    assert report.problems == ()
    assert (report.count, report.head_seq, report.opened, report.closed) == (6, 6, 6, 0)
    assert report.head_hash == chain[-1].entry_hash


def test_an_empty_chain_is_fine():
    report = verify([])
    assert report.ok
    assert (report.head_seq, report.head_hash) == (0, GENESIS)


def test_the_package_offers_verify(chain):
    assert ledger.verify(chain).ok


def test_after_an_erasure_the_chain_is_whole_and_some_contents_closed(
    chain, open_blob_after_erasing_b
):
    report = verify(chain, open_blob=open_blob_after_erasing_b)
    assert report.ok
    assert (report.opened, report.closed) == (3, 3)


def test_redacted_contents_count_as_closed(chain, open_blob):
    chain[0] = replace(chain[0], blob=None)
    report = verify(chain, open_blob=open_blob)
    assert report.ok
    assert (report.opened, report.closed) == (5, 1)


def test_without_keys_all_contents_stay_closed(chain):
    assert verify(chain).closed == 6


def test_an_edited_header_is_found(chain, header):
    chain[2] = replace(chain[2], header=header(event="CONSENT_DENIED"))
    assert codes(verify(chain)) == {(3, "hash")}


def test_an_edited_commitment_is_found(chain):
    chain[2] = replace(chain[2], commitment="00" * 32)
    assert codes(verify(chain)) == {(3, "hash")}


@pytest.mark.parametrize("garbage", ["", "zz" * 32])
def test_what_is_no_hash_at_all_is_found(chain, garbage):
    chain[2] = replace(chain[2], commitment=garbage)
    assert codes(verify(chain)) == {(3, "hash")}


def test_an_edit_with_its_own_hash_made_anew_breaks_the_link(chain, header):
    forged = replace(chain[2], header=header(event="CONSENT_DENIED"))
    told = entry_hash(forged.prev_hash, 3, forged.header, forged.commitment)
    chain[2] = replace(forged, entry_hash=told)
    assert codes(verify(chain)) == {(4, "link")}


def test_a_deleted_entry_is_found(chain):
    assert codes(verify(chain[:2] + chain[3:])) == {(3, "gap")}


def test_a_deleted_first_entry_is_found(chain):
    assert codes(verify(chain[1:])) == {(1, "gap")}


def test_a_deleted_entry_with_numbers_closed_up_is_found(chain):
    rest = [replace(entry, seq=entry.seq - 1) for entry in chain[3:]]
    assert (3, "link") in codes(verify(chain[:2] + rest))


def test_a_repeated_entry_is_found(chain):
    assert codes(verify(chain[:3] + chain[2:])) == {(3, "order")}


def test_swapped_contents_of_one_person_are_found(chain, open_blob):
    chain[0], chain[2] = (
        replace(chain[0], blob=chain[2].blob),
        replace(chain[2], blob=chain[0].blob),
    )
    report = verify(chain, open_blob=open_blob)
    assert codes(report) == {(1, "blob"), (3, "blob")}


def test_a_content_that_was_not_committed_to_is_found(chain):
    report = verify(chain[:1], open_blob=lambda _entry: commit({"number": 9}).secret)
    assert codes(report) == {(1, "commitment")}


def test_a_chain_cut_below_an_anchor_is_found(chain):
    assert codes(verify(chain[:4], [anchor(chain[5])])) == {(6, "truncated")}


def test_an_emptied_ledger_is_found(chain):
    assert codes(verify([], [anchor(chain[5])])) == {(6, "truncated")}


def test_a_chain_cut_above_the_last_anchor_is_not_found(chain):
    assert verify(chain[:4], [anchor(chain[3])]).ok


def test_a_chain_computed_anew_is_found_by_its_anchors(chain, header):
    known = [anchor(chain[1]), anchor(chain[4])]
    chain[2] = replace(chain[2], header=header(event="CONSENT_DENIED"))
    forged = computed_anew(chain)
    assert verify(forged).ok
    assert codes(verify(forged, known)) == {(5, "anchor")}


def test_anchors_may_come_in_any_order_and_twice(chain):
    known = [anchor(chain[4]), anchor(chain[1]), anchor(chain[4])]
    assert verify(chain, known).ok


def test_an_anchor_of_another_company_does_not_fit(chain):
    assert codes(verify(chain, [anchor(chain[1], company=2)])) == {(2, "anchor")}


def test_an_entry_of_another_company_is_found(chain, header):
    chain[5] = replace(chain[5], header=header(company=2))
    assert (6, "company") in codes(verify(computed_anew(chain)))


def test_the_unsealed_tail_is_counted(chain, header):
    tail = [Entry("new", header(), "00" * 32)] * 2
    report = verify(chain + tail)
    assert report.ok
    assert (report.unsealed, report.head_seq) == (2, 6)


def test_an_entry_that_lost_its_number_is_found(chain):
    chain[2] = replace(chain[2], seq=None)
    assert {(4, "unsealed"), (3, "gap")} <= codes(verify(chain))


def test_many_problems_are_counted_but_not_all_kept(chain):
    report = verify(chain[:1] * (MAX_PROBLEMS + 50))
    assert report.problem_count == MAX_PROBLEMS + 49
    assert len(report.problems) == MAX_PROBLEMS


def test_memory_does_not_grow_with_the_ledger(header):
    def rows(length):
        entry, previous = header(), GENESIS
        for seq in range(1, length + 1):
            own = entry_hash(previous, seq, entry, "00" * 32)
            yield Entry("uuid", entry, "00" * 32, seq, previous, own)
            previous = own

    def peak(length):
        tracemalloc.start()
        assert verify(rows(length)).ok
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(10)
    assert peak(2_000) < 2 * peak(200)
