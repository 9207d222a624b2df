"""A second journal: a file elsewhere, only ever added to, one JSON line per entry."""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..ledger.canonical import canonical
from .errors import JournalDamaged, JournalUnavailable
from .files import sync_folder
from .journal import Head, JournalEntry, following, intact

_TAIL = 8192


class FileSink:
    """`may_create` only at set-up: an unmounted volume must not look like a new one.

    A line that a crash left unfinished is passed over, and cut off at the next write.
    """

    def __init__(
        self, path: str | Path, name: str = "second journal", may_create: bool = False
    ) -> None:
        self._path = Path(path)
        self._name = name
        if may_create and not self._path.exists():
            self._create()

    @property
    def name(self) -> str:
        return self._name

    def head(self) -> Head:
        with self._opened("rb") as file:
            return _head(_last_line(file))

    def journal_since(self, seq: int) -> list[JournalEntry]:
        with self._opened("rb") as file:
            lines = file.read().split(b"\n")[:-1]
        entries = intact([_parse(line) for line in lines], 0)
        return [entry for entry in entries if entry.seq > seq]

    def journal_copy(self, entries: Sequence[JournalEntry]) -> int:
        with self._opened("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            fresh = following(_head(_last_line(file)), entries)
            file.truncate(_whole_length(file))
            file.seek(0, os.SEEK_END)
            file.write(b"".join(canonical(vars(entry)) + b"\n" for entry in fresh))
            file.flush()
            os.fsync(file.fileno())
        return len(fresh)

    def _create(self) -> None:
        try:
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
            os.close(os.open(self._path, flags, 0o600))
            sync_folder(self._path.parent)
        except FileExistsError:
            return  # another process was first, and its file is as good
        except OSError as error:
            raise JournalUnavailable from error

    @contextmanager
    def _opened(self, mode: str) -> Iterator[BinaryIO]:
        try:
            with self._path.open(mode) as file:
                yield file  # type: ignore[misc]
        except OSError as error:
            raise JournalUnavailable from error


def _tail(file: BinaryIO) -> tuple[int, bytes]:
    """Return (offset, bytes) of the end of the file."""
    offset = max(file.seek(0, os.SEEK_END) - _TAIL, 0)
    file.seek(offset)
    return offset, file.read()


def _whole_length(file: BinaryIO) -> int:
    """Where the last finished line ends."""
    offset, tail = _tail(file)
    end = tail.rfind(b"\n") + 1
    if offset and not end:
        raise JournalDamaged
    return offset + end if end else 0


def _last_line(file: BinaryIO) -> bytes:
    offset, tail = _tail(file)
    lines = tail[: tail.rfind(b"\n") + 1].split(b"\n")[:-1]
    if offset and len(lines) < 2:
        raise JournalDamaged
    return lines[-1] if lines else b""


def _head(line: bytes) -> Head:
    if not line:
        return Head()
    entry = _parse(line)
    return Head(entry.seq, entry.entry_hash)


def _parse(line: bytes) -> JournalEntry:
    try:
        entry = JournalEntry(**json.loads(line))
    except (ValueError, TypeError) as error:
        raise JournalDamaged from error
    if not entry.is_whole():
        raise JournalDamaged
    return entry
