"""`multipart/form-data`, read in small blocks, so that a large file is held once."""

import re
from dataclasses import dataclass, field
from typing import BinaryIO

_BLOCK = 64 * 1024
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_NAME = re.compile(r'[;\s]name="([^"]*)"')
_FILENAME = re.compile(r'filename="([^"]*)"')
_TYPE = re.compile(r"^content-type:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass
class FilePart:
    filename: str
    mime_type: str
    data: bytearray


@dataclass
class Form:
    """`problem` says what is wrong with it, if it could not be read to its end."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, FilePart] = field(default_factory=dict)
    problem: str = ""


def read(stream: BinaryIO, size: int, content_type: str) -> Form:
    """Reads exactly `size` bytes, whatever is in them."""
    reader, form = _Reader(stream, size), Form()
    try:
        _read_parts(reader, _boundary(content_type), form)
    except ValueError as error:
        form.problem = str(error)
    reader.drain()
    return form


def _boundary(content_type: str) -> bytes:
    found = _BOUNDARY.search(content_type)
    if not found:
        raise ValueError("multipart body without a boundary")
    return b"\r\n--" + found[1].encode()


def _read_parts(reader: "_Reader", boundary: bytes, form: Form) -> None:
    reader.until(boundary)
    while not reader.starts_with(b"--"):
        head = reader.until(b"\r\n\r\n").decode("utf-8", "replace")
        _put(form, head, reader.until(boundary))


def _put(form: Form, head: str, data: bytearray) -> None:
    name, filename = _NAME.search(head), _FILENAME.search(head)
    if not name:
        raise ValueError("a part of the multipart body has no name")
    if not filename:
        form.fields[name[1]] = data.decode("utf-8", "replace")
        return
    kind = _TYPE.search(head)
    mime_type = kind[1] if kind else "application/octet-stream"
    form.files[name[1]] = FilePart(filename[1], mime_type, data)


class _Reader:
    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size
        # the first boundary has no line before it
        self._buffer = bytearray(b"\r\n")

    def until(self, mark: bytes) -> bytearray:
        """All before the mark, which is read too. Raises ValueError at the end."""
        found = bytearray()
        while (place := self._buffer.find(mark)) < 0:
            # a mark may lie across two blocks
            sure = max(0, len(self._buffer) - len(mark) + 1)
            found += self._buffer[:sure]
            del self._buffer[:sure]
            self._fill()
        found += self._buffer[:place]
        del self._buffer[: place + len(mark)]
        return found

    def starts_with(self, mark: bytes) -> bool:
        while len(self._buffer) < len(mark):
            self._fill()
        return self._buffer.startswith(mark)

    def drain(self) -> None:
        while self._left and self._stream.read(min(_BLOCK, self._left)):
            self._left -= min(_BLOCK, self._left)

    def _fill(self) -> None:
        block = self._stream.read(min(_BLOCK, self._left))
        if not block:
            self._left = 0
            raise ValueError("the multipart body ends early")
        self._left -= len(block)
        self._buffer += block
