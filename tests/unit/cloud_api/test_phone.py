import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.cloud_api import phone


@pytest.mark.parametrize(
    "raw",
    [
        "4915112345678",
        "+4915112345678",
        "004915112345678",
        "+49 (0)151 123 456-78",
        "+49 151 12345678",
        "٤٩١٥١١٢٣٤٥٦٧٨",
    ],
)
def test_every_spelling_of_a_number_has_one_canonical_form(raw):
    assert phone.canonical(raw) == "+4915112345678"


@pytest.mark.parametrize(
    ("raw", "region", "expected"),
    [
        ("0151 12345678", "DE", "+4915112345678"),
        ("0660 1234567", "AT", "+436601234567"),
        ("15112345678", "DE", "+4915112345678"),
        ("4915112345678", "DE", "+4915112345678"),
        ("+390612345678", "DE", "+390612345678"),
    ],
)
def test_a_region_reads_numbers_as_dialled_there(raw, region, expected):
    assert phone.canonical(raw, region) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5511987654321", "551187654321"),
        ("5215512345678", "525512345678"),
        ("5491123456789", "541123456789"),
    ],
)
def test_both_forms_of_a_person_have_one_canonical_form(one, other):
    assert phone.canonical(one) == phone.canonical(other)


@pytest.mark.parametrize(
    "number", ["+5511987654321", "+525512345678", "+5491123456789"]
)
def test_variants_name_both_forms_with_the_canonical_one_first(number):
    first, second = phone.variants(number)
    assert (first, phone.canonical(second)) == (number, number)


def test_a_brazilian_landline_gets_no_ninth_digit():
    assert phone.canonical("551133334444") == "+551133334444"


def test_a_german_number_has_one_form_only():
    assert phone.variants("+4915112345678") == ("+4915112345678",)


@pytest.mark.parametrize("raw", ["0151123", "12", "00", "9" * 30])
def test_digits_that_make_no_number_are_kept(raw):
    assert phone.canonical(raw) == f"+{raw}"


@pytest.mark.parametrize("raw", ["", "anonymous", "+", "DE.1349120865530274"])
def test_what_is_no_number_is_none(raw):
    assert phone.canonical(raw) is None


@given(st.text())
def test_any_text_with_a_digit_has_a_canonical_form_or_none_at_all(raw):
    number = phone.canonical(raw)
    assert number is None or re.fullmatch(r"\+[0-9]+", number)


@given(st.from_regex(r"[1-9][0-9]{6,14}", fullmatch=True))
def test_the_canonical_form_of_a_canonical_form_is_itself(digits):
    number = phone.canonical(digits)
    assert phone.canonical(number) == number


@given(st.from_regex(r"[1-9][0-9]{6,14}", fullmatch=True))
def test_a_canonical_number_is_found_among_its_variants(digits):
    number = phone.canonical(digits)
    assert phone.variants(number)[0] == number


@pytest.mark.parametrize(
    ("number", "expected"),
    [("+4915112344711", "···· 4711"), ("+49151", "····"), ("", "····")],
)
def test_a_masked_number_shows_four_digits_at_most(number, expected):
    assert phone.masked(number) == expected
