"""A ZIP archive made while it is sent: nothing of it is ever on disk or whole in memory."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from types import TracebackType
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


class Hashed:
    """An open file whose SHA-256 is known once it was read to its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._hash.update(block)
        return block

    def digest(self) -> str:
        return self._hash.hexdigest()

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> "Hashed":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()


def stream(
    files: Iterable[tuple[str, IO[bytes] | Hashed]], at: datetime
) -> Iterator[bytes]:
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
