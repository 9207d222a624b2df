"""A ZIP archive made while it is sent: nothing of it is ever on disk or whole in memory."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO

BLOCK = 256 * 1024  # bytes


class _Outgoing(io.RawIOBase):
    """Takes what zipfile writes, for the generator to hand on; can't be sought."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:  # type: ignore[no-untyped-def]
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def stream(files: Iterable[tuple[str, IO[bytes]]], at: datetime) -> Iterator[bytes]:
    """The archive in pieces; `files`: name in the archive and the open file, which is
    read once and closed. `at`: the time every entry bears."""
    outgoing = _Outgoing()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files:
            info = zipfile.ZipInfo(name, at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            with file, archive.open(info, "w", force_zip64=True) as entry:
                while block := file.read(BLOCK):
                    entry.write(block)
                    if data := outgoing.taken():
                        yield data
    yield outgoing.taken()
