import pytest

from whatsapp_dsgvo.lib.cloud_api.events import (
    AccountEvent,
    CallEvent,
    CoexistenceEvent,
    GroupEvent,
    Unknown,
    parse,
)

from . import builders as b

TEMPLATE = {
    "message_template_id": 1689556908129832,
    "message_template_name": "lieferung",
    "message_template_language": "en-US",
}


def read(field, value):
    (event,) = parse(b.webhook(b.change(field, value), time=b.SENT_AT))
    return event


@pytest.mark.parametrize(
    ("more", "aspect"),
    [
        ({"event": "APPROVED", "reason": "NONE"}, "status"),
        ({"previous_quality_score": "GREEN", "new_quality_score": "RED"}, "quality"),
        ({"previous_category": "UTILITY", "new_category": "MARKETING"}, "category"),
        ({"message_template_element": "Hallo {{1}}"}, "components"),
    ],
)
def test_a_template_event_is_sorted_by_what_it_holds(more, aspect):
    event = read("message_template_status_update", {**TEMPLATE, **more})
    assert (event.aspect, event.template_id, event.language) == (
        aspect,
        "1689556908129832",
        "en_US",
    )


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("account_update", {"event": "DISABLED_UPDATE"}, "DISABLED_UPDATE"),
        ("account_review_update", {"decision": "REJECTED"}, "REJECTED"),
        ("account_alerts", {"alert_info": {"alert_type": "LIMIT"}}, "LIMIT"),
        ("security", {"event": "PIN_CHANGED"}, "PIN_CHANGED"),
        ("business_username_updates", {"status": "approved"}, "approved"),
        ("business_capability_update", {"max_phone_numbers_per_waba": 2}, None),
    ],
)
def test_an_account_event_tells_what_happened(field, value, word):
    event = read(field, value)
    assert isinstance(event, AccountEvent)
    assert (event.field, event.event, event.value) == (field, word, value)


def test_the_time_of_an_account_event_survives_parking():
    event = read("account_update", {"event": "ACCOUNT_DELETED"})
    (again,) = parse(b.to_bytes(event.raw))
    assert event.at is not None
    assert again.at == event.at


def test_an_account_event_names_its_number():
    event = read("security", {"display_phone_number": b.NUMBER, "event": "PIN_CHANGED"})
    assert event.display_phone_number == b.NUMBER


@pytest.mark.parametrize(
    "entry",
    [
        {"changes": [{"value": {"event": "E"}}], "field": "account_update"},
        {"changes": [{"value": {"event": "E", "field": "account_update"}}]},
        {"changes": [{"value": {"event": "E", "waba_info": {}}}]},
    ],
)
def test_the_field_may_stand_in_three_places_or_nowhere(entry):
    (event,) = parse(b.to_bytes({"entry": [entry]}))
    assert (event.field, event.event) == ("account_update", "E")


@pytest.mark.parametrize(
    ("field", "value", "count"),
    [
        ("history", {"history": [{"threads": [{"messages": [{}, {}]}]}]}, 2),
        ("history", {"messages": [b.message()]}, 1),
        ("smb_app_state_sync", {"state_sync": [{}, {}, {}]}, 3),
        ("smb_message_echoes", {"message_echoes": [b.message()]}, 1),
        ("history", {}, 0),
    ],
)
def test_private_chats_are_counted_and_dropped(field, value, count):
    event = read(field, {**b.FRAME, **value, "contacts": [b.contact()]})
    assert isinstance(event, CoexistenceEvent)
    assert event.count == count
    assert b.ERIKA not in str(event.raw)


def test_a_call_tells_who_called():
    call = {"id": "c1", "from": b.ERIKA, "event": "connect", "timestamp": "1795420800"}
    event = read("calls", {**b.FRAME, "calls": [call]})
    assert isinstance(event, CallEvent)
    assert (event.call_id, event.event, event.person.phone) == (
        "c1",
        "connect",
        f"+{b.ERIKA}",
    )


def test_an_outgoing_call_is_about_the_called():
    call = {"id": "c1", "from": b.NUMBER, "to": b.ERIKA}
    outgoing = {**call, "direction": "BUSINESS_INITIATED"}
    event = read("calls", {**b.FRAME, "calls": [outgoing]})
    assert event.person.phone == f"+{b.ERIKA}"


def test_a_group_event_names_group_and_kind():
    group = {"group_id": "G1", "type": "group_suspend"}
    event = read("group_status_update", {**b.FRAME, "groups": [group]})
    assert isinstance(event, GroupEvent)
    assert (event.group_id, event.kind) == ("G1", "group_suspend")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("brand_new_field", {"foo": "bar"}),
        ("messages", {**b.FRAME}),
        ("messages", {**b.FRAME, "messages": "no list"}),
        ("messages", "no object"),
        ("calls", {}),
    ],
)
def test_what_nobody_understands_is_kept(field, value):
    event = read(field, value)
    assert isinstance(event, Unknown)
    assert event.raw["entry"][0]["changes"] == [b.change(field, value)]


def test_a_new_list_beside_messages_is_kept_too():
    change = b.messages(b.message(), holograms=[{"id": 1}])
    _message, event = parse(b.webhook(change))
    (kept,) = event.raw["entry"][0]["changes"]
    assert kept["value"] == {**b.FRAME, "holograms": [{"id": 1}]}


def test_another_object_is_unknown_as_a_whole():
    document = {"object": "page", "entry": [{"id": "1", "changes": []}]}
    (event,) = parse(b.to_bytes(document))
    assert (type(event), event.raw) == (Unknown, document)
