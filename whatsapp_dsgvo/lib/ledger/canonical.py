"""One value, one spelling: what is hashed must have exactly one form in bytes."""

import json
from datetime import datetime, timezone

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_SCALARS = (str, int, bool, type(None))


def canonical(value: object) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8.

    Raise `ValueError` for what has several spellings or none: floats (1.0 and 1e0),
    bytes, dates, keys that are not text, lone surrogates.
    """
    _check(value)
    return _ENCODER.encode(value).encode()


def _check(value: object) -> None:
    kind = type(value)
    if kind is dict:
        _check_keys(value)  # type: ignore[arg-type]
        for item in value.values():  # type: ignore[attr-defined]
            if type(item) is not str:
                _check(item)
    elif kind in (list, tuple):
        for item in value:  # type: ignore[attr-defined]
            _check(item)
    elif kind not in _SCALARS:
        raise ValueError(f"A {kind.__name__} has no canonical form.")


def _check_keys(value: dict[object, object]) -> None:
    for key in value:
        if type(key) is not str:
            raise ValueError("Keys of a canonical value are text.")


def utc_second(at: datetime) -> str:
    """Spell an aware time as `2026-03-29T01:30:00Z`, cut to the second."""
    if at.tzinfo is None:
        raise ValueError("A time without zone has no place in evidence.")
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
