"""Take one person out of a stored webhook without losing the others in it.

Meta puts messages of several people into one request. What names the person goes with
the innermost list item it stands in; the rest stays as it was.
"""

import base64
import binascii
import json
import re
from collections.abc import Sequence

from ..cloud_api.json_values import an_object, objects

_WAMID = re.compile(r"wamid\.([A-Za-z0-9+/_=-]{8,})")
_NO_ITEM = object()
# a number, and the ID of whoever has it, as Meta writes them side by side
_PAIRS = (
    ("from", "from_user_id"),
    ("wa_id", "user_id"),
    ("recipient_id", "recipient_user_id"),
)


def mentions(text: str, needles: Sequence[str]) -> bool:
    """Also inside message ids, which hold the number in base64."""
    if any(needle in text for needle in needles):
        return True
    decoded = (_decoded(match[1]) for match in _WAMID.finditer(text))
    return any(needle in inside for inside in decoded for needle in needles)


def without(body: bytes, needles: Sequence[str], has_id: bool = False) -> bytes | None:
    """The body without the person; None if nothing of anybody else is left.

    `has_id`: an ID of theirs is among the needles, so their number beside another ID
    is somebody else's. A body that is no JSON can't be taken apart and goes as a whole.
    """
    text = body.decode("utf-8", "replace")
    if not mentions(text, needles) and not mentions(_plain(text), needles):
        return body
    try:
        whole = json.loads(text)
        rest = _pruned(whole, needles, has_id)
    except (ValueError, RecursionError):
        return None
    if rest == whole:
        return body
    if rest is _NO_ITEM or not _says_anything(rest):
        return None
    return json.dumps(rest, ensure_ascii=False).encode()


def _plain(text: str) -> str:
    """JSON may spell a letter as an escape."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _pruned(value: object, needles: Sequence[str], has_id: bool) -> object:
    if isinstance(value, list):
        kept = (_pruned(item, needles, has_id) for item in value)
        return [item for item in kept if item is not _NO_ITEM]
    if isinstance(value, dict):
        if has_id and _is_of_new_owner(value, needles):
            return value
        rest = {key: _pruned(item, needles, has_id) for key, item in value.items()}
        gone = any(item is _NO_ITEM for item in rest.values())
        return _NO_ITEM if gone else rest
    return _NO_ITEM if mentions(str(value), needles) else value


def _is_of_new_owner(item: dict[str, object], needles: Sequence[str]) -> bool:
    return any(
        item.get(number) in needles and item.get(id_) and item[id_] not in needles
        for number, id_ in _PAIRS
    )


def _says_anything(value: object) -> bool:
    """Whether a webhook still holds a message, a status or another item."""
    if not isinstance(value, dict) or "entry" not in value:
        return bool(value)
    return any(
        isinstance(item, list) and item
        for entry in objects(value["entry"])
        for change in objects(entry.get("changes"))
        for name, item in an_object(change.get("value")).items()
        if name != "contacts"
    )


def _decoded(encoded: str) -> str:
    padded = encoded.translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        raw = base64.b64decode(padded + "=" * (-len(padded) % 4))
    except (binascii.Error, ValueError):
        return ""
    return raw.decode("latin-1")
