"""A person changed number, BSUID or device.

A changed number can mean a different person: it is told, never merged here.
"""

import re

from .bsuid import is_bsuid
from .event_change import Change
from .event_people import read_phone
from .event_types import IdentityChange
from .json_values import JsonObject, an_object, ident, moment, words

# Until August 2026 the old BSUID stood in this sentence only. It must end the body:
# what comes before holds the profile name, which a person chooses.
_CHANGED = re.compile(r"changed from (\S+) to (\S+)\Z")


def read_system(change: Change, message: JsonObject) -> IdentityChange:
    """A message of type `system`. Source: Meta, "system messages webhook reference"."""
    system = an_object(message.get("system"))
    new_phone = read_phone(system.get("wa_id")) or read_phone(system.get("new_wa_id"))
    new_bsuid = ident(system.get("user_id"))
    return IdentityChange(
        **change.common(change.part(messages=[message])),
        kind=_kind(message, system),
        at=moment(message.get("timestamp")),
        wamid=ident(message.get("id")),
        old_phone=_old_phone(message, system, new_phone),
        new_phone=new_phone,
        old_bsuid=_old_bsuid(message, system, new_bsuid),
        new_bsuid=new_bsuid,
        old_parent=ident(system.get("previous_parent_user_id"))
        or ident(message.get("from_parent_user_id")),
        new_parent=ident(system.get("parent_user_id")),
    )


def read_legacy(change: Change, update: JsonObject) -> IdentityChange:
    """An item of the field `user_id_update`, withdrawn on 2026-08-11."""
    user = an_object(update.get("user_id"))
    parent = an_object(update.get("parent_user_id"))
    return IdentityChange(
        **change.common(change.part(user_id_update=[update])),
        kind="user_changed_user_id",
        at=moment(update.get("timestamp")),
        wamid=None,
        old_phone=read_phone(update.get("wa_id")),
        new_phone=None,
        old_bsuid=ident(user.get("previous")),
        new_bsuid=ident(user.get("current")),
        old_parent=ident(parent.get("previous")),
        new_parent=ident(parent.get("current")),
    )


def _kind(message: JsonObject, system: JsonObject) -> str:
    given = words(system.get("type"))
    if given:
        return given
    return "customer_identity_changed" if "identity" in message else "unknown"


def _old_phone(
    message: JsonObject, system: JsonObject, new_phone: str | None
) -> str | None:
    """`from` is the old number; if it is missing or already new, the sentence is."""
    sender = read_phone(message.get("from"))
    if sender and sender != new_phone:
        return sender
    old, new = _sentence(system)
    told = new_phone is not None and read_phone(new) == new_phone
    return (read_phone(old) if told else None) or sender


def _old_bsuid(
    message: JsonObject, system: JsonObject, new_bsuid: str | None
) -> str | None:
    given = ident(system.get("previous_user_id")) or ident(message.get("from_user_id"))
    if given and given != new_bsuid:
        return given
    old, new = _sentence(system)
    return old if new_bsuid and new == new_bsuid and is_bsuid(old) else None


def _sentence(system: JsonObject) -> tuple[str, str]:
    match = _CHANGED.search((words(system.get("body")) or "").rstrip())
    return (match[1], match[2]) if match else ("", "")
