"""What became of messages from this number, and errors of the number itself."""

from .api_error import read_errors
from .event_change import Change
from .event_people import Contacts, Named, person, read_phone, with_contact
from .event_types import Event, PreferenceChange, Pricing, ReceivedError, StatusUpdate
from .json_values import JsonObject, an_object, flag, ident, moment, objects, words


def read_status(change: Change, contacts: Contacts, status: object) -> Event:
    """A StatusUpdate, or Unknown if it lacks the message's id or the status."""
    if not isinstance(status, dict) or not _is_complete(status):
        return change.unknown(change.part(statuses=[status]))
    named = _recipient(status)
    contact = contacts.find(named.phone, named.bsuid)
    return StatusUpdate(
        **change.common(change.part(**with_contact(contact), statuses=[status])),
        wamid=ident(status.get("id")) or "",
        status=words(status.get("status")) or "",
        at=moment(status.get("timestamp")),
        recipient=person(named, contact),
        group_id=ident(status.get("recipient_id")) if _is_group(status) else None,
        opaque_id=words(status.get("biz_opaque_callback_data")) or None,
        errors=read_errors(status.get("errors")),
        pricing=_pricing(an_object(status.get("pricing"))),
        conversation_origin=_origin(an_object(status.get("conversation"))),
    )


def read_value_errors(change: Change) -> list[Event]:
    """One event for all errors of a value; none if there are none."""
    errors = objects(change.value.get("errors"))
    if not errors:
        return []
    common = change.common(change.part(errors=errors))
    return [ReceivedError(**common, errors=read_errors(errors))]


def read_preference(
    change: Change, contacts: Contacts, preference: JsonObject
) -> PreferenceChange:
    """Source: Meta, "user_preferences webhook reference"."""
    named = Named(
        phone=read_phone(preference.get("wa_id")),
        bsuid=ident(preference.get("user_id")),
        parent_bsuid=ident(preference.get("parent_user_id")),
    )
    contact = contacts.find(named.phone, named.bsuid)
    part = change.part(**with_contact(contact), user_preferences=[preference])
    return PreferenceChange(
        **change.common(part),
        person=person(named, contact),
        category=words(preference.get("category")),
        value=words(preference.get("value")),
        at=moment(preference.get("timestamp")),
    )


def _is_complete(status: JsonObject) -> bool:
    return bool(ident(status.get("id")) and words(status.get("status")))


def _is_group(status: JsonObject) -> bool:
    return status.get("recipient_type") == "group"


def _recipient(status: JsonObject) -> Named:
    key_hash = ident(status.get("recipient_identity_key_hash"))
    if _is_group(status):
        return Named(
            # Meta's field list and its group example differ in the order of words
            phone=read_phone(status.get("recipient_participant_id"))
            or read_phone(status.get("participant_recipient_id")),
            bsuid=ident(status.get("recipient_participant_user_id")),
            parent_bsuid=None,
            identity_key_hash=key_hash,
        )
    return Named(
        phone=read_phone(status.get("recipient_id")),
        bsuid=ident(status.get("recipient_user_id")),
        # June 2026 and, second, March 2026
        parent_bsuid=ident(status.get("recipient_parent_user_id"))
        or ident(status.get("parent_recipient_user_id")),
        identity_key_hash=key_hash,
    )


def _pricing(pricing: JsonObject) -> Pricing | None:
    if not pricing:
        return None
    return Pricing(
        billable=flag(pricing.get("billable")),
        model=words(pricing.get("pricing_model")),
        type=words(pricing.get("type")),
        category=words(pricing.get("category")),
    )


def _origin(conversation: JsonObject) -> str | None:
    return words(an_object(conversation.get("origin")).get("type"))
