"""Templates, the account, and fields the help desk takes no part in."""

from .event_account_types import (
    AccountEvent,
    CallEvent,
    CoexistenceEvent,
    GroupEvent,
    TemplateEvent,
)
from .event_change import Change
from .event_people import (
    Contacts,
    Named,
    person,
    read_contacts,
    read_phone,
    with_contact,
)
from .event_types import Event
from .json_values import JsonObject, an_object, ident, items, moment, objects, words

# the first key that is there tells what a template event is about
_ASPECTS = (
    ("new_quality_score", "quality"),
    ("new_category", "category"),
    ("correct_category", "category"),
    ("message_template_element", "components"),
)
_COEXISTENCE_LISTS = ("history", "state_sync", "message_echoes", "messages")


def read_template(change: Change) -> list[Event]:
    value = change.value
    language = words(value.get("message_template_language"))
    event = TemplateEvent(
        **change.common(value),
        aspect=next((name for key, name in _ASPECTS if key in value), "status"),
        template_id=ident(value.get("message_template_id")),
        name=words(value.get("message_template_name")),
        # webhooks say en-US, the API en_US
        language=language.replace("-", "_") if language else None,
        event=words(value.get("event")),
        reason=words(value.get("reason")),
        category=words(value.get("new_category"))
        or words(value.get("message_template_category")),
        quality=words(value.get("new_quality_score")),
        at=moment(change.entry.get("time")),
        value=value,
    )
    return [event]


def read_account(change: Change) -> list[Event]:
    value = change.value
    common = change.common(value)
    number = ident(value.get("display_phone_number")) or ident(
        value.get("phone_number")
    )
    common["display_phone_number"] = common["display_phone_number"] or number
    at = moment(change.entry.get("time"))
    return [AccountEvent(**common, event=_account_word(value), value=value, at=at)]


def read_coexistence(change: Change) -> list[Event]:
    """Counts what came and drops it; a count once kept survives a second reading."""
    kept = change.value.get("dropped")
    count = kept if type(kept) is int and kept >= 0 else _count(change.value)
    return [CoexistenceEvent(**change.common(change.part(dropped=count)), count=count)]


def read_calls(change: Change) -> list[Event]:
    """Calls and their statuses; a customer's call opens the 24-hour window."""
    contacts = read_contacts(change.value)
    return [
        _call(change, contacts, key, call)
        for key in ("calls", "statuses")
        for call in objects(change.value.get(key))
    ]


def read_groups(change: Change) -> list[Event]:
    return [
        GroupEvent(
            **change.common(change.part(groups=[group])),
            group_id=ident(group.get("group_id")),
            kind=words(group.get("type")),
            at=moment(group.get("timestamp")),
        )
        for group in objects(change.value.get("groups"))
    ]


def _account_word(value: JsonObject) -> str | None:
    alert = an_object(value.get("alert_info")).get("alert_type")
    candidates = (value.get("event"), value.get("decision"), value.get("status"), alert)
    return next((word for word in map(words, candidates) if word), None)


def _count(value: JsonObject) -> int:
    history = [
        message
        for chunk in objects(value.get("history"))
        for thread in objects(chunk.get("threads"))
        for message in items(thread.get("messages"))
    ]
    others = _COEXISTENCE_LISTS[1:]
    return len(history) + sum(len(items(value.get(key))) for key in others)


def _call(change: Change, contacts: Contacts, key: str, call: JsonObject) -> CallEvent:
    ours = call.get("direction") == "BUSINESS_INITIATED"
    named = Named(
        phone=read_phone(call.get("to" if ours else "from"))
        or read_phone(call.get("recipient_id")),
        bsuid=ident(call.get("to_user_id" if ours else "from_user_id"))
        or ident(call.get("recipient_user_id")),
        parent_bsuid=None,
    )
    contact = contacts.find(named.phone, named.bsuid)
    return CallEvent(
        **change.common(change.part(**with_contact(contact), **{key: [call]})),
        call_id=ident(call.get("id")),
        event=words(call.get("event")) or words(call.get("status")),
        person=person(named, contact),
        at=moment(call.get("timestamp")),
    )
