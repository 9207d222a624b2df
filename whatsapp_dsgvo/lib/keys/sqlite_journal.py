"""The journal's table in the SQLite key store, inside the caller's transaction."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from .journal_entries import (
    Head,
    JournalEntry,
    JournalEvent,
    check_base,
    dropped,
    following,
    intact,
    next_entry,
)
from .sqlite_file import Connection, SqliteFile

_COLUMNS = "seq, at, kind, digest, count, prev_hash, entry_hash"
_BLANK = "digest LIKE '-%'"


def append(connection: Connection, event: JournalEvent) -> JournalEntry:
    entry = next_entry(head(connection), event)
    _insert(connection, [entry])
    return entry


def copy(connection: Connection, entries: Sequence[JournalEntry]) -> int:
    fresh = following(head(connection), entries)
    _insert(connection, fresh)
    return len(fresh)


def since(connection: Connection, seq: int) -> list[JournalEntry]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE seq > ? AND NOT {_BLANK} ORDER BY seq",
        (seq,),
    ).fetchall()
    return intact([JournalEntry(*row) for row in rows], seq)


def drop(connection: Connection) -> int:
    """Overwritten where they lie, as keys are: see `sqlite_schema`."""
    gone = dropped(since(connection, 0))[-1].seq
    return _blank(connection, "seq <= ?", gone)


def replace(
    connection: Connection, base: Head, entries: Sequence[JournalEntry]
) -> None:
    check_base(since(connection, 0), base)
    _blank(connection, "seq > ?", base.seq)
    connection.execute("DELETE FROM journal WHERE seq > ?", (base.seq,))
    _insert(connection, following(base, entries))


def _blank(connection: Connection, which: str, seq: int) -> int:
    # each as long as it was; a 0 takes the room of a 1, and nothing else is counted
    texts = ("at", "kind", "digest", "prev_hash", "entry_hash")
    blank = ", ".join(f"{name} = printf('%.*c', length({name}), '-')" for name in texts)
    return connection.execute(
        f"UPDATE journal SET {blank}, count = iif(count = 1, 0, count)"
        f" WHERE {which} AND NOT {_BLANK}",
        (seq,),
    ).rowcount


def head(connection: Connection) -> Head:
    rows = connection.execute(
        "SELECT seq, entry_hash FROM journal ORDER BY seq DESC LIMIT 1"
    ).fetchall()
    return Head(*rows[0]) if rows else Head()


def _insert(connection: Connection, entries: Sequence[JournalEntry]) -> None:
    connection.executemany(
        f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [tuple(vars(entry).values()) for entry in entries],
    )


class SqliteJournal:
    """The key store's part that is a sink; see `journal.Sink`."""

    _file: SqliteFile

    def _writing(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def journal_append(self, event: JournalEvent) -> JournalEntry:
        with self._writing() as connection:
            return append(connection, event)

    def journal_copy(self, entries: Sequence[JournalEntry]) -> int:
        with self._writing() as connection:
            return copy(connection, entries)

    def journal_replace(self, base: Head, entries: Sequence[JournalEntry]) -> None:
        with self._writing() as connection:
            replace(connection, base, entries)

    def journal_drop(self) -> int:
        with self._writing() as connection:
            count = drop(connection)
        self._file.scrub()
        return count

    def journal_since(self, seq: int) -> list[JournalEntry]:
        with self._file as connection:
            return since(connection, seq)

    def head(self) -> Head:
        with self._file as connection:
            return head(connection)
