"""Passages kept back: marked by people, stored as places, never as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.privacy import export, passages

TEXT = "Paul Beispiel zahlt, Anna nicht"
MARKED = "[[Paul Beispiel]] zahlt, [[Anna]] nicht"
ROW = {
    "id": "1",
    "at": "",
    "direction": "note",
    "kind": "note",
    "ticket": "",
    "text": TEXT,
    "content": {"more": TEXT},
}


def test_only_places_are_stored():
    assert passages.stored(TEXT, MARKED) == "31:0-13,21-25"
    assert passages.marked(TEXT, "31:0-13,21-25") == MARKED
    assert passages.hidden(TEXT, "31:0-13,21-25") == "█████ zahlt, █████ nicht"


def test_without_marks_nothing_is_stored():
    assert passages.stored(TEXT, TEXT) == ""
    assert passages.marked(TEXT, "") == TEXT


@pytest.mark.parametrize(
    "marked",
    [
        "[[Paul]] zahlt",
        f"{TEXT} ",
        f"[[{TEXT}",
        f"{TEXT}]]",
        f"[[]]{TEXT}",
        f"[[[[{TEXT}]]]]",
        "",
    ],
)
def test_changed_words_and_odd_marks_are_refused(marked):
    with pytest.raises(passages.BadMarks):
        passages.stored(TEXT, marked)


def test_what_has_such_signs_itself_can_not_be_marked():
    assert not passages.can_mark("siehe [[1]]")
    assert passages.can_mark("siehe [1]")


@given(st.lists(st.text(st.characters(exclude_characters="[]\r")), max_size=9))
def test_every_second_piece_is_gone_and_the_rest_stays(pieces):
    pieces = [piece or "x" for piece in pieces]
    text = "".join(pieces)
    marked = "".join(f"[[{p}]]" if i % 2 else p for i, p in enumerate(pieces))
    places = passages.stored(text, marked)
    rest = [passages.HIDDEN if i % 2 else p for i, p in enumerate(pieces)]
    if places:
        assert passages.marked(text, places) == marked
        assert passages.hidden(text, places) == "".join(rest)
        assert passages.count(places) == len(pieces) // 2
    else:
        assert len(pieces) < 2


def test_the_row_says_how_many_and_why_and_nothing_else_says_it():
    row = export.redact(ROW, "31:0-13", "Daten anderer")
    assert row["redacted"] == {"passages": 1, "reason": "Daten anderer"}
    assert (row["text"], row["content"]) == ("█████ zahlt, Anna nicht", {})


def test_another_text_than_was_looked_through_is_withheld_whole():
    row = export.redact({**ROW, "text": f"{TEXT}!"}, "31:0-13", "Daten anderer")
    assert row["withheld"] == "Daten anderer"
    assert "text" not in row
