"""Messages from customers."""

from typing import TypeGuard

from . import event_content as content
from .api_error import read_errors
from .event_change import Change
from .event_identity import read_system
from .event_media import read_media
from .event_people import Contacts, Named, person, read_phone, with_contact
from .event_types import Event, InboundMessage, Person
from .json_values import JsonObject, an_object, ident, moment


def read_message(change: Change, contacts: Contacts, message: object) -> Event:
    """An InboundMessage, an IdentityChange, or Unknown if there is no id."""
    if is_from_customer(message):
        return _inbound(change, contacts, message)
    if not isinstance(message, dict) or ident(message.get("id")) is None:
        return change.unknown(change.part(messages=[message]))
    return read_system(change, message)


def is_from_customer(message: object) -> TypeGuard[JsonObject]:
    """Meta tells by messages, too, that somebody has a new number: those are "system"."""
    return (
        isinstance(message, dict)
        and ident(message.get("id")) is not None
        and message.get("type") != "system"
    )


def read_sender(contacts: Contacts, message: JsonObject) -> Person:
    return person(*_named(contacts, message))


def _named(contacts: Contacts, message: JsonObject) -> tuple[Named, JsonObject]:
    named = Named(
        phone=read_phone(message.get("from")),
        bsuid=ident(message.get("from_user_id")),
        parent_bsuid=ident(message.get("from_parent_user_id")),
    )
    return named, contacts.find(named.phone, named.bsuid)


def _inbound(change: Change, contacts: Contacts, message: JsonObject) -> InboundMessage:
    named, contact = _named(contacts, message)
    name = content.kind(message)
    context = an_object(message.get("context"))
    return InboundMessage(
        **change.common(change.part(**with_contact(contact), messages=[message])),
        wamid=ident(message.get("id")) or "",
        at=moment(message.get("timestamp")),
        sender=person(named, contact),
        kind=name,
        text=content.text(message, name),
        reply_id=content.reply_id(message, name),
        quoted_wamid=ident(context.get("id")),
        target_wamid=content.target(message, name),
        forwarded=_is_forwarded(context),
        often_forwarded=context.get("frequently_forwarded") is True,
        group_id=ident(message.get("group_id")),
        referral=content.referral(message),
        media=read_media(content.media_object(message, name)),
        errors=read_errors(message.get("errors")),
        payload=content.payload(message, name),
    )


def _is_forwarded(context: JsonObject) -> bool:
    keys = ("forwarded", "frequently_forwarded")
    return any(context.get(key) is True for key in keys)
