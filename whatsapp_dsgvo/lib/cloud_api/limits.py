"""How long and how many: Meta's limits, checked before anything is sent.

Sources: Meta, "Send messages", the page of each message type, "Media" (April 2026)
and "Templates".

Characters are counted as code points. Meta does not say whether it counts UTF-16
units, in which an emoji takes two: a text full of emoji may be refused although it
passes here, and `utf16_length` tells how far it could be over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TEXT_BODY = 4096
CAPTION = 1024
INTERACTIVE_BODY = 1024
LIST_BODY = 4096
HEADER = 60
FOOTER = 60

BUTTONS = 3
BUTTON_ID = 256
BUTTON_TITLE = 20

LIST_BUTTON = 20
LIST_SECTIONS = 10
LIST_ROWS = 10  # of all sections together
SECTION_TITLE = 24
ROW_ID = 200
ROW_TITLE = 24
ROW_DESCRIPTION = 72

OPAQUE_ID = 512
CONTACT_CARDS = 257
TEMPLATE_NAME = 512
TEMPLATE_BODY = 1024
TEMPLATE_HEADER = 60
TEMPLATE_FOOTER = 60
TEMPLATE_BUTTONS = 10
TEMPLATE_BUTTON_TEXT = 25

_KB = 1024
_MB = 1024 * _KB
MEDIA_BYTES = {
    "audio": 16 * _MB,
    "document": 100 * _MB,
    "image": 5 * _MB,
    "video": 16 * _MB,
    "sticker": 100 * _KB,
}
ANIMATED_STICKER_BYTES = 500 * _KB
VOICE_BYTES = 512 * _KB  # a longer voice message is shown as a download
INBOUND_MEDIA_BYTES = 100 * _MB  # larger files are not downloadable (131052)

_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: dict[str, frozenset[str]] = {
    "audio": frozenset(
        {"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}
    ),
    "document": frozenset(
        {
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            f"{_OFFICE}.wordprocessingml.document",
            f"{_OFFICE}.spreadsheetml.sheet",
            f"{_OFFICE}.presentationml.presentation",
        }
    ),
    "image": frozenset({"image/jpeg", "image/png"}),
    "video": frozenset({"video/mp4", "video/3gpp"}),
    "sticker": frozenset({"image/webp"}),
}


@dataclass(frozen=True)
class Problem:
    """Why Meta would refuse: a code such as `body_too_long` and the limit, if any."""

    code: str
    limit: int | None = None


def text_length(text: str) -> int:
    """Length in code points, as the limits count."""
    return len(text)


def utf16_length(text: str) -> int:
    """Length in UTF-16 units, as it would be if Meta counted those."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_words(name: str, text: str | None, limit: int) -> list[Problem]:
    """A text that must be there and must not be too long."""
    if not (text or "").strip():
        return [Problem(f"{name}_empty")]
    return check_length(name, text, limit)


def check_length(name: str, text: str | None, limit: int) -> list[Problem]:
    """A text that may be missing, but must not be too long."""
    too_long = text is not None and text_length(text) > limit
    return [Problem(f"{name}_too_long", limit)] if too_long else []


def check_count(name: str, things: Sequence[object], limit: int) -> list[Problem]:
    if not things:
        return [Problem(f"{name}_missing")]
    return [Problem(f"{name}_too_many", limit)] if len(things) > limit else []


def check_unique(name: str, texts: Iterable[str]) -> list[Problem]:
    seen = list(texts)
    return [Problem(f"{name}_not_unique")] if len(set(seen)) < len(seen) else []


def check_text(body: str) -> list[Problem]:
    """Empty if a text message with this body can be sent."""
    return check_words("body", body, TEXT_BODY)


def check_caption(caption: str | None) -> list[Problem]:
    return check_length("caption", caption, CAPTION)


def check_media(
    kind: str, mime_type: str, size: int, animated: bool = False
) -> list[Problem]:
    """`size` in bytes; `mime_type` may carry parameters ("audio/ogg; codecs=opus")."""
    if kind not in MEDIA_TYPES:
        return [Problem("media_kind_unknown")]
    bare = mime_type.partition(";")[0].strip().lower()
    limit = ANIMATED_STICKER_BYTES if animated else MEDIA_BYTES[kind]
    wrong_type = [] if bare in MEDIA_TYPES[kind] else [Problem("media_type_refused")]
    return wrong_type + ([Problem("media_too_large", limit)] if size > limit else [])


def check_parameter(text: str) -> list[Problem]:
    """A value filled into a template: one line, no tab, at most four spaces in a row.

    Otherwise Meta answers 132018; the rule is known from practice.
    """
    if not text.strip():
        return [Problem("parameter_empty")]
    broken = any(mark in text for mark in ("\n", "\r", "\t", " " * 5))
    return [Problem("parameter_not_one_line")] if broken else []
