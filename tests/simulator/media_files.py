"""Files at Meta: kept, addressed for five minutes, gone after days."""

import hashlib
import hmac

from . import media_store, wamid
from .entities import MediaFile
from .world import World

DAY = 24 * 3600
# Ids an upload answers with, and ids in webhooks (page reference/media).
UPLOADED_LASTS = 30 * DAY
INBOUND_LASTS = 7 * DAY
URL_LASTS = 5 * 60


def add(
    world: World,
    data: bytes | bytearray,
    phone_id: str,
    mime_type: str,
    lasts: float,
    size: int = 0,
    **values,
) -> MediaFile:
    """`size` in bytes, if the file is larger than `data`: a pattern fills the rest."""
    key, size = wamid.node_id(), max(size, len(data))
    world.files.keep(key, data)
    row = MediaFile(
        id=key,
        phone_id=phone_id,
        mime_type=mime_type,
        size=size,
        sha256=media_store.sha256(world.files.blocks(key, size)),
        expires_at=world.now() + lasts,
        **values,
    )
    return world.put("media", row)


def alive(world: World, media_id: str) -> MediaFile | None:
    row = world.media.get(media_id)
    if row is None or row.deleted or row.expires_at <= world.now():
        return None
    return row


def forget(world: World, media_id: str) -> None:
    """Gone from Meta; on the phones it was sent from or to it stays."""
    world.patch("media", media_id, deleted=True)


def url(world: World, media_id: str, base: str = "", lasts: float = URL_LASTS) -> str:
    """An address for five minutes, on the host the caller knows the stand-in by."""
    expires = int(world.now() + lasts)
    base = world.config.public_url or base or world.base_url
    return (
        f"{base}/_media/{media_id}?ext={expires}&hash={_mark(world, media_id, expires)}"
    )


def url_holds(world: World, media_id: str, query: dict) -> bool:
    expires = query.get("ext", "")
    if not expires.isdigit() or int(expires) <= world.now():
        return False
    right = _mark(world, media_id, int(expires))
    return hmac.compare_digest(right, query.get("hash", ""))


def _mark(world: World, media_id: str, expires: int) -> str:
    secret = world.config.app_secret.encode()
    text = f"{media_id}|{expires}".encode()
    return hmac.new(secret, text, hashlib.sha256).hexdigest()[:32]
