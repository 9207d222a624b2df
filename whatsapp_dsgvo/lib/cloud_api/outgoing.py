"""From what an agent composed to a body of `POST /messages`, kind by kind.

The content is what is sealed with the message:

reaction: {"emoji"}, "" takes it back · interactive: {"text", "buttons": [title]} or
{"text", "list": {"button", "rows": [[title, description]]}} · location: {"location":
{"latitude", "longitude" (decimal degrees), "name", "address"}}
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from . import payloads
from .limits import Problem
from .payloads import Button, InvalidPayload, Payload, Recipient, Row, Section

KINDS = ("interactive", "location", "reaction")
# WhatsApp takes reactions to messages of the last 30 days.
REACTION_DAYS = 30


def build(
    kind: str,
    to: Recipient,
    content: Mapping[str, Any],
    wamid: str | None = None,
    opaque_id: str | None = None,
) -> Payload:
    """`wamid`: of the quoted message, or of the one reacted to."""
    if kind == "reaction":
        return payloads.reaction(to, wamid or "", content["emoji"], opaque_id)
    if kind == "location":
        return _location(to, content["location"], wamid, opaque_id)
    if "list" in content:
        return _list(to, content, wamid, opaque_id)
    buttons = [
        Button(choice_id(place), title)
        for place, title in enumerate(content.get("buttons") or ())
    ]
    return payloads.buttons(
        to, content["text"], buttons, quoted_wamid=wamid, opaque_id=opaque_id
    )


def choice_id(place: int) -> str:
    """Comes back with the tap, whose title says what was chosen."""
    return f"choice-{place + 1}"


def titles(content: Mapping[str, Any]) -> list[str]:
    """What the customer may tap."""
    rows = (content.get("list") or {}).get("rows") or ()
    return [*(content.get("buttons") or ()), *(row[0] for row in rows)]


def is_emoji(text: str) -> bool:
    """One sign as pickers give it; no words."""
    return len(text) <= 32 and not text.isascii() and not any(map(_is_word, text))


def _is_word(char: str) -> bool:
    return char.isalpha() or char.isspace()


def _list(
    to: Recipient, content: Mapping[str, Any], wamid: str | None, opaque_id: str | None
) -> Payload:
    rows = [
        Row(choice_id(place), title, description or None)
        for place, (title, description) in enumerate(content["list"]["rows"])
    ]
    return payloads.list_message(
        to,
        content["text"],
        content["list"]["button"],
        [Section(None, rows)] if rows else [],
        quoted_wamid=wamid,
        opaque_id=opaque_id,
    )


def _location(
    to: Recipient, place: Mapping[str, Any], wamid: str | None, opaque_id: str | None
) -> Payload:
    return payloads.location(
        to,
        _degrees(place.get("latitude")),
        _degrees(place.get("longitude")),
        place.get("name"),
        place.get("address"),
        quoted_wamid=wamid,
        opaque_id=opaque_id,
    )


def _degrees(value: object) -> float:
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        raise InvalidPayload(Problem("location_invalid")) from None
    if not math.isfinite(number):
        raise InvalidPayload(Problem("location_invalid"))
    return number
