"""What a webhook can tell, as plain data.

The repr of an event or a person shows no name, number or text, so that none reaches
a log by accident.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .api_error import ApiError

Identity = tuple[str, str]
# As Meta's names of fields and types look; a number is none.
_NAME = re.compile(r"[A-Za-z_]{1,60}")


@dataclass(frozen=True, repr=False)
class Person:
    """Whoever writes or is written to; every part may be missing.

    The phone number is canonical E.164. The user name is changeable and no key.
    Source: Meta, "Business-scoped user IDs".
    """

    phone: str | None = None
    bsuid: str | None = None
    parent_bsuid: str | None = None
    profile_name: str | None = None
    username: str | None = None
    identity_key_hash: str | None = None

    def identities(self) -> tuple[Identity, ...]:
        """`(("phone", "+49…"), ("bsuid", "DE.…"), ("parent_bsuid", …))`, if known."""
        named = (
            ("phone", self.phone),
            ("bsuid", self.bsuid),
            ("parent_bsuid", self.parent_bsuid),
        )
        return tuple((kind, value) for kind, value in named if value)

    def __repr__(self) -> str:
        return f"Person({', '.join(kind for kind, _value in self.identities())})"


@dataclass(frozen=True, repr=False, kw_only=True)
class Event:
    """One thing that happened, and the smallest webhook that tells only this.

    `raw`, written as JSON and parsed again, gives exactly this event. `body_sha256`
    (hex) is of the whole webhook it came in, None if that is not known.
    """

    field: str
    waba_id: str | None
    phone_number_id: str | None
    display_phone_number: str | None
    raw: Mapping[str, Any]
    body_sha256: str | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.shown_kind})"

    @property
    def shown_kind(self) -> str:
        """Type or field, fit for logs and lists; "unknown" if it is no name at all."""
        word = getattr(self, "kind", None) or self.field
        return word if _NAME.fullmatch(word) else "unknown"


@dataclass(frozen=True, repr=False, kw_only=True)
class Media:
    """A file at Meta: its id can be fetched for 7 days, its url for 5 minutes.

    `sha256` is lower-case hex of the content, None if Meta's value is no such hash.
    Type and file name are the sender's claim. Source: Meta, "Media".
    """

    id: str
    mime_type: str | None
    sha256: str | None
    filename: str | None
    caption: str | None
    voice: bool
    animated: bool
    url: str | None


@dataclass(frozen=True, repr=False, kw_only=True)
class InboundMessage(Event):
    """A message to us. Source: Meta, "messages webhook reference".

    `kind` is Meta's type, also one this version does not know. `text` holds the
    customer's own words: body, caption, or the title of a tapped button or row.
    `target_wamid` is the message a reaction, edit or revoke is about. `payload` holds
    the known keys of the type's object, for an unknown type all of it. What was
    `often_forwarded` is `forwarded`, too.
    """

    wamid: str
    at: datetime | None
    sender: Person
    kind: str
    text: str | None
    reply_id: str | None
    quoted_wamid: str | None
    target_wamid: str | None
    forwarded: bool
    often_forwarded: bool
    group_id: str | None
    referral: Mapping[str, Any] | None
    media: Media | None
    errors: tuple[ApiError, ...]
    payload: Mapping[str, Any]


@dataclass(frozen=True, repr=False, kw_only=True)
class IdentityChange(Event):
    """A person's number, BSUID or keys changed; the person may be another one now.

    What the webhook does not say is None. `wamid` is None in the withdrawn field
    `user_id_update`. Source: Meta, "system messages webhook reference".
    """

    kind: str
    at: datetime | None
    wamid: str | None
    old_phone: str | None
    new_phone: str | None
    old_bsuid: str | None
    new_bsuid: str | None
    old_parent: str | None
    new_parent: str | None


@dataclass(frozen=True)
class Pricing:
    """`type` tells whether it was free; `billable` is announced to go."""

    billable: bool | None
    model: str | None
    type: str | None
    category: str | None


@dataclass(frozen=True, repr=False, kw_only=True)
class StatusUpdate(Event):
    """What became of a message sent from this number, by us or another system.

    `opaque_id` is the `biz_opaque_callback_data` of the send. In a group, `recipient`
    is the member the status is about. Source: Meta, "status webhook reference".
    """

    wamid: str
    status: str
    at: datetime | None
    recipient: Person
    group_id: str | None
    opaque_id: str | None
    errors: tuple[ApiError, ...]
    pricing: Pricing | None
    conversation_origin: str | None


@dataclass(frozen=True, repr=False, kw_only=True)
class PreferenceChange(Event):
    """A person stopped or resumed marketing messages in WhatsApp itself.

    A `stop` is an objection (Art. 21 (2) GDPR); a `resume` is no consent.
    """

    person: Person
    category: str | None
    value: str | None
    at: datetime | None


@dataclass(frozen=True, repr=False, kw_only=True)
class ReceivedError(Event):
    """Trouble of the number or the account that belongs to no message."""

    errors: tuple[ApiError, ...]


@dataclass(frozen=True, repr=False, kw_only=True)
class Unknown(Event):
    """Nothing this version understands; answer 200, keep it, look at it."""
