"""A part of a file, as players ask for it when somebody winds (RFC 9110, 14)."""

import re
from collections.abc import Iterator

_ONE = re.compile(r"bytes=(\d*)-(\d*)")


def asked(header: str, size: int) -> range | None:
    """The bytes meant; None if it names no range of this file, or several."""
    found = _ONE.fullmatch(header)
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if first:
        meant = range(int(first), min(int(last) + 1 if last else size, size))
    else:
        meant = range(max(size - int(last), 0), size)
    return meant or None


def cut(blocks: Iterator[bytes], start: int) -> Iterator[bytes]:
    """The blocks without the bytes before `start`."""
    for block in blocks:
        if start < len(block):
            yield block[start:]
        start = max(start - len(block), 0)
