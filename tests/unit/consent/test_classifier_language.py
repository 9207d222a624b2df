import pytest

from whatsapp_dsgvo.lib.consent.language import guess_language


@pytest.mark.parametrize("phone", ["4915550100", "+43 1 5550100", "0041445550100"])
def test_german_speaking_countries_are_greeted_in_german(phone):
    assert guess_language("Hello, where is my order", phone) == "de"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Hello, where is my order", "447700900100"),
        ("Hi, I have a question", None),
        ("can you help me please", "+12025550100"),
    ],
)
def test_english_words_are_answered_in_english(text, phone):
    assert guess_language(text, phone) == "en"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("Guten Tag, wo ist meine Bestellung", "33155550100"),
        ("👍", "447700900100"),
        (None, None),
        ("", ""),
    ],
)
def test_german_is_the_default(text, phone):
    assert guess_language(text, phone) == "de"
