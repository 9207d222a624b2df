"""One SQLite file: a connection per process, shared by its threads, always in place.

The connection is closed around a fork, because SQLite keeps locks per process and a
child that inherits them may corrupt the file: https://sqlite.org/howtocorrupt.html
Nothing here opens the file by other means, since closing such a handle would drop
the process's locks (same page, section 2.2).
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import fork_safe
from .errors import KeyStoreUnavailable

Connection = sqlite3.Connection

BUSY_MS = 5_000
LOG_LIMIT = 4 << 20  # bytes
_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA synchronous = FULL",
    # without it a deleted value stays in the file
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    # two checkpoints at once fail each other without waiting, so all of them are ours
    "PRAGMA wal_autocheckpoint = 0",
)


class SqliteFile:
    """`admit` looks at each new connection and raises if the file is not ours."""

    def __init__(self, path: Path, admit: Callable[[Connection], None]) -> None:
        self._path = path
        self._name = str(path)
        self._admit = admit
        self._lock = threading.RLock()
        self._connection: Connection | None = None
        self._place: tuple[int, int] | None = None
        fork_safe.register(self)

    def __enter__(self) -> Connection:
        """For reading. Fetch all rows inside: an open reader keeps the log from going.

        No generator as for `writing`, since reading a key is what happens most.
        """
        self._lock.acquire()
        try:
            return self._in_place()
        except BaseException as error:
            self.__exit__(None, error, None)
            raise

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        self._lock.release()
        if isinstance(error, (sqlite3.OperationalError, OSError)):
            reason = "locked" if "locked" in str(error) else "io"
            raise KeyStoreUnavailable(reason) from error
        if isinstance(error, sqlite3.Error):
            raise KeyStoreUnavailable("damaged") from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; it counts only if the file is still there afterwards."""
        with self as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            if _place(self._name) != self._place:
                raise KeyStoreUnavailable("missing")
            if _size(f"{self._name}-wal") > LOG_LIMIT:
                self.tidy()

    def scrub(self) -> None:
        """Return only when the write-ahead log is written back, synced and empty.

        Old pages live in the log until then. Readers of other processes may hold
        it; then raise, and the caller repeats its step.
        """
        if not self.tidy():
            raise KeyStoreUnavailable("locked")

    def tidy(self) -> bool:
        """Empty the log if nobody holds it; return whether it is empty."""
        with self as connection, _only_one_in(self._path.parent):
            cursor = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy: int = cursor.fetchall()[0][0]
        return not busy

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._place = None

    def _in_place(self) -> Connection:
        place = _place(self._name)
        if self._connection is None or place != self._place:
            return self._connect(place, replaced=self._connection is not None)
        return self._connection

    def _connect(self, place: tuple[int, int], replaced: bool) -> Connection:
        connection = connect(self._path)
        try:
            # a file put in the place of an open one may not fit the log beside it
            if replaced and not _is_whole(connection):
                raise KeyStoreUnavailable("damaged")
            self._admit(connection)
            if _place(self._name) != place:
                raise KeyStoreUnavailable("missing")
        except BaseException:
            connection.close()
            raise
        self.close()
        self._connection, self._place = connection, place
        return connection

    def before_fork(self) -> None:
        self._lock.acquire()
        self.close()

    def after_fork(self) -> None:
        self._lock.release()


def connect(path: Path) -> Connection:
    """Open an existing file, never make one; transactions are explicit."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _is_whole(connection: Connection) -> bool:
    return connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def _place(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except FileNotFoundError as error:
        raise KeyStoreUnavailable("missing") from error
    except OSError as error:
        raise KeyStoreUnavailable("io") from error
    return found.st_dev, found.st_ino


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0  # SQLite makes its log when it needs one


@contextmanager
def _only_one_in(folder: Path) -> Iterator[None]:
    """Wait for other processes; the lock lies on the folder and needs no file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
