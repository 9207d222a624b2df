"""Copies of a number or a name are recognised however they are written."""

import pytest

from whatsapp_dsgvo.lib.privacy import copies

NUMBER = copies.number("+4915155500001")


@pytest.mark.parametrize(
    "text",
    [
        "+4915155500001",
        "Tel. 01515 5500001",
        "+49 151 555 000 01",
        "0049-151/55500001",
        "+49 (0) 151 555 00001",
        "015155500001",
        "0151.555.000.01",
        "+49\u00a0151\u201355500001",
    ],
)
def test_a_number_is_found(text):
    assert NUMBER.found_in(f"Rückruf unter {text}, danke")


@pytest.mark.parametrize("text", ["", "0001", "+4915155500002", "Kunde 4711"])
def test_another_number_is_not(text):
    assert not NUMBER.found_in(text)


def test_the_database_is_told_four_digits_only():
    assert NUMBER.like == "%0001%"


def test_a_foreign_number_has_no_german_form():
    assert copies.number("+33612345678").forms == ("33612345678",)


def test_a_name_is_found_in_any_case():
    needle = copies.word("Erika Muster")
    assert needle.found_in("Gespräch mit ERIKA MUSTER geführt")
    assert not needle.found_in("Erika")
    assert needle.like == "%ter%"


def test_a_short_name_would_be_found_everywhere():
    assert copies.word("Eri") is None
    assert copies.word("  ") is None


def test_wildcards_in_a_name_are_no_wildcards():
    assert copies.word("100%_x").like == "%\\%\\_x%"


def test_any_of_several():
    assert copies.found([NUMBER, copies.word("Erika")], "bei Erika")
    assert not copies.found([], "bei Erika")
