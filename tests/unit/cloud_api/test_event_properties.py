"""Whatever arrives: no exception, and each event can be parked and read again."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.cloud_api.events import BrokenBody, parse

from . import builders as b

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([b.ERIKA, b.ERIKA_BSUID, "wamid.1", str(b.SENT_AT), "system"])
)
KEYS = st.sampled_from(
    "id type from from_user_id timestamp text body context contacts messages statuses "
    "errors code error_data details profile name wa_id user_id system interactive "
    "button_reply list_reply title image sha256 caption edit message metadata "
    "phone_number_id status recipient_id recipient_type pricing conversation origin "
    "event groups calls history threads user_preferences user_id_update object "
    "referral reaction message_id field value dropped waba_info alert_info".split()
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6)
    ),
    max_leaves=25,
)
FIELDS = st.sampled_from(
    "messages user_preferences user_id_update calls history smb_message_echoes "
    "group_status_update account_update message_template_status_update new".split()
)
KINDS = st.sampled_from(
    "text image document contacts interactive button reaction order edit revoke "
    "system unsupported location hologram unknown".split()
)


@st.composite
def likely_messages(draw):
    """A message whose outside is right and whose inside is anything."""
    kind = draw(KINDS)
    more = draw(st.dictionaries(KEYS, ANYTHING, max_size=4))
    return {**b.message(kind, draw(ANYTHING)), **more}


def changes():
    lists = st.lists(likely_messages() | ANYTHING, max_size=3)
    value = st.fixed_dictionaries(
        {},
        optional={
            "metadata": st.just(b.FRAME["metadata"]) | ANYTHING,
            "contacts": st.lists(st.just(b.contact()) | ANYTHING, max_size=2),
            "messages": lists,
            "statuses": lists,
            "errors": lists,
            "user_preferences": lists,
            "user_id_update": lists,
            "groups": lists,
            "calls": lists,
            "history": lists,
            "holograms": lists,
        },
    )
    change = st.fixed_dictionaries({"field": FIELDS, "value": value | ANYTHING})
    return change | ANYTHING


def documents():
    entry = st.fixed_dictionaries(
        {"changes": st.lists(changes(), max_size=3) | ANYTHING},
        optional={"id": ANYTHING, "time": ANYTHING, "field": ANYTHING},
    )
    return st.fixed_dictionaries(
        {"entry": st.lists(entry | ANYTHING, max_size=2) | ANYTHING},
        optional={"object": st.just("whatsapp_business_account") | SCALARS},
    )


@given(documents())
@settings(max_examples=300, deadline=None)
def test_no_webhook_raises_and_every_event_is_reproduced_by_its_raw_form(document):
    for event in parse(b.to_bytes(document)):
        assert parse(b.to_bytes(event.raw)) == (event,)


@given(st.binary(max_size=200))
def test_any_bytes_are_events_or_a_broken_body(body):
    try:
        assert isinstance(parse(body), tuple)
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
