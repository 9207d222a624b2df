"""Whatever arrives: no exception, and each event can be parked and read again."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.cloud_api.events import (
    BrokenBody,
    InboundMessage,
    parse,
    senders,
)

from . import builders as b
from .anything import documents


@given(documents())
@settings(max_examples=300, deadline=None)
def test_no_webhook_raises_and_every_event_is_reproduced_by_its_raw_form(document):
    for event in parse(b.to_bytes(document)):
        assert parse(b.to_bytes(event.raw)) == (event,)


@given(documents())
@settings(max_examples=300, deadline=None)
def test_the_senders_are_those_of_the_messages(document):
    body = b.to_bytes(document)
    messages = [event for event in parse(body) if isinstance(event, InboundMessage)]
    assert senders(body) == {i for m in messages for i in m.sender.identities()}


def test_the_senders_are_people_who_wrote_under_every_name():
    body = b.webhook(
        b.messages(
            b.message(from_user_id=b.ERIKA_BSUID, from_parent_user_id="DE.ENT.1"),
            b.message("system", {"type": "user_changed_number"}, **{"from": "49170"}),
        ),
        b.statuses(b.status(recipient_id="4917012345678")),
    )
    assert senders(body) == {
        ("phone", f"+{b.ERIKA}"),
        ("bsuid", b.ERIKA_BSUID),
        ("parent_bsuid", "DE.ENT.1"),
    }


@given(st.binary(max_size=200))
def test_any_bytes_are_events_or_a_broken_body(body):
    for read in (parse, senders):
        try:
            read(body)
        except BrokenBody:
            assert not _is_object(body)


@given(documents())
@settings(max_examples=50, deadline=None)
def test_the_raw_form_can_be_written_in_any_encoding(document):
    for event in parse(b.to_bytes(document)):
        assert json.dumps(event.raw, ensure_ascii=False).encode()


@pytest.mark.parametrize("depth", [50, 100, 400])
def test_a_deeply_nested_message_is_still_an_event(depth):
    nested = 1
    for _level in range(depth):
        nested = {"a": nested}
    (event,) = parse(b.webhook(b.messages(b.message("hologram", nested))))
    assert parse(b.to_bytes(event.raw)) == (event,)


def test_a_batch_of_a_thousand_messages_of_a_thousand_people_is_read():
    people = [str(4915110000000 + number) for number in range(1000)]
    items = [b.message(id=f"w{wa_id}", **{"from": wa_id}) for wa_id in people]
    contacts = [b.contact(wa_id, f"P{wa_id}") for wa_id in reversed(people)]
    events = parse(b.webhook(b.messages(*items, contacts=contacts)))
    assert [event.sender.profile_name for event in events] == [f"P{x}" for x in people]


def _is_object(body):
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False
