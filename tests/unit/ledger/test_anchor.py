import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.ledger.anchor import Anchor, find_all, parse

AT = "2026-03-02T09:15:00Z"
ONE = Anchor(1, 120, "ab" * 32, AT)
TWO = Anchor(1, 220, "cd" * 32, AT)


@given(
    st.integers(0, 10**18 - 1),
    st.integers(0, 10**18 - 1),
    st.binary(min_size=32, max_size=32),
)
def test_an_anchor_is_read_back(company, seq, digest):
    anchor = Anchor(company, seq, digest.hex(), AT)
    assert parse(anchor.to_text()) == anchor


def test_an_anchor_is_one_line():
    assert ONE.to_text().splitlines() == [ONE.to_text()]


def test_a_line_broken_by_a_mail_program_is_read():
    assert parse("\n  ".join(textwrap.wrap(ONE.to_text(), 78))) == ONE


def test_all_anchors_of_a_mailbox_are_found():
    mail = f"Guten Tag,\n\n{ONE.to_text()}\nund\n{TWO.to_text()}\n-- \nGruß"
    assert find_all(mail) == [ONE, TWO]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "wa-anchor-v1",
        ONE.to_text()[:-1],
        ONE.to_text() + " x",
        ONE.to_text().upper(),
    ],
)
def test_what_is_not_an_anchor_is_refused(text):
    with pytest.raises(ValueError, match="not an anchor"):
        parse(text)


@pytest.mark.parametrize(
    "anchor",
    [Anchor(-1, 1, "ab" * 32, AT), Anchor(1, 1, "ab", AT), Anchor(1, 1, "", "")],
)
def test_what_cannot_be_read_back_is_not_written(anchor):
    with pytest.raises(ValueError, match="anchor needs"):
        anchor.to_text()
