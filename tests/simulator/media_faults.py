"""Files that are not what was announced. Taken by a look-up, for its downloads."""

from collections.abc import Iterator

from . import media_files
from .entities import MediaFile
from .http_types import Answer
from .world import World

HUGE = 5 * 1024**3
_FOREIGN = "https://files.example.com/attachment"
_WRONG_TYPE = "application/x-msdownload"


def in_look_up(world: World, row: MediaFile, quirk: dict) -> dict:
    """What the look-up says differently."""
    kind = quirk.get("kind")
    if kind == "media_foreign_host":
        return {"url": quirk.get("url", _FOREIGN)}
    if kind == "media_wrong_type":
        return {"mime_type": quirk.get("mime_type", _WRONG_TYPE)}
    if kind == "media_huge_claim":
        return {"file_size": str(quirk.get("size", HUGE))}
    if kind == "media_expired_url":
        return {"url": media_files.url(world, row.id, lasts=-1)}
    return {}


def serve(world: World, row: MediaFile, quirk: dict) -> Answer:
    """The file, or what a fault makes of it."""
    kind = quirk.get("kind")
    if kind == "media_redirect":
        return Answer(302, headers={"Location": quirk["to"]})
    blocks, length, mime_type = world.files.blocks(row.id, row.size), row.size, ""
    if kind == "media_wrong_hash":
        blocks = _changed(blocks)
    elif kind == "media_wrong_length":
        length = max(0, row.size + int(quirk.get("by", -1)))
        blocks = world.files.blocks(row.id, length)
    elif kind == "media_cut":
        blocks = world.files.blocks(row.id, row.size // 2)
    elif kind == "media_huge_claim":
        length = int(quirk.get("size", HUGE))
    elif kind == "media_wrong_type":
        mime_type = quirk.get("mime_type", _WRONG_TYPE)
    return Answer(200, b"", mime_type or row.mime_type, blocks=blocks, length=length)


def _changed(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same length with another last byte, so that the type still looks right."""
    before = b""
    for block in blocks:
        yield before
        before = block
    yield before[:-1] + bytes([before[-1] ^ 1]) if before else b""
