"""Reads JSON from outside into plain values that nothing downstream chokes on."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

JsonObject = Mapping[str, Any]

# Meta nests about ten levels; what lies deeper is cut, so that no walk overflows.
MAX_DEPTH = 64
# Python refuses to convert longer digits (sys.int_info.default_max_str_digits).
_MAX_INT_DIGITS = 4000
# Half a surrogate pair cannot be encoded, and NUL fits no text column.
_UNSTORABLE = re.compile("[\ud800-\udfff\x00]")
# Both as JSON writes them in ASCII, and an emoji, too: two halves.
_ESCAPED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_SECONDS = re.compile(r"[0-9]{1,12}")
_END_OF_TIME = datetime(9999, 12, 31, tzinfo=timezone.utc).timestamp()


class BrokenBody(ValueError):
    """These bytes are no JSON object; there is nothing to retry."""


def load(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`.

    Integers stay integers (template ids have 16 digits). Fractions become strings,
    so a coordinate keeps every digit and can be written as JSON again. Characters
    that cannot be stored become U+FFFD. Raises BrokenBody only.
    """
    try:
        value = _DECODER.decode(_decoded(body))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BrokenBody("the body is not a JSON object")
    if _is_clean(body):
        return value
    return {storable(key): _clean(item, MAX_DEPTH) for key, item in value.items()}


def _decoded(body: bytes) -> str:
    """As `json.loads` does it, which would also make a new decoder each time."""
    return body.decode(json.detect_encoding(body), "surrogatepass")


def _is_clean(body: bytes) -> bool:
    """Surely nothing in it is cut or replaced; usual bodies are, and are quicker so."""
    shallow = body.count(b"{") + body.count(b"[") <= MAX_DEPTH
    # a NUL: UTF-16, where an escape looks different; half a surrogate pair in UTF-8
    # begins with ED, as do some Korean syllables
    plain = b"\0" not in body and b"\xed" not in body
    return shallow and plain and not _ESCAPED.search(body)


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MAX_INT_DIGITS else digits


_DECODER = json.JSONDecoder(parse_float=str, parse_int=_integer, parse_constant=str)


def _clean(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return storable(value)
    if not isinstance(value, (dict, list)):
        return value
    if depth == 0:
        return None
    if isinstance(value, list):
        return [_clean(item, depth - 1) for item in value]
    return {storable(key): _clean(item, depth - 1) for key, item in value.items()}


def storable(text: str) -> str:
    """Without what can't be encoded or stored; from outside, or half an emoji typed."""
    return _UNSTORABLE.sub("\ufffd", text)


def an_object(value: object) -> JsonObject:
    """The object itself, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[JsonObject]:
    """The objects among the items of a list; empty for anything else."""
    return [item for item in items(value) if isinstance(item, dict)]


def items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def words(value: object) -> str | None:
    """A string as it is, also an empty one; None for anything else."""
    return value if isinstance(value, str) else None


def ident(value: object) -> str | None:
    """An id that may come as a string or a number; None if empty or anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def moment(value: object) -> datetime | None:
    """Seconds since 1970, as a string or a number, in UTC; None if it is no such."""
    digits = ident(value)
    if digits is None or not _SECONDS.fullmatch(digits):
        return None
    seconds = int(digits)
    if seconds > _END_OF_TIME:
        return None
    return datetime.fromtimestamp(seconds, timezone.utc)
