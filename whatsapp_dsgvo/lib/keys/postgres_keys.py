"""Rows of data keys in PostgreSQL, a batch per statement, in the caller's transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from .envelope import Random
from .errors import KeyDestroyed
from .master import MasterKeys
from .postgres_link import Cursor
from .store import DataKey, KeyCopy, KeyRow, Pair
from .wrapping import (
    DESTROYED,
    EPOCH_SIZE,
    LIVING,
    NOTHING,
    Row,
    data_key,
    epoch_bytes,
    unknown,
    unwrap,
    wrap,
)

# LATERAL finds each by the index; sorting would take keys into temporary files
_NEWEST = """
SELECT w.subject, w.klass, k.id, k.version, k.state, k.wrapped
  FROM unnest(%s::text[], %s::text[]) AS w(subject, klass)
 CROSS JOIN LATERAL (
    SELECT id, version, state, wrapped FROM data_key
     WHERE subject = w.subject AND klass = w.klass ORDER BY version DESC LIMIT 1) k
"""
_ADD = """
INSERT INTO data_key (subject, klass, version, created_at, state, wrapped)
SELECT * FROM unnest(%s::text[], %s::text[], %s::int[], %s::bigint[], %s::text[],
                     %s::bytea[])
"""
_OLD_EPOCH = f"state = 'L' AND substr(wrapped, 1, {EPOCH_SIZE}) < %s"

New = tuple[str, str, int, int, str, bytes]  # the columns of `_ADD`


def newest(cursor: Cursor, pairs: Collection[Pair]) -> dict[Pair, Row]:
    if not pairs:
        return {}
    cursor.execute(_NEWEST, [list(column) for column in zip(*pairs, strict=True)])
    return {
        (subject, klass): Row(id_, version, state, bytes(wrapped))
        for subject, klass, id_, version, state, wrapped in cursor.fetchall()
    }


def erased(cursor: Cursor, subjects: Iterable[str]) -> set[str]:
    cursor.execute(
        "SELECT subject FROM erased WHERE subject = ANY(%s)", (list(subjects),)
    )
    return {subject for (subject,) in cursor.fetchall()}


def create(
    cursor: Cursor,
    master: MasterKeys,
    store: str,
    pairs: Collection[Pair],
    created_at: int,
    random: Random,
) -> dict[Pair, DataKey]:
    """Make what is missing; raise `KeyDestroyed` where none may live."""
    rows = newest(cursor, pairs)
    gone = erased(cursor, {subject for subject, _klass in pairs})
    gone_pairs = {pair for pair, row in rows.items() if row.state == DESTROYED}
    if gone or gone_pairs:
        raise KeyDestroyed
    keys, new = {}, []
    for pair in pairs:
        row = rows.get(pair)
        key = data_key(master, store, pair, row)
        if key is None:
            key = DataKey(*pair, row.version + 1 if row else 1, random(32))
            wrapped = wrap(master, store, pair, key.version, key.key, random)
            new.append((*pair, key.version, created_at, LIVING, wrapped))
        keys[pair] = key
    _add(cursor, new)
    return keys


def is_destroyed(cursor: Cursor, pair: Pair) -> bool:
    row = newest(cursor, [pair]).get(pair)
    destroyed = row is not None and row.state == DESTROYED
    return destroyed or bool(erased(cursor, [pair[0]]))


def close_subject(cursor: Cursor, subject: str) -> list[str]:
    """No class of this person gets a key again; return those that ever had one."""
    cursor.execute("INSERT INTO erased VALUES (%s) ON CONFLICT DO NOTHING", (subject,))
    cursor.execute("SELECT DISTINCT klass FROM data_key WHERE subject = %s", (subject,))
    return [klass for (klass,) in cursor.fetchall()]


def retire(cursor: Cursor, pairs: Collection[Pair], state: str) -> int:
    """Take keys out of the rows; return how many lived.

    A pair that has no key is remembered as destroyed all the same.
    """
    rows = newest(cursor, pairs)
    living = {row.id: pair for pair, row in rows.items() if row.state == LIVING}
    # the people say in which parts to look
    people = [subject for subject, _klass in living.values()]
    cursor.execute(
        "UPDATE data_key SET state = %s, wrapped = %s"
        " WHERE subject = ANY(%s) AND id = ANY(%s)",
        (state, NOTHING, people, list(living)),
    )
    if state == DESTROYED:
        _add(cursor, [_stone(pair, rows) for pair in pairs if _needs_stone(pair, rows)])
    return len(living)


def _needs_stone(pair: Pair, rows: Mapping[Pair, Row]) -> bool:
    return pair not in rows or rows[pair].state not in (LIVING, DESTROYED)


def _stone(pair: Pair, rows: Mapping[Pair, Row]) -> New:
    version = rows[pair].version + 1 if pair in rows else 1
    return (*pair, version, 0, DESTROYED, NOTHING)


def page(
    cursor: Cursor, before: int, after_id: int, size: int
) -> list[tuple[int, str, str]]:
    """Living keys made before a time (seconds since 1970), by id."""
    cursor.execute(
        "SELECT id, subject, klass FROM data_key"
        " WHERE id > %s AND state = 'L' AND created_at < %s ORDER BY id LIMIT %s",
        (after_id, before, size),
    )
    rows: list[tuple[int, str, str]] = cursor.fetchall()
    return rows


def count(cursor: Cursor) -> int:
    cursor.execute("SELECT count(*) FROM data_key WHERE state = 'L'")
    return int(cursor.fetchone()[0])


def rewrap(
    cursor: Cursor, master: MasterKeys, store: str, limit: int, random: Random
) -> int:
    current = epoch_bytes(master.current)
    cursor.execute(
        "SELECT id, subject, klass, version, wrapped FROM data_key"
        f" WHERE {_OLD_EPOCH} LIMIT %s",
        (current, limit),
    )
    renewed = []
    for key_id, subject, klass, version, wrapped in cursor.fetchall():
        place = (master, store, (subject, klass), version)
        renewed.append(
            (subject, key_id, wrap(*place, unwrap(*place, bytes(wrapped)), random))
        )
    if renewed:
        cursor.execute(
            "UPDATE data_key k SET wrapped = n.wrapped"
            " FROM unnest(%s::text[], %s::bigint[], %s::bytea[])"
            "      AS n(subject, id, wrapped)"
            " WHERE k.subject = n.subject AND k.id = n.id",
            [list(column) for column in zip(*renewed, strict=True)],
        )
    cursor.execute(f"SELECT count(*) FROM data_key WHERE {_OLD_EPOCH}", (current,))
    return int(cursor.fetchone()[0])


def copy(cursor: Cursor) -> KeyCopy:
    cursor.execute(
        "SELECT subject, klass, version, created_at, state, wrapped"
        " FROM data_key ORDER BY id"
    )
    rows = tuple(
        KeyRow._make((*values, bytes(wrapped)))
        for *values, wrapped in cursor.fetchall()
    )
    cursor.execute("SELECT subject FROM erased")
    return KeyCopy(rows, tuple(subject for (subject,) in cursor.fetchall()))


def put_back(cursor: Cursor, keys: KeyCopy) -> int:
    cursor.execute(
        "INSERT INTO erased SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING",
        (list(keys.erased),),
    )
    here = copy(cursor)
    known = {(row.subject, row.klass) for row in here.rows}
    new = unknown(keys, known, set(here.erased))
    _add(cursor, new)
    return sum(row.is_living for row in new)


def _add(cursor: Cursor, rows: Sequence[New | KeyRow]) -> None:
    if rows:
        cursor.execute(_ADD, [list(column) for column in zip(*rows, strict=True)])
