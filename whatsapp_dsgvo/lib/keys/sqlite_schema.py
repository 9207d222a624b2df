"""Tables of the SQLite key store.

SQLite zeroes what is deleted, but a cell that was moved when a page was split or
merged leaves its old bytes behind. So rows of `data_key` are added at the end, never
deleted, and never change their size: a wrapped key lies at one place of the file all
its life, and destroying it overwrites that place. Its row stays as the memory that it
was destroyed. The indexes, whose cells do move, hold no key. Entries of the journal that
go are overwritten in the same way, all but their number.
"""

import sqlite3
from pathlib import Path

from .files import appearing
from .sqlite_file import connect
from .store import Binding
from .wrapping import EPOCH_SIZE, WRAPPED_SIZE

_SCHEMA = f"""
CREATE TABLE store (
    uuid TEXT NOT NULL, database_uuid TEXT NOT NULL, database_oid INTEGER NOT NULL,
    system_identifier TEXT NOT NULL
);
CREATE TABLE master (epoch INTEGER PRIMARY KEY, check_value BLOB NOT NULL);
CREATE TABLE data_key (
    id INTEGER PRIMARY KEY, subject TEXT NOT NULL, klass TEXT NOT NULL,
    version INTEGER NOT NULL, created_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('L', 'D', 'F')),
    wrapped BLOB NOT NULL CHECK (length(wrapped) = {WRAPPED_SIZE})
);
CREATE UNIQUE INDEX data_key_version ON data_key (subject, klass, version);
CREATE INDEX data_key_epoch ON data_key (substr(wrapped, 1, {EPOCH_SIZE}))
    WHERE state = 'L';
CREATE TABLE erased (subject TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL,
    digest TEXT NOT NULL, count INTEGER NOT NULL, prev_hash TEXT NOT NULL,
    entry_hash TEXT NOT NULL
);
"""


def create_file(path: Path, store_uuid: str, binding: Binding) -> None:
    """Make a whole, empty store or none; raise `FileExistsError` if one is there."""
    with appearing(path) as draft:
        connection = connect(draft)
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.executescript(f"BEGIN;{_SCHEMA}")
            write_binding(connection, store_uuid, binding)
            connection.execute("COMMIT")
        finally:
            connection.close()


def write_binding(
    connection: sqlite3.Connection, store_uuid: str, binding: Binding
) -> None:
    connection.execute("DELETE FROM store")
    connection.execute(
        "INSERT INTO store VALUES (?, ?, ?, ?)",
        (
            store_uuid,
            binding.database_uuid,
            binding.database_oid,
            binding.system_identifier,
        ),
    )


def read_binding(connection: sqlite3.Connection) -> tuple[str, Binding]:
    """Return (store UUID, binding)."""
    [(uuid, *values)] = connection.execute("SELECT * FROM store").fetchall()
    return uuid, Binding(*values)
