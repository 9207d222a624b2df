from datetime import datetime, timezone

import pytest

from whatsapp_dsgvo.lib.cloud_api.events import InboundMessage, Unknown, parse

from . import builders as b


def only(body):
    (event,) = parse(body)
    return event


def read(kind, content=None, **more):
    return only(b.webhook(b.messages(b.message(kind, content, **more))))


BUTTON_REPLY = {"type": "button_reply", "button_reply": {"id": "yes", "title": "Ja"}}
LIST_REPLY = {"type": "list_reply", "list_reply": {"id": "r1", "title": "Rechnung"}}
FLOW_REPLY = {"type": "nfm_reply", "nfm_reply": {"response_json": "{}", "body": "Sent"}}
EDITED_TEXT = {"original_message_id": "w0", "message": b.message("text")}


def test_every_event_names_the_webhook_if_its_hash_is_given():
    body = b.webhook(b.messages(b.message()))
    assert [event.body_sha256 for event in parse(body)] == [None]
    assert [event.body_sha256 for event in parse(body, "ab" * 32)] == ["ab" * 32]


def test_a_message_tells_where_and_when_it_arrived():
    event = only(b.webhook(b.messages(b.message())))
    assert (event.waba_id, event.phone_number_id, event.display_phone_number) == (
        b.WABA,
        b.NUMBER_ID,
        b.NUMBER,
    )
    assert event.at == datetime(2026, 11, 23, 8, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("kind", "content", "text", "reply_id"),
    [
        ("text", {"body": "Hallo"}, "Hallo", None),
        ("text", {"body": ""}, "", None),
        ("image", {"id": "1", "caption": "Mein Zaun"}, "Mein Zaun", None),
        ("audio", {"id": "1"}, None, None),
        ("button", {"payload": "STOP", "text": "Abmelden"}, "Abmelden", "STOP"),
        ("interactive", BUTTON_REPLY, "Ja", "yes"),
        ("interactive", LIST_REPLY, "Rechnung", "r1"),
        ("interactive", FLOW_REPLY, None, None),
        ("interactive", None, None, None),
        ("order", {"catalog_id": "1", "text": "Bitte bald"}, "Bitte bald", None),
        ("edit", EDITED_TEXT, "Guten Tag", None),
        ("reaction", {"message_id": "w0", "emoji": "👍"}, None, None),
        ("location", {"latitude": 52.5, "longitude": 13.4}, None, None),
        ("request_welcome", None, None, None),
        ("hologram", {"text": "??"}, None, None),
        ("text", "not an object", None, None),
    ],
)
def test_the_customers_own_words_and_choice_are_read(kind, content, text, reply_id):
    event = read(kind, content)
    assert (event.kind, event.text, event.reply_id) == (kind, text, reply_id)


@pytest.mark.parametrize(
    ("kind", "content", "payload"),
    [
        ("location", {"latitude": 52.52, "longitude": 13}, {"latitude": "52.52"}),
        ("reaction", {"message_id": "w0"}, {"message_id": "w0"}),
        ("unsupported", {"type": "poll"}, {"type": "poll"}),
        ("hologram", {"depth": 3}, {"depth": 3}),
        ("hologram", 7, {"hologram": 7}),
    ],
)
def test_the_payload_keeps_what_the_type_says(kind, content, payload):
    assert payload.items() <= read(kind, content).payload.items()


def test_unknown_keys_of_a_known_type_are_dropped():
    event = read("location", {"latitude": 1, "longitude": 2, "tracking_id": "x"})
    assert "tracking_id" not in event.payload


@pytest.mark.parametrize("kind", ["reaction", "edit", "revoke"])
def test_what_is_about_another_message_names_it(kind):
    event = read(kind, {"message_id": "w0", "original_message_id": "w0"})
    assert event.target_wamid == "w0"


def test_the_old_name_of_unsupported_is_understood():
    error = {"code": 131051, "title": "Message type unknown"}
    event = read("unknown", errors=[error])
    assert (event.kind, event.errors[0].code) == ("unsupported", 131051)


def test_a_message_without_type_is_kept_as_unsupported():
    message = b.message()
    del message["type"]
    assert only(b.webhook(b.messages(message))).kind == "unsupported"


def test_context_tells_quote_and_forward():
    context = {"from": b.NUMBER, "id": "wamid.QUOTED", "frequently_forwarded": True}
    event = read("text", context=context)
    assert (event.quoted_wamid, event.forwarded) == ("wamid.QUOTED", True)


def test_a_product_inquiry_keeps_the_product():
    product = {"catalog_id": "1", "product_retailer_id": "p7"}
    event = read("text", context={"id": "w0", "referred_product": product})
    assert event.payload["referred_product"] == product


def test_a_referral_comes_without_the_click_id():
    referral = {"source_type": "ad", "headline": "Zaun", "ctwa_clid": "tracker"}
    event = read("text", referral=referral)
    assert event.referral == {"source_type": "ad", "headline": "Zaun"}


def test_a_group_message_names_its_group():
    assert read("text", group_id="G1").group_id == "G1"
    assert read("text", group_id=120363).group_id == "120363"


def test_contact_cards_come_without_vcard_if_they_have_a_name():
    named = {"name": {"formatted_name": "Max"}, "vcard": "PHOTO"}
    nameless = {"phones": [{"phone": "+491"}], "vcard": "FN:Max", "origin": "other"}
    event = read("contacts", [named, nameless], origin="contact_request")
    assert event.payload == {
        "contacts": [
            {"name": {"formatted_name": "Max"}},
            {"phones": [{"phone": "+491"}], "vcard": "FN:Max"},
        ],
        "origin": "contact_request",
    }


def test_the_origin_may_stand_in_the_first_card():
    event = read("contacts", [{"origin": "contact_request"}])
    assert event.payload["origin"] == "contact_request"


@pytest.mark.parametrize("broken", ["text", 7, None, {}, {"id": ""}, {"type": "text"}])
def test_a_message_without_id_is_unknown(broken):
    assert isinstance(only(b.webhook(b.messages(broken))), Unknown)


def test_one_broken_message_does_not_stop_the_others():
    events = parse(b.webhook(b.messages(b.message(), 7, b.message(id="w2"))))
    assert [type(event) for event in events] == [
        InboundMessage,
        Unknown,
        InboundMessage,
    ]


def test_the_repr_of_a_message_shows_nothing_personal():
    event = only(b.webhook(b.messages(b.message(), contacts=[b.contact()])))
    shown = repr((event, event.sender, event.media))
    assert not any(word in shown for word in (b.ERIKA, "Erika", "Guten", b.WAMID))
