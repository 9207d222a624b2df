"""The journal's table in PostgreSQL: of the key store, or as a second journal by DSN."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from .errors import JournalOnlyGrows, JournalUnavailable, KeyStoreUnavailable
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
from .postgres_link import Cursor, PostgresLink, opened, schema_name
from .postgres_schema import JOURNAL, made

T = TypeVar("T")

_COLUMNS = "seq, at, kind, digest, count, prev_hash, entry_hash"
# one writer at a time; locking the table would need the right to change what is there
_FIRST = "SELECT pg_advisory_xact_lock(hashtext('{schema}'))"

_OURS = (
    "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class"
    " WHERE oid = 'journal'::regclass"
)


def append(cursor: Cursor, event: JournalEvent) -> JournalEntry:
    entry = next_entry(head(cursor), event)
    _insert(cursor, [entry])
    return entry


def copy(cursor: Cursor, entries: Sequence[JournalEntry]) -> int:
    fresh = following(head(cursor), entries)
    _insert(cursor, fresh)
    return len(fresh)


def since(cursor: Cursor, seq: int) -> list[JournalEntry]:
    cursor.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE seq > %s ORDER BY seq", (seq,)
    )
    return intact([JournalEntry(*row) for row in cursor.fetchall()], seq)


def drop(cursor: Cursor) -> int:
    """The rows go, and their bytes with them: see `postgres_schema`."""
    gone = dropped(since(cursor, 0))[-1].seq
    cursor.execute("SELECT count(*) FROM journal WHERE seq <= %s", (gone,))
    count: int = cursor.fetchone()[0]
    if count:
        _delete(cursor, "seq <= %s", gone)
    return count


def replace(cursor: Cursor, base: Head, entries: Sequence[JournalEntry]) -> None:
    check_base(since(cursor, 0), base)
    _delete(cursor, "seq > %s", base.seq)
    _insert(cursor, following(base, entries))


def _delete(cursor: Cursor, which: str, seq: int) -> None:
    cursor.execute(_OURS)
    if not cursor.fetchone()[0]:
        raise JournalOnlyGrows
    cursor.execute(f"DELETE FROM journal WHERE {which}", (seq,))
    cursor.execute(
        "ALTER TABLE journal ALTER COLUMN digest TYPE text USING digest || ''"
    )


def head(cursor: Cursor) -> Head:
    cursor.execute("SELECT seq, entry_hash FROM journal ORDER BY seq DESC LIMIT 1")
    row = cursor.fetchone()
    return Head(*row) if row else Head()


def _insert(cursor: Cursor, entries: Sequence[JournalEntry]) -> None:
    if entries:
        columns = [list(column) for column in zip(*map(_values, entries), strict=True)]
        cursor.execute(
            f"INSERT INTO journal ({_COLUMNS}) SELECT * FROM unnest(%s::bigint[],"
            " %s::text[], %s::text[], %s::text[], %s::int[], %s::text[], %s::text[])",
            columns,
        )


def _values(entry: JournalEntry) -> tuple[object, ...]:
    return tuple(vars(entry).values())


class PostgresJournal:
    """The key store's part that is a sink; see `journal.Sink`."""

    _link: PostgresLink

    def _write(self, work: Callable[[Cursor], T]) -> T:
        raise NotImplementedError

    def journal_append(self, event: JournalEvent) -> JournalEntry:
        return self._write(lambda cursor: append(cursor, event))

    def journal_copy(self, entries: Sequence[JournalEntry]) -> int:
        return self._write(lambda cursor: copy(cursor, entries))

    def journal_replace(self, base: Head, entries: Sequence[JournalEntry]) -> None:
        self._write(lambda cursor: replace(cursor, base, entries))

    def journal_drop(self) -> int:
        return self._write(drop)

    def journal_since(self, seq: int) -> list[JournalEntry]:
        return self._link.read(lambda cursor: since(cursor, seq))

    def head(self) -> Head:
        return self._link.read(head)


class PostgresSink:
    """A second journal in another database; `may_create` only at set-up."""

    def __init__(
        self,
        dsn: str,
        database_uuid: str,
        name: str = "second journal",
        may_create: bool = False,
    ) -> None:
        self.name = name
        self.schema = schema_name("wa_journal", database_uuid)
        first = _FIRST.format(schema=self.schema)
        self._link = PostgresLink(dsn, self.schema, first, lambda cursor: None)
        if may_create:
            with _away(), opened(dsn, self.schema) as cursor:
                if made(cursor, self.schema, JOURNAL):
                    cursor.execute("COMMIT")

    def head(self) -> Head:
        with _away():
            return self._link.read(head)

    def journal_since(self, seq: int) -> list[JournalEntry]:
        with _away():
            return self._link.read(lambda cursor: since(cursor, seq))

    def journal_copy(self, entries: Sequence[JournalEntry]) -> int:
        with _away():
            return self._link.write(lambda cursor, _rows: copy(cursor, entries))

    def journal_replace(self, base: Head, entries: Sequence[JournalEntry]) -> None:
        with _away():
            self._link.write(lambda cursor, _rows: replace(cursor, base, entries))

    def journal_drop(self) -> int:
        with _away():
            return self._link.write(lambda cursor, _rows: drop(cursor))

    def close(self) -> None:
        self._link.close()


class _away:
    """Whatever keeps the key store's link from working is "unreachable" here."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        if isinstance(error, KeyStoreUnavailable):
            raise JournalUnavailable from None
