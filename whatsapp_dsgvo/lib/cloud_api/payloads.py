"""The bodies of `POST /messages`, checked against Meta's limits.

Each builder returns a dict ready for `CloudApi.send`, or raises InvalidPayload before
anything has left. `quoted_wamid` quotes a message; `opaque_id` comes back in every
status, so it must not say anything about a person. Source: Meta, "Send messages".
"""

from collections.abc import Sequence
from typing import Any

from . import limits
from .event_media import KINDS as MEDIA_KINDS
from .limits import Problem, check_count, check_length, check_unique, check_words
from .payload_parts import (
    Button,
    InvalidPayload,
    Payload,
    Recipient,
    Row,
    Section,
    message,
    refuse,
)
from .payload_template import template

__all__ = [
    "Button",
    "InvalidPayload",
    "Payload",
    "Recipient",
    "Row",
    "Section",
    "buttons",
    "list_message",
    "location",
    "mark_read",
    "media",
    "reaction",
    "template",
    "text",
]


def text(
    to: Recipient,
    body: str,
    quoted_wamid: str | None = None,
    preview_url: bool = False,
    opaque_id: str | None = None,
) -> Payload:
    """No link preview by default: a preview makes Meta fetch the customer's link."""
    refuse(limits.check_text(body))
    content = {"preview_url": preview_url, "body": body}
    return message(to, "text", content, quoted_wamid, opaque_id)


def media(
    to: Recipient,
    kind: str,
    media_id: str,
    caption: str | None = None,
    filename: str | None = None,
    voice: bool = False,
    quoted_wamid: str | None = None,
    opaque_id: str | None = None,
) -> Payload:
    """An uploaded file: image, video, audio, document or sticker, by its id only.

    A public link would lay the file open to everybody who knows the address.
    """
    refuse([] if kind in MEDIA_KINDS else [Problem("media_kind_unknown")])
    refuse([] if media_id else [Problem("media_id_empty")])
    refuse(limits.check_caption(caption))
    allowed = {
        "caption": caption if kind in ("image", "video", "document") else None,
        "filename": filename if kind == "document" else None,
        "voice": True if voice and kind == "audio" else None,
    }
    given = {key: value for key, value in allowed.items() if value is not None}
    return message(to, kind, {"id": media_id, **given}, quoted_wamid, opaque_id)


def buttons(
    to: Recipient,
    body: str,
    buttons: Sequence[Button],
    header: str | None = None,
    footer: str | None = None,
    quoted_wamid: str | None = None,
    opaque_id: str | None = None,
) -> Payload:
    """Up to three reply buttons below a text; a tap comes back with the button's id."""
    refuse(
        check_words("body", body, limits.INTERACTIVE_BODY)
        + check_count("buttons", buttons, limits.BUTTONS)
        + check_unique("button_id", (button.id for button in buttons))
        + check_unique("button_title", (button.title for button in buttons))
        + [problem for button in buttons for problem in button.problems()]
    )
    action = {"buttons": [button.as_dict() for button in buttons]}
    content = _interactive("button", body, action, header, footer)
    return message(to, "interactive", content, quoted_wamid, opaque_id)


def list_message(
    to: Recipient,
    body: str,
    button: str,
    sections: Sequence[Section],
    header: str | None = None,
    footer: str | None = None,
    quoted_wamid: str | None = None,
    opaque_id: str | None = None,
) -> Payload:
    """A button that opens a list of up to ten rows in all its sections together."""
    refuse(
        check_words("body", body, limits.LIST_BODY)
        + check_words("list_button", button, limits.LIST_BUTTON)
        + _section_problems(sections)
    )
    action = {
        "button": button,
        "sections": [section.as_dict() for section in sections],
    }
    content = _interactive("list", body, action, header, footer)
    return message(to, "interactive", content, quoted_wamid, opaque_id)


def reaction(
    to: Recipient, wamid: str, emoji: str, opaque_id: str | None = None
) -> Payload:
    """An emoji on a message not older than 30 days; "" takes it back."""
    refuse([] if wamid else [Problem("wamid_empty")])
    content = {"message_id": wamid, "emoji": emoji}
    return message(to, "reaction", content, opaque_id=opaque_id)


def location(
    to: Recipient,
    latitude: float,
    longitude: float,
    name: str | None = None,
    address: str | None = None,
    quoted_wamid: str | None = None,
    opaque_id: str | None = None,
) -> Payload:
    """A place, in degrees."""
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    refuse([] if on_earth else [Problem("location_out_of_range")])
    place = {"name": name, "address": address}
    content = {
        "latitude": str(latitude),
        "longitude": str(longitude),
        **{key: value for key, value in place.items() if value},
    }
    return message(to, "location", content, quoted_wamid, opaque_id)


def mark_read(wamid: str, typing: bool = False) -> Payload:
    """Blue ticks for this message and all before it; typing lasts 25 s at most."""
    refuse([] if wamid else [Problem("wamid_empty")])
    payload = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": wamid,
    }
    return {**payload, "typing_indicator": {"type": "text"}} if typing else payload


def _section_problems(sections: Sequence[Section]) -> list[Problem]:
    rows = [row for section in sections for row in section.rows]
    untitled = len(sections) > 1 and any(not section.title for section in sections)
    return (
        check_count("sections", sections, limits.LIST_SECTIONS)
        + check_count("rows", rows, limits.LIST_ROWS)
        + check_unique("row_id", (row.id for row in rows))
        + ([Problem("section_title_empty")] if untitled else [])
        + [problem for section in sections for problem in section.problems()]
    )


def _interactive(
    kind: str,
    body: str,
    action: dict[str, Any],
    header: str | None,
    footer: str | None,
) -> dict[str, Any]:
    refuse(
        check_length("header", header, limits.HEADER)
        + check_length("footer", footer, limits.FOOTER)
    )
    parts: dict[str, Any] = {"type": kind}
    if header:
        parts["header"] = {"type": "text", "text": header}
    parts["body"] = {"text": body}
    if footer:
        parts["footer"] = {"text": footer}
    return {**parts, "action": action}
