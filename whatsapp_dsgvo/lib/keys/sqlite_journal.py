"""The journal's table in the SQLite key store, inside the caller's transaction."""

from collections.abc import Sequence

from .journal import (
    Head,
    JournalEntry,
    JournalEvent,
    following,
    intact,
    next_entry,
)
from .sqlite_file import Connection

_COLUMNS = "seq, at, kind, digest, count, prev_hash, entry_hash"


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
        f"SELECT {_COLUMNS} FROM journal WHERE seq > ? ORDER BY seq", (seq,)
    ).fetchall()
    return intact([JournalEntry(*row) for row in rows], seq)


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
