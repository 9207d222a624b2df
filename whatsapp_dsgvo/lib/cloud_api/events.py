"""Reads a webhook of the WhatsApp Business Platform.

One POST may hold up to 1,000 updates of several accounts in any order (Meta,
"Webhooks overview"). Each becomes one event; what nobody understands becomes
`Unknown`, never an exception, for one strange item must not stop the others.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from .api_error import ApiError
from .event_account import (
    read_account,
    read_calls,
    read_coexistence,
    read_groups,
    read_template,
)
from .event_account_types import (
    AccountEvent,
    CallEvent,
    CoexistenceEvent,
    GroupEvent,
    TemplateEvent,
)
from .event_change import OBJECT, Change, envelope
from .event_identity import read_legacy
from .event_messages import is_from_customer, read_message, read_sender
from .event_people import read_contacts
from .event_statuses import read_preference, read_status, read_value_errors
from .event_types import (
    Event,
    Identity,
    IdentityChange,
    InboundMessage,
    Media,
    Person,
    PreferenceChange,
    Pricing,
    ReceivedError,
    StatusUpdate,
    Unknown,
)
from .json_values import BrokenBody, JsonObject, an_object, items, load, objects, words

__all__ = [
    "AccountEvent",
    "ApiError",
    "BrokenBody",
    "CallEvent",
    "CoexistenceEvent",
    "Event",
    "GroupEvent",
    "Identity",
    "IdentityChange",
    "InboundMessage",
    "Media",
    "Person",
    "PreferenceChange",
    "Pricing",
    "ReceivedError",
    "StatusUpdate",
    "TemplateEvent",
    "Unknown",
    "parse",
    "senders",
]

Reader = Callable[[Change], list[Event]]
MESSAGES = "messages"


def parse(body: bytes, body_sha256: str | None = None) -> tuple[Event, ...]:
    """All events of a webhook, in the order they stand in it.

    `body` is as received, or a part of it; `body_sha256` (hex): of what was received,
    for the evidence. Raises BrokenBody if it is no JSON object, nothing else.
    """
    found = _read(load(body))
    if not body_sha256:
        return tuple(found)
    return tuple(replace(event, body_sha256=body_sha256) for event in found)


def _read(document: JsonObject) -> list[Event]:
    entries = document.get("entry")
    if not isinstance(entries, list) or _object(document) != OBJECT:
        return [_unknown(document, words(document.get("object")) or "")]
    return [event for entry in entries for event in _read_entry(entry)]


def senders(body: bytes) -> frozenset[Identity]:
    """Every identifier of everybody who sent one of the messages.

    The same that `parse` finds, for a fraction of its time. Raises BrokenBody.
    """
    return frozenset(
        identity
        for change in _changes(load(body))
        if change.field == MESSAGES
        for identity in _senders(change)
    )


def _changes(document: JsonObject) -> Iterator[Change]:
    if _object(document) != OBJECT:
        return
    for entry in objects(document.get("entry")):
        for item in objects(entry.get("changes")):
            value = item.get("value")
            if isinstance(value, dict):
                yield Change(entry, _field(entry, item, value), value)


def _senders(change: Change) -> Iterator[Identity]:
    contacts = read_contacts(change.value)
    for message in filter(is_from_customer, items(change.value.get("messages"))):
        yield from read_sender(contacts, message).identities()


def _object(document: JsonObject) -> object:
    """What it is about; Meta's examples have the word in three places, one nowhere."""
    entry = next(iter(objects(document.get("entry"))), {})
    change = next(iter(objects(entry.get("changes"))), {})
    places = (document, entry, an_object(change.get("value")))
    return next((place["object"] for place in places if "object" in place), OBJECT)


def _read_entry(entry: object) -> list[Event]:
    changes = entry.get("changes") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(changes, list):
        return [_unknown({"object": OBJECT, "entry": [entry]}, "")]
    return [event for change in changes for event in _read_change(entry, change)]


def _read_change(entry: JsonObject, item: object) -> list[Event]:
    value = item.get("value") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(value, dict):
        return [_unknown(envelope(entry, item), "")]
    change = Change(entry, _field(entry, item, value), value)
    return _READERS.get(change.field, _read_nothing)(change) or [change.unknown(value)]


def _field(entry: JsonObject, item: JsonObject, value: JsonObject) -> str:
    """Some of Meta's account examples have the word elsewhere, or not at all."""
    guess = "account_update" if "waba_info" in value else ""
    places = (item.get("field"), entry.get("field"), value.get("field"), guess)
    return next((word for word in map(words, places) if word), "")


def _unknown(raw: JsonObject, field: str) -> Unknown:
    return Unknown(
        field=field,
        waba_id=None,
        phone_number_id=None,
        display_phone_number=None,
        raw=raw,
    )


def _read_messages(change: Change) -> list[Event]:
    contacts = read_contacts(change.value)
    messages = items(change.value.get("messages"))
    statuses = items(change.value.get("statuses"))
    return [
        *(read_message(change, contacts, message) for message in messages),
        *(read_status(change, contacts, status) for status in statuses),
        *read_value_errors(change),
        *_read_leftovers(change),
    ]


def _read_leftovers(change: Change) -> list[Event]:
    """A list we have no word for may hold what a customer sent: it is kept."""
    left = {key: item for key, item in change.value.items() if _is_left(key, item)}
    return [change.unknown(change.part(**left))] if left else []


def _is_left(key: str, item: object) -> bool:
    if key in ("messages", "statuses", "errors"):
        return bool(item) and not isinstance(item, list)
    return key != "contacts" and isinstance(item, list) and bool(item)


def _read_preferences(change: Change) -> list[Event]:
    contacts = read_contacts(change.value)
    preferences = objects(change.value.get("user_preferences"))
    return [read_preference(change, contacts, item) for item in preferences]


def _read_legacy(change: Change) -> list[Event]:
    updates = objects(change.value.get("user_id_update"))
    return [read_legacy(change, update) for update in updates]


def _read_nothing(change: Change) -> list[Event]:
    return []


_READERS: dict[str, Reader] = {
    MESSAGES: _read_messages,
    "user_preferences": _read_preferences,
    "user_id_update": _read_legacy,
    "calls": read_calls,
    **dict.fromkeys(
        (
            "message_template_status_update",
            "message_template_quality_update",
            "message_template_components_update",
            "template_category_update",
            "template_correct_category_detection",
        ),
        read_template,
    ),
    **dict.fromkeys(
        (
            "account_update",
            "account_review_update",
            "account_alerts",
            "account_settings_update",
            "phone_number_name_update",
            "phone_number_quality_update",
            "business_capability_update",
            "security",
            # Meta's page and its payload disagree on the plural
            "business_username_update",
            "business_username_updates",
            "payment_configuration_update",
            "partner_solutions",
        ),
        read_account,
    ),
    **dict.fromkeys(
        ("history", "smb_app_state_sync", "smb_message_echoes"), read_coexistence
    ),
    **dict.fromkeys(
        (
            "group_lifecycle_update",
            "group_participants_update",
            "group_settings_update",
            "group_status_update",
        ),
        read_groups,
    ),
}
