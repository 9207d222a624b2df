"""A second journal: a file elsewhere, one JSON line per entry, added at its end."""

import errno
import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..ledger.canonical import canonical
from .errors import JournalDamaged, JournalOnlyGrows, JournalUnavailable
from .files import sync_folder, write_through
from .journal_entries import Head, JournalEntry, check_base, dropped, following, intact

_TAIL = 8192
_ONLY_GROWS = (errno.EPERM, errno.EACCES, errno.EROFS)


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
            entries = _entries(file)
        return [entry for entry in entries if entry.seq > seq]

    def journal_copy(self, entries: Sequence[JournalEntry]) -> int:
        with self._locked() as file:
            fresh = following(_head(_last_line(file)), entries)
            file.truncate(_whole_length(file))
            file.seek(0, os.SEEK_END)
            file.write(_lines(fresh))
            file.flush()
            os.fsync(file.fileno())
        return len(fresh)

    def journal_replace(self, base: Head, entries: Sequence[JournalEntry]) -> None:
        with self._locked() as file:
            kept = check_base(_entries(file), base)
            self._replace(_lines([*kept, *following(base, entries)]))

    def journal_drop(self) -> int:
        """The rest gets a new file, which then takes the old one's name."""
        with self._locked() as file:
            entries = _entries(file)
            gone = dropped(entries)[-1].seq
            rest = [entry for entry in entries if entry.seq > gone]
            if len(rest) < len(entries):
                self._replace(_lines(rest))
        return len(entries) - len(rest)

    def _replace(self, content: bytes) -> None:
        # one name for all times: what a crash leaves is overwritten by the next
        draft = self._path.with_name(f".{self._path.name}.new")
        try:
            draft.touch(mode=0o600)
            write_through(draft, content)
            draft.replace(self._path)
        except OSError as error:
            if error.errno in _ONLY_GROWS:
                raise JournalOnlyGrows from error
            raise
        sync_folder(self._path.parent)

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
    def _locked(self) -> Iterator[BinaryIO]:
        """The only writer, of the file that has the name now."""
        while True:
            with self._opened("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if os.path.samestat(os.fstat(file.fileno()), self._path.stat()):
                    yield file
                    return

    @contextmanager
    def _opened(self, mode: str) -> Iterator[BinaryIO]:
        try:
            with self._path.open(mode) as file:
                yield file  # type: ignore[misc]
        except OSError as error:
            raise JournalUnavailable from error


def _entries(file: BinaryIO) -> list[JournalEntry]:
    lines = file.read().split(b"\n")[:-1]
    return intact([_parse(line) for line in lines], 0)


def _lines(entries: Sequence[JournalEntry]) -> bytes:
    return b"".join(canonical(vars(entry)) + b"\n" for entry in entries)


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
