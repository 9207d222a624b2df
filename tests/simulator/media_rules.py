"""Whether a file can be sent: by id or link, captioned, of the right kind."""

from urllib.parse import urlsplit

from . import media_files, media_types
from .entities import Message, Number
from .errors import GraphError
from .world import World

_NO_CAPTION = ("audio", "sticker")


def check_form(kind: str, part: dict, where: str = "") -> None:
    """The part alone, without looking whether its id is known. Raises GraphError."""
    where = where or kind
    if ("id" in part) == ("link" in part):
        raise GraphError(100, f"Param {where} must have exactly one of: id, link.")
    for key in ("id", "link", "caption", "filename"):
        if not isinstance(part.get(key, ""), str):
            raise GraphError(100, title=f"Param {where}['{key}'] must be a string.")
    if "caption" in part and kind in _NO_CAPTION:
        raise GraphError(100, title=f"Unexpected key 'caption' on param '{where}'.")
    if "filename" in part and kind != "document":
        raise GraphError(100, title=f"Unexpected key 'filename' on param '{where}'.")
    if len(part.get("caption", "")) > media_types.CAPTION:
        most = media_types.CAPTION
        raise GraphError(
            100, title=f"Param {where}['caption'] must be at most {most} characters."
        )
    if "link" in part and not _is_public(part["link"]):
        raise GraphError(131009, f"Param {where}['link'] must be a public https URL.")


def check_id(world: World, number: Number, part: dict, where: str) -> None:
    """An id Meta has, and this number may use. A link is believed, never fetched."""
    if "id" not in part:
        return
    row = media_files.alive(world, part["id"])
    local = number.storage.get("status") != "DEFAULT"
    if row is None or (local and row.phone_id != number.id):
        raise GraphError(
            131009,
            f"Param {where}['id'] is not a valid whatsapp business account media "
            "attachment ID",
        )


def later_failure(world: World, message: Message) -> dict:
    """A file of another kind is accepted and fails later, as seen in practice.

    Documents may be of any type.
    """
    kind = message.type
    if kind not in media_types.KINDS or kind == "document":
        return {}
    row = world.media.get(message.payload[kind].get("id", ""))
    if row is None or media_types.kind_of(row.mime_type) == kind:
        return {}
    right = ", ".join(media_types.TYPES[kind])
    details = (
        f"Unsupported {kind.title()} mime type {row.mime_type}. "
        f"Please use one of {right}."
    )
    return {"code": 131053, "details": details}


def _is_public(link: str) -> bool:
    """HTTPS and a host with a dot; what is behind it is not looked at."""
    parts = urlsplit(link)
    return parts.scheme == "https" and "." in (parts.hostname or "")
