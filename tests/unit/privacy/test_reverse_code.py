"""The code a customer sends to show who they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.privacy import reverse_code


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_the_page_shows_is_what_is_read(language):
    code = reverse_code.new(lambda _n: 4711)
    assert code == "004711"
    assert reverse_code.read(reverse_code.shown(code, language)) == code


@pytest.mark.parametrize(
    "text",
    [
        "DATEN 482 913",
        "daten 482913",
        "Daten: 482-913",
        " „DATEN 482 913“ ",
        "DATEN\n482 913.",
        "DATEN ４８２ ９１３",
    ],
)
def test_spellings_people_use_are_read(text):
    assert reverse_code.read(text) == "482913"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "DATEN",
        "482 913",
        "DATEN 482 91",
        "DATEN 482 9133",
        "Meine Daten 482 913 stimmen nicht",
        "DATEN 482 913 STOP",
        "DATEN 482 913 und 111 222",
        "DATEN ²²² ²²²²",
    ],
)
def test_anything_more_or_less_is_an_ordinary_message(text):
    assert reverse_code.read(text) is None


@given(st.text(max_size=80))
def test_no_text_raises(text):
    code = reverse_code.read(text)
    assert code is None or (code.isascii() and len(code) == reverse_code.DIGITS)
