"""Pictures, recordings and documents people send."""

import base64
import mimetypes

from . import customers, media_files, media_types
from .entities import Customer, MediaFile, Message
from .errors import in_status
from .world import World

# Larger files reach the business as an error only.
_DOWNLOADABLE = 100 * media_types.MB


def send(
    world: World,
    customer: Customer,
    kind: str,
    data: bytes | bytearray,
    size: int = 0,
    phone_id: str = "",
    quote: str = "",
    **more,
) -> Message:
    """`more`: filename, caption, mime_type, voice, animated.

    `size` in bytes makes a larger file than `data`; a pattern fills it. Raises
    ValueError for an unknown kind.
    """
    if kind not in media_types.KINDS:
        raise ValueError(f"a file is one of {media_types.KINDS}, not {kind!r}")
    unknown = set(more) - {"filename", "caption", "mime_type", "voice", "animated"}
    if unknown:
        raise ValueError(f"unknown options {sorted(unknown)}")
    with world.lock:
        number = customers.business(world, phone_id)
        row = _keep(world, customer, number.id, kind, data, size, more)
        content = _content(world, row, kind, more)
        return customers.write(world, customer, content, number.id, quote)


def _keep(world, customer, phone_id, kind, data, size, more) -> MediaFile:
    filename = more.get("filename", "")
    guessed = mimetypes.guess_type(filename)[0] if kind == "document" else None
    return media_files.add(
        world,
        data,
        phone_id,
        more.get("mime_type") or guessed or media_types.OF_PHONE[kind],
        media_files.INBOUND_LASTS,
        size,
        filename=filename,
        customer=customer.id,
        inbound=True,
    )


def _content(world: World, row: MediaFile, kind: str, more: dict) -> dict:
    if row.size > _DOWNLOADABLE:
        # Meta names the error, not the type it comes with.
        return {"type": "unsupported", "errors": [in_status(131052)]}
    part = {"caption": more["caption"]} if more.get("caption") else {}
    if kind == "document" and row.filename:
        part["filename"] = row.filename
    part |= {
        "mime_type": row.mime_type,
        # base64 here, hex in a look-up
        "sha256": base64.b64encode(bytes.fromhex(row.sha256)).decode(),
        "id": row.id,
        "url": media_files.url(world, row.id),
    }
    if kind == "audio":
        part["voice"] = bool(more.get("voice"))
    if kind == "sticker":
        part["animated"] = bool(more.get("animated"))
    return {"type": kind, kind: part}
