import pytest

from whatsapp_dsgvo.lib.cloud_api import payload_template, payloads
from whatsapp_dsgvo.lib.cloud_api.payloads import Button, Recipient, Row, Section

from . import builders as b

ERIKA = Recipient(phone=f"+{b.ERIKA}")
YES, NO = Button("yes", "Ja"), Button("no", "Nein")
ROW = Row("r1", "Rechnung")


def test_a_text_is_written_as_meta_wants_it():
    assert payloads.text(ERIKA, "Hallo", "wamid.Q", opaque_id="op-1") == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": f"+{b.ERIKA}",
        "type": "text",
        "text": {"preview_url": False, "body": "Hallo"},
        "context": {"message_id": "wamid.Q"},
        "biz_opaque_callback_data": "op-1",
    }


def test_a_person_without_number_is_reached_by_bsuid():
    payload = payloads.text(Recipient(bsuid=b.ERIKA_BSUID), "Hallo")
    assert ("to" in payload, payload["recipient"]) == (False, b.ERIKA_BSUID)


def test_the_key_hash_travels_with_the_recipient():
    to = Recipient(phone=f"+{b.ERIKA}", identity_key_hash="k1")
    assert payloads.text(to, "Hallo")["recipient_identity_key_hash"] == "k1"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("image", {"id": "7", "caption": "Plan"}),
        ("document", {"id": "7", "caption": "Plan", "filename": "plan.pdf"}),
        ("audio", {"id": "7", "voice": True}),
        ("sticker", {"id": "7"}),
    ],
)
def test_a_file_carries_only_what_its_kind_knows(kind, expected):
    payload = payloads.media(ERIKA, kind, "7", "Plan", "plan.pdf", voice=True)
    assert payload[kind] == expected


def test_buttons_are_written_as_meta_wants_them():
    payload = payloads.buttons(ERIKA, "Einverstanden?", [YES, NO], "Frage", "Danke")
    assert payload["interactive"] == {
        "type": "button",
        "header": {"type": "text", "text": "Frage"},
        "body": {"text": "Einverstanden?"},
        "footer": {"text": "Danke"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "yes", "title": "Ja"}},
                {"type": "reply", "reply": {"id": "no", "title": "Nein"}},
            ]
        },
    }


def test_a_list_is_written_as_meta_wants_it():
    section = Section(None, [ROW, Row("r2", "Termin", "neu oder ändern")])
    payload = payloads.list_message(ERIKA, "Worum geht es?", "Auswahl", [section])
    assert payload["interactive"]["action"] == {
        "button": "Auswahl",
        "sections": [
            {
                "rows": [
                    {"id": "r1", "title": "Rechnung"},
                    {"id": "r2", "title": "Termin", "description": "neu oder ändern"},
                ]
            }
        ],
    }


@pytest.mark.parametrize(
    ("body", "parameters"),
    [
        (["Samstag"], [{"type": "text", "text": "Samstag"}]),
        (
            {"day": "Samstag"},
            [{"type": "text", "parameter_name": "day", "text": "Samstag"}],
        ),
    ],
)
def test_a_template_is_filled_in_order_or_by_name(body, parameters):
    payload = payloads.template(ERIKA, "termin", "de", body)
    assert payload["template"] == {
        "name": "termin",
        "language": {"code": "de"},
        "components": [{"type": "body", "parameters": parameters}],
    }


def test_a_template_without_placeholders_has_no_components():
    assert "components" not in payloads.template(ERIKA, "hallo", "en_US")["template"]


def test_components_of_header_and_buttons_follow_the_body():
    extra = [
        payload_template.header_media_component("image", "9"),
        payload_template.quick_reply_component(0, "STOP"),
        payload_template.url_component(1, "abc"),
    ]
    components = payloads.template(ERIKA, "t", "de", ["x"], extra)["template"]
    types = [part.get("sub_type", part["type"]) for part in components["components"]]
    assert types == ["body", "header", "quick_reply", "url"]


def test_a_reaction_is_taken_back_by_an_empty_emoji():
    payload = payloads.reaction(ERIKA, b.WAMID, "")
    assert payload["reaction"] == {"message_id": b.WAMID, "emoji": ""}


def test_a_location_is_written_in_degrees():
    payload = payloads.location(ERIKA, 52.52, 13.405, name="Laden")
    assert payload["location"] == {
        "latitude": "52.52",
        "longitude": "13.405",
        "name": "Laden",
    }


