"""Rows of data keys; every function works inside its caller's transaction.

The newest version of a pair says how things stand: living, destroyed or forgotten.
"""

from .envelope import Random
from .errors import KeyDestroyed
from .master import MasterKeys
from .sqlite_file import Connection
from .store import KeyCopy, KeyRow, Pair
from .wrapping import (
    DESTROYED,
    EPOCH_SIZE,
    LIVING,
    NOTHING,
    Row,
    epoch_bytes,
    unknown,
    unwrap,
    wrap,
)

_NEWEST = (
    "SELECT id, version, state, wrapped FROM data_key"
    " WHERE subject = ? AND klass = ? ORDER BY version DESC LIMIT 1"
)
_COLUMNS = "subject, klass, version, created_at, state, wrapped"
_OLD_EPOCH = f"state = 'L' AND substr(wrapped, 1, {EPOCH_SIZE}) < ?"


def newest(connection: Connection, subject: str, klass: str) -> Row | None:
    rows = connection.execute(_NEWEST, (subject, klass)).fetchall()
    return Row(*rows[0]) if rows else None


def insert(
    connection: Connection,
    master: MasterKeys,
    store: str,
    pair: Pair,
    created_at: int,
    random: Random,
) -> None:
    """Make a key unless one lives; raise `KeyDestroyed` where none may live."""
    if is_destroyed(connection, *pair):
        raise KeyDestroyed
    row = newest(connection, *pair)
    if row and row.state == LIVING:
        return
    version = row.version + 1 if row else 1
    wrapped = wrap(master, store, pair, version, random(32), random)
    _add(connection, pair, version, created_at, LIVING, wrapped)


def is_destroyed(connection: Connection, subject: str, klass: str) -> bool:
    erased = connection.execute(
        "SELECT 1 FROM erased WHERE subject = ?", (subject,)
    ).fetchall()
    row = newest(connection, subject, klass)
    return bool(erased) or (row is not None and row.state == DESTROYED)


def close_subject(connection: Connection, subject: str) -> list[str]:
    """No class of this person gets a key again; return those that ever had one."""
    connection.execute("INSERT OR IGNORE INTO erased VALUES (?)", (subject,))
    rows = connection.execute(
        "SELECT DISTINCT klass FROM data_key WHERE subject = ?", (subject,)
    ).fetchall()
    return [klass for (klass,) in rows]


def retire(connection: Connection, pair: Pair, state: str) -> bool:
    """Overwrite a key where it lies; return whether it lived.

    A pair that has no key is remembered as destroyed all the same.
    """
    row = newest(connection, *pair)
    if row and row.state == LIVING:
        connection.execute(
            "UPDATE data_key SET state = ?, wrapped = ? WHERE id = ?",
            (state, NOTHING, row.id),
        )
        return True
    if state == DESTROYED and not (row and row.state == DESTROYED):
        _add(connection, pair, row.version + 1 if row else 1, 0, state, NOTHING)
    return False


def page(
    connection: Connection, before: int, after_id: int, size: int
) -> list[tuple[int, str, str]]:
    """Living keys made before a time (seconds since 1970), by id."""
    return connection.execute(
        "SELECT id, subject, klass FROM data_key"
        " WHERE id > ? AND state = 'L' AND created_at < ? ORDER BY id LIMIT ?",
        (after_id, before, size),
    ).fetchall()


def count(connection: Connection) -> int:
    rows = connection.execute("SELECT count(*) FROM data_key WHERE state = 'L'")
    return int(rows.fetchall()[0][0])


def rewrap(
    connection: Connection, master: MasterKeys, store: str, limit: int, random: Random
) -> int:
    current = epoch_bytes(master.current)
    rows = connection.execute(
        "SELECT id, subject, klass, version, wrapped FROM data_key"
        f" WHERE {_OLD_EPOCH} LIMIT ?",
        (current, limit),
    ).fetchall()
    for key_id, subject, klass, version, wrapped in rows:
        pair = (subject, klass)
        key = unwrap(master, store, pair, version, wrapped)
        renewed = wrap(master, store, pair, version, key, random)
        connection.execute(
            "UPDATE data_key SET wrapped = ? WHERE id = ?", (renewed, key_id)
        )
    query = f"SELECT count(*) FROM data_key WHERE {_OLD_EPOCH}"
    return int(connection.execute(query, (current,)).fetchall()[0][0])


def copy(connection: Connection) -> KeyCopy:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM data_key ORDER BY id").fetchall()
    erased = connection.execute("SELECT subject FROM erased").fetchall()
    return KeyCopy(
        tuple(KeyRow(*row) for row in rows), tuple(subject for (subject,) in erased)
    )


def put_back(connection: Connection, keys: KeyCopy) -> int:
    connection.executemany(
        "INSERT OR IGNORE INTO erased VALUES (?)",
        [(subject,) for subject in keys.erased],
    )
    here = copy(connection)
    known = {(row.subject, row.klass) for row in here.rows}
    new = unknown(keys, known, set(here.erased))
    connection.executemany(
        f"INSERT INTO data_key ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", new
    )
    return sum(row.is_living for row in new)


def _add(
    connection: Connection,
    pair: Pair,
    version: int,
    created_at: int,
    state: str,
    wrapped: bytes,
) -> None:
    connection.execute(
        f"INSERT INTO data_key ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        (*pair, version, created_at, state, wrapped),
    )
