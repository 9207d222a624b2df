"""The body of an upload, made while it is sent: no file is held in memory."""

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

BLOCK = 64 * 1024
_UNQUOTABLE = re.compile(r'[\x00-\x1f\x7f"\\]')


class Source(Protocol):
    """A file of known `length` in bytes."""

    length: int

    def read(self, size: int, /) -> bytes: ...


class Multipart:
    """multipart/form-data with some fields and one file (RFC 7578)."""

    def __init__(
        self,
        fields: Mapping[str, str],
        source: Source,
        name: str,
        mime_type: str,
        boundary: str,
    ):
        self.content_type = f"multipart/form-data; boundary={boundary}"
        shown = _UNQUOTABLE.sub("_", name)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'
            f"{value}\r\n"
            for key, value in fields.items()
        ]
        parts.append(
            f"--{boundary}\r\nContent-Disposition: form-data; "
            f'name="file"; filename="{shown}"\r\nContent-Type: {mime_type}\r\n\r\n'
        )
        self._head = "".join(parts).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._source = source

    def __len__(self) -> int:
        return len(self._head) + self._source.length + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        while block := self._source.read(BLOCK):
            yield block
        yield self._tail
