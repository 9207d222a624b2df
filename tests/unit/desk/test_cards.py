import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.desk.cards import card, card_text

VCARD = """BEGIN:VCARD
VERSION:3.0
N:Beispiel;Max;;;
FN:Max Beispiel
TEL;type=CELL;waid=4915155500002:+49 155 5550 002
EMAIL:max@muster.example
NOTE:secret
PHOTO;ENCODING=b;TYPE=JPEG:AAAA
END:VCARD
"""


def test_a_card_without_a_full_name_is_named_by_its_parts():
    sent = {"name": {"first_name": "Max", "last_name": "Beispiel"}}
    assert card(sent) == {"name": "Max Beispiel"}


def test_an_address_is_one_line():
    street = {"street": "Beispielstraße 1", "zip": "10115", "city": "Berlin"}
    sent = {"addresses": [{**street, "country": "Germany", "type": "HOME"}, {}]}
    assert card(sent) == {"addresses": ["Beispielstraße 1, 10115 Berlin, Germany"]}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_only_the_vcard_tells_is_read_from_it_and_nothing_more(newline):
    assert card({"vcard": VCARD.replace("\n", newline)}) == {
        "name": "Max Beispiel",
        "phones": ["+49 155 5550 002"],
        "emails": ["max@muster.example"],
    }


def test_the_senders_own_words_come_before_the_vcard():
    sent = {"vcard": VCARD, "phones": [{"phone": "1"}], "emails": []}
    found = card(sent)
    assert (found["phones"], found["emails"]) == (["1"], ["max@muster.example"])


@given(st.text() | st.lists(st.sampled_from(VCARD.splitlines())).map("\n".join))
def test_a_vcard_that_can_not_be_read_breaks_nothing(text):
    assert set(card({"vcard": text})) <= {"name", "phones", "emails"}


@pytest.mark.parametrize(
    "text",
    [
        *("", "BEGIN:VCARD", "END:VCARD", "BEGIN:VCALENDAR\nEND:VCALENDAR", "\0"),
        "BEGIN:VCARD\n" * 3000 + "END:VCARD\n" * 3000,
    ],
    ids=range(6),
)
def test_a_broken_vcard_is_an_empty_card(text):
    assert card({"vcard": text}) == {}


def test_a_card_reads_the_same_in_every_language():
    cards = [
        {"name": "Max\r\nBeispiel", "phones": ["1", "2"], "emails": ["m@b.example"]},
        {"company": "Muster GmbH", "addresses": ["Beispielstraße 1, 10115 Berlin"]},
    ]
    assert card_text(cards) == (
        "Max Beispiel\n1\n2\nm@b.example\n\nMuster GmbH\nBeispielstraße 1, 10115 Berlin"
    )
    assert card_text([]) == ""
