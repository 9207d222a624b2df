"""Address cards a customer shares: what of them is kept, and how it reads.

Photos, notes and links are dropped (Art. 5 (1) c GDPR).
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/contacts
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import vobject

from ..cloud_api.json_values import an_object, objects, words

Card = dict[str, Any]

# The last two: many cards within a card, and none at all.
UNREADABLE = (
    *(vobject.base.VObjectError, ValueError, LookupError),
    *(RecursionError, StopIteration),
)
_ADDRESS = (("street",), ("zip", "city"), ("state",), ("country",))


def card(sent: Mapping[str, Any]) -> Card:
    """{"name", "company", "phones": [], "emails": [], "addresses": [a line each]}.

    Keys without a value are left out. What a sender's phone put into a vCard alone is
    read from there.
    """
    name = an_object(sent.get("name"))
    parts = (words(name.get("first_name")), words(name.get("last_name")))
    found = {
        "name": words(name.get("formatted_name")) or " ".join(filter(None, parts)),
        "company": words(an_object(sent.get("org")).get("company")),
        "phones": _each(sent, "phones", "phone"),
        "emails": _each(sent, "emails", "email"),
        "addresses": [*filter(None, map(_address, objects(sent.get("addresses"))))],
    }
    known = {key: value for key, value in found.items() if value}
    return {**_of_vcard(words(sent.get("vcard"))), **known}


def card_text(cards: Iterable[Mapping[str, Any]]) -> str:
    """Everything in them, a line for each value and an empty one between two cards.

    No labels: the text is the same whatever language it is read in.
    """
    return "\n\n".join("\n".join(_values(one)) for one in cards)


def _values(one: Mapping[str, Any]) -> list[str]:
    found = [one.get(key) or "" for key in ("name", "company")]
    for key in ("phones", "emails", "addresses"):
        found += one.get(key, ())
    return [" ".join(value.split()) for value in found if value]


def _each(sent: Mapping[str, Any], plural: str, one: str) -> list[str]:
    values = (words(item.get(one)) for item in objects(sent.get(plural)))
    return [value for value in values if value]


def _address(place: Mapping[str, Any]) -> str:
    """ "Beispielstraße 1, 10115 Berlin, Germany" """
    parts = ([words(place.get(key)) for key in keys] for keys in _ADDRESS)
    return ", ".join(filter(None, (" ".join(filter(None, part)) for part in parts)))


def _of_vcard(text: str | None) -> Card:
    """Name, numbers and e-mail addresses; nothing of what can't be read."""
    if not text:
        return {}
    try:
        # asked to skip what it can't read, it writes those lines into the log
        read = vobject.readOne(text)
    except UNREADABLE:
        return {}
    lines = getattr(read, "contents", {})
    found = {
        "name": next(iter(_lines(lines, "fn")), None),
        "phones": _lines(lines, "tel"),
        "emails": _lines(lines, "email"),
    }
    return {key: value for key, value in found.items() if value}


def _lines(lines: Mapping[str, Any], name: str) -> list[str]:
    values = (words(getattr(line, "value", None)) for line in lines.get(name, ()))
    return [value for value in values if value]
