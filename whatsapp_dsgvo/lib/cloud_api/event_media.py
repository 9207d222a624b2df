"""Files in messages."""

import base64
import binascii
import re

from .event_types import Media
from .json_values import JsonObject, flag, ident, words

KINDS = frozenset({"image", "video", "audio", "document", "sticker"})
_HEX = re.compile(r"[0-9a-fA-F]{64}")
_BASE64 = re.compile(r"[0-9A-Za-z+/_-]{43}=?")


def read_media(value: JsonObject) -> Media | None:
    """None if there is no id, for then there is nothing to fetch."""
    media_id = ident(value.get("id"))
    if media_id is None:
        return None
    return Media(
        id=media_id,
        mime_type=words(value.get("mime_type")) or None,
        sha256=hex_digest(words(value.get("sha256")) or ""),
        filename=words(value.get("filename")) or None,
        caption=words(value.get("caption")) or None,
        voice=flag(value.get("voice")) or False,
        animated=flag(value.get("animated")) or False,
        url=words(value.get("url")) or None,
    )


def hex_digest(sha256: str) -> str | None:
    """Meta writes base64 in webhooks and hex elsewhere; None if it is neither."""
    if _HEX.fullmatch(sha256):
        return sha256.lower()
    if not _BASE64.fullmatch(sha256):
        return None
    try:
        return base64.urlsafe_b64decode(_padded(sha256)).hex()
    except binascii.Error:
        return None


def _padded(sha256: str) -> str:
    return sha256.rstrip("=").translate(str.maketrans("+/", "-_")) + "="