@pytest.mark.parametrize("typing", [False, True])
def test_reading_may_show_typing(typing):
    assert ("typing_indicator" in payloads.mark_read(b.WAMID, typing)) is typing


def rows(count):
    return [Row(f"r{number}", f"Row {number}") for number in range(count)]


def lists(sections, body="b", button="Auswahl"):
    return lambda: payloads.list_message(ERIKA, body, button, sections)


def texts(to=ERIKA, **more):
    return lambda: payloads.text(to, **{"body": "Hallo", **more})


def asked(some, body="b", **more):
    return lambda: payloads.buttons(ERIKA, body, some, **more)


def templates(name="t", language="de", body=()):
    return lambda: payloads.template(ERIKA, name, language, body)


REFUSED = [
    (texts(body=""), "body_empty", None),
    (texts(body="x" * 4097), "body_too_long", 4096),
    (texts(opaque_id="x" * 513), "opaque_id_too_long", 512),
    (texts(Recipient()), "recipient_missing", None),
    (texts(Recipient(phone=b.ERIKA)), "recipient_phone_invalid", None),
    (texts(Recipient(phone="+0151123456")), "recipient_phone_invalid", None),
    (texts(Recipient(bsuid="erika")), "recipient_bsuid_invalid", None),
    (asked([]), "buttons_missing", None),
    (asked([Button(str(n), str(n)) for n in range(4)]), "buttons_too_many", 3),
    (asked([YES, Button("y2", "Ja")]), "button_title_not_unique", None),
    (asked([YES, Button("yes", "Jein")]), "button_id_not_unique", None),
    (asked([Button("y", "x" * 21)]), "button_title_too_long", 20),
    (asked([Button("x" * 257, "Ja")]), "button_id_too_long", 256),
    (asked([YES], body="x" * 1025), "body_too_long", 1024),
    (asked([YES], header="x" * 61), "header_too_long", 60),
    (asked([YES], footer="x" * 61), "footer_too_long", 60),
    (lists([]), "sections_missing", None),
    (lists([Section("A", rows(11))]), "rows_too_many", 10),
    (lists([Section("A", [])]), "rows_missing", None),
    (lists([Section("A", [ROW]), Section("B", [ROW])]), "row_id_not_unique", None),
    (lists([Section(None, [ROW]), Section("B", rows(1))]), "section_title_empty", None),
    (lists([Section("x" * 25, [ROW])]), "section_title_too_long", 24),
    (lists([Section("A", [Row("r", "x" * 25)])]), "row_title_too_long", 24),
    (lists([Section("A", [Row("r", "R", "x" * 73)])]), "row_description_too_long", 72),
    (lists([Section("A", [ROW])], button="x" * 21), "list_button_too_long", 20),
    (templates(name="Großer Name"), "template_name_invalid", 512),
    (templates(language="de-DE"), "template_language_invalid", None),
    (templates(body=["a\nb"]), "parameter_not_one_line", None),
    (lambda: payloads.media(ERIKA, "gif", "1"), "media_kind_unknown", None),
    (lambda: payloads.media(ERIKA, "image", ""), "media_id_empty", None),
    (lambda: payloads.reaction(ERIKA, "", "👍"), "wamid_empty", None),
    (lambda: payloads.mark_read(""), "wamid_empty", None),
    (lambda: payloads.location(ERIKA, 91, 0), "location_out_of_range", None),
    (lambda: payloads.location(ERIKA, float("nan"), 0), "location_out_of_range", None),
]


@pytest.mark.parametrize(
    ("build", "code", "limit"), REFUSED, ids=[code for _build, code, _limit in REFUSED]
)
def test_what_meta_would_refuse_is_refused_before_it_is_sent(build, code, limit):
    with pytest.raises(payloads.InvalidPayload) as caught:
        build()
    assert (caught.value.code, caught.value.limit) == (code, limit)


def test_a_refusal_does_not_quote_the_message():
    with pytest.raises(payloads.InvalidPayload) as caught:
        payloads.text(ERIKA, "geheim" * 1000)
    assert "geheim" not in f"{caught.value} {caught.value!r}"


def test_the_repr_of_a_recipient_shows_no_number():
    assert b.ERIKA not in repr(ERIKA)
