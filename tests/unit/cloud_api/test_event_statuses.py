import pytest

from whatsapp_dsgvo.lib.cloud_api.events import (
    PreferenceChange,
    Pricing,
    ReceivedError,
    StatusUpdate,
    Unknown,
    parse,
)

from . import builders as b


def read(word="sent", contacts=(), **more):
    (event,) = parse(b.webhook(b.statuses(b.status(word, **more), contacts=contacts)))
    return event


@pytest.mark.parametrize("word", ["sent", "delivered", "read", "played", "failed", "x"])
def test_every_status_keeps_its_word(word):
    event = read(word, biz_opaque_callback_data="op-1")
    assert (event.wamid, event.status, event.opaque_id) == (b.WAMID, word, "op-1")


@pytest.mark.parametrize(
    "parent", ["recipient_parent_user_id", "parent_recipient_user_id"]
)
def test_both_names_of_the_parent_id_are_understood(parent):
    event = read(recipient_user_id=b.ERIKA_BSUID, **{parent: b.ERIKA_PARENT})
    assert event.recipient.identities() == (
        ("phone", f"+{b.ERIKA}"),
        ("bsuid", b.ERIKA_BSUID),
        ("parent_bsuid", b.ERIKA_PARENT),
    )


@pytest.mark.parametrize(
    "member", ["recipient_participant_id", "participant_recipient_id"]
)
def test_a_group_status_is_about_the_member(member):
    group = {"recipient_type": "group", "recipient_id": "G77", member: b.ERIKA}
    event = read("read", **group)
    assert (event.group_id, event.recipient.phone) == ("G77", f"+{b.ERIKA}")


def test_pricing_without_billable_is_read():
    event = read(pricing={"pricing_model": "PMP", "type": "free_customer_service"})
    assert event.pricing == Pricing(None, "PMP", "free_customer_service", None)


def test_the_old_conversation_names_its_origin():
    event = read(conversation={"id": "c", "origin": {"type": "service"}})
    assert event.conversation_origin == "service"


def test_a_failed_status_tells_why():
    event = read("failed", errors=[{"code": 131047, "title": "Re-engagement message"}])
    assert [error.code for error in event.errors] == [131047]


@pytest.mark.parametrize("broken", [7, {}, {"id": "w"}, {"status": "sent"}])
def test_a_status_without_id_or_word_is_unknown(broken):
    (event,) = parse(b.webhook(b.statuses(broken)))
    assert isinstance(event, Unknown)


def test_messages_and_statuses_may_share_a_value():
    both = b.messages(b.message(), statuses=[b.status()])
    assert [type(event).__name__ for event in parse(b.webhook(both))] == [
        "InboundMessage",
        "StatusUpdate",
    ]


def test_errors_of_the_number_are_one_event():
    value = {**b.FRAME, "errors": [{"code": 130429}, {"code": 131035}]}
    (event,) = parse(b.webhook(b.change("messages", value)))
    assert isinstance(event, ReceivedError)
    assert [error.code for error in event.errors] == [130429, 131035]


@pytest.mark.parametrize("word", ["stop", "resume"])
def test_a_preference_tells_who_and_what(word):
    item = {
        "user_id": b.ERIKA_BSUID,
        "category": "marketing_messages",
        "value": word,
        "timestamp": b.SENT_AT,
    }
    value = {**b.FRAME, "user_preferences": [item]}
    (event,) = parse(b.webhook(b.change("user_preferences", value)))
    assert isinstance(event, PreferenceChange)
    assert (event.person.bsuid, event.value) == (b.ERIKA_BSUID, word)


def test_statuses_in_any_order_are_told_in_that_order():
    words = ["read", "sent", "delivered"]
    events = parse(b.webhook(b.statuses(*map(b.status, words))))
    assert [
        event.status for event in events if isinstance(event, StatusUpdate)
    ] == words
