"""Events about templates, the account and what we do not take part in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .event_types import Event, Person


@dataclass(frozen=True, repr=False, kw_only=True)
class TemplateEvent(Event):
    """A template was approved, rejected, rated, moved or changed.

    `aspect` is "status", "quality", "category" or "components", by the keys that are
    there: Meta sends quality under the status field, too. `language` is written as
    the API wants it (`en_US`). Source: Meta, "message_template_* webhook reference".
    """

    aspect: str
    template_id: str | None
    name: str | None
    language: str | None
    event: str | None
    reason: str | None
    category: str | None
    quality: str | None
    at: datetime | None
    value: Mapping[str, Any]


@dataclass(frozen=True, repr=False, kw_only=True)
class AccountEvent(Event):
    """Something about account or number; `event` is Meta's word for what."""

    event: str | None
    value: Mapping[str, Any]
    at: datetime | None


@dataclass(frozen=True, repr=False, kw_only=True)
class CoexistenceEvent(Event):
    """Private chats or contacts of the WhatsApp Business app arrived.

    Only their number is kept: nobody in them wrote to the help desk, so there is no
    purpose for which they could be stored (Art. 5 (1) c GDPR).
    """

    count: int


@dataclass(frozen=True, repr=False, kw_only=True)
class CallEvent(Event):
    """A call by or to a person; `event` is connect, terminate or a call's status."""

    call_id: str | None
    event: str | None
    person: Person
    at: datetime | None


@dataclass(frozen=True, repr=False, kw_only=True)
class GroupEvent(Event):
    """A group was made, changed, joined, left or suspended."""

    group_id: str | None
    kind: str | None
    at: datetime | None
