"""Who a message, a status or a preference is about.

Contacts stand beside messages without order: they are matched by BSUID or number.
"""

from dataclasses import dataclass

from .event_types import Person
from .json_values import JsonObject, an_object, ident, objects, words
from .phone import canonical


@dataclass(frozen=True)
class Contacts:
    """The contacts of one value by the keys they can be found under."""

    by_bsuid: dict[str, JsonObject]
    by_phone: dict[str, JsonObject]

    def find(self, phone: str | None, bsuid: str | None) -> JsonObject:
        """The person's contact, or an empty object.

        A contact with the same number but another BSUID is somebody else.
        """
        if bsuid in self.by_bsuid:
            return self.by_bsuid[bsuid or ""]
        contact = self.by_phone.get(phone or "", {})
        other = ident(contact.get("user_id"))
        return {} if bsuid and other and other != bsuid else contact


@dataclass(frozen=True)
class Named:
    """The identifiers written beside one message or status."""

    phone: str | None
    bsuid: str | None
    parent_bsuid: str | None
    identity_key_hash: str | None = None


def read_contacts(value: JsonObject) -> Contacts:
    by_bsuid: dict[str, JsonObject] = {}
    by_phone: dict[str, JsonObject] = {}
    for contact in objects(value.get("contacts")):
        if bsuid := ident(contact.get("user_id")):
            by_bsuid.setdefault(bsuid, contact)
        if phone := read_phone(contact.get("wa_id")):
            by_phone.setdefault(phone, contact)
    return Contacts(by_bsuid, by_phone)


def read_phone(value: object) -> str | None:
    digits = ident(value)
    return canonical(digits) if digits else None


def person(named: Named, contact: JsonObject) -> Person:
    """What stands beside the message wins over what stands in the contact."""
    profile = an_object(contact.get("profile"))
    username = words(profile.get("username"))
    return Person(
        phone=named.phone or read_phone(contact.get("wa_id")),
        bsuid=named.bsuid or ident(contact.get("user_id")),
        parent_bsuid=named.parent_bsuid or ident(contact.get("parent_user_id")),
        profile_name=words(profile.get("name")) or None,
        # editions of March and June 2026 differ in the "@"
        username=username.removeprefix("@") or None if username else None,
        identity_key_hash=named.identity_key_hash
        or ident(contact.get("identity_key_hash")),
    )


def with_contact(contact: JsonObject) -> dict[str, list[JsonObject]]:
    """The `contacts` of the webhook that tells only this item."""
    return {"contacts": [contact]} if contact else {}
