"""What an agent composed becomes what Meta takes, or is refused before it leaves."""

import pytest

from whatsapp_dsgvo.lib.cloud_api import outgoing
from whatsapp_dsgvo.lib.cloud_api.payloads import InvalidPayload, Recipient

TO = Recipient(phone="+4915155500001")


def test_buttons_come_back_with_their_place():
    content = {"text": "Passt Dienstag?", "buttons": ["Passt", "Lieber später"]}
    sent = outgoing.build("interactive", TO, content, "wamid.1")
    replies = [b["reply"] for b in sent["interactive"]["action"]["buttons"]]
    assert replies == [
        {"id": "choice-1", "title": "Passt"},
        {"id": "choice-2", "title": "Lieber später"},
    ]
    assert sent["context"] == {"message_id": "wamid.1"}


def test_list_has_one_section_and_descriptions_only_where_given():
    rows = [["Rechnung", "Fragen zu einer Rechnung"], ["Technik", ""]]
    content = {"text": "Worum geht es?", "list": {"button": "Auswählen", "rows": rows}}
    action = outgoing.build("interactive", TO, content)["interactive"]["action"]
    assert [sorted(row) for row in action["sections"][0]["rows"]] == [
        ["description", "id", "title"],
        ["id", "title"],
    ]


def test_reaction_has_no_context():
    sent = outgoing.build("reaction", TO, {"emoji": "👍"}, "wamid.1")
    assert sent["reaction"] == {"message_id": "wamid.1", "emoji": "👍"}
    assert "context" not in sent


@pytest.mark.parametrize(
    "kind, content, code",
    [
        ("interactive", {"text": "?", "buttons": []}, "buttons_missing"),
        ("interactive", {"text": "?", "buttons": list("abcd")}, "buttons_too_many"),
        ("interactive", {"text": "?", "buttons": ["a" * 21]}, "button_title_too_long"),
        (
            "interactive",
            {"text": "?", "buttons": ["a", "a"]},
            "button_title_not_unique",
        ),
        ("interactive", {"text": " ", "buttons": ["a"]}, "body_empty"),
        (
            "interactive",
            {"text": "?", "list": {"button": "b", "rows": []}},
            "sections_missing",
        ),
        (
            "interactive",
            {"text": "?", "list": {"button": "b", "rows": [["a", ""]] * 11}},
            "rows_too_many",
        ),
        (
            "location",
            {"location": {"latitude": "x", "longitude": 1}},
            "location_invalid",
        ),
        (
            "location",
            {"location": {"latitude": "nan", "longitude": 1}},
            "location_invalid",
        ),
        (
            "location",
            {"location": {"latitude": 91, "longitude": 1}},
            "location_out_of_range",
        ),
    ],
)
def test_refused_before_anything_leaves(kind, content, code):
    with pytest.raises(InvalidPayload) as refused:
        outgoing.build(kind, TO, content)
    assert refused.value.code == code


def test_german_comma_is_a_decimal_point():
    place = {"latitude": "52,52", "longitude": "13,405"}
    sent = outgoing.build("location", TO, {"location": place})
    assert (sent["location"]["latitude"], sent["location"]["longitude"]) == (
        "52.52",
        "13.405",
    )


@pytest.mark.parametrize("text", ["👍", "❤️", "1️⃣", "👩‍👩‍👧", "🇩🇪"])
def test_emoji(text):
    assert outgoing.is_emoji(text)


@pytest.mark.parametrize("text", ["ok", "ja", "ä", "👍 👍", "👍" * 33, "1"])
def test_words_are_no_reaction(text):
    assert not outgoing.is_emoji(text)


def test_titles_are_what_can_be_tapped():
    rows = {"list": {"button": "b", "rows": [["a", ""], ["c", "d"]]}}
    assert outgoing.titles(rows) == ["a", "c"]
    assert outgoing.titles({"buttons": ["x"]}) == ["x"]
