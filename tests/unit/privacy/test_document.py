"""Accountability documents: gaps stay visible, equal facts give equal digests."""

from whatsapp_dsgvo.lib.privacy import document
from whatsapp_dsgvo.lib.privacy.document import GAP, OK, STALE, Line, Section, line


def test_a_missing_fact_is_a_gap_with_a_sentence():
    assert line("DPO", "Dora", "missing") == Line("DPO", "Dora", OK)
    for empty in (None, "", "  "):
        assert line("DPO", empty, "missing") == Line("DPO", "missing", GAP)


def test_missing_and_old_facts_are_counted():
    lines = (Line("a", "1"), Line("b", "?", GAP), Line("c", "2024", STALE))
    assert document.gaps([Section("x", lines), Section("y", ())]) == 2


def test_any_changed_fact_changes_the_digest():
    before = document.dumped([Section("x", (Line("a", "1"),))])
    same = document.dumped([Section("x", (Line("a", "1"),))])
    after = document.dumped([Section("x", (Line("a", "1", GAP),))])
    assert document.digest(before) == document.digest(same) != document.digest(after)
