"""A key store for several Odoo hosts: a schema in a PostgreSQL of its own.

What "destroyed" means here: the bytes are gone from the table's files. The write-ahead
log holds them, wrapped, until its segment is used again: see `postgres_schema`.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from . import postgres_keys
from .envelope import Random
from .errors import DatabaseCopied, KeyStoreUnavailable
from .master import MasterKeys
from .postgres_journal import PostgresJournal
from .postgres_link import Cursor, PostgresLink, opened, schema_name
from .postgres_schema import (
    FIRST,
    check_place,
    create_tables,
    parse_binding,
    rewrite,
    write_binding,
)
from .store import Binding, DataKey, KeyCopy, Pair
from .wrapping import DESTROYED, EPOCH_SIZE, FORGOTTEN, check_master, data_key

T = TypeVar("T")

_PAGE = 1_000
_IN_USE = (
    f"SELECT DISTINCT substr(wrapped, 1, {EPOCH_SIZE}) FROM data_key WHERE state = 'L'"
)


class PostgresKeyStore(PostgresJournal):
    """See `store.KeyStore`; made by `open_store`."""

    name = "key store"

    def __init__(
        self,
        dsn: str,
        master: MasterKeys,
        binding: Binding,
        expected_uuid: str | None,
        accept_copy: bool,
        allow_same_server: bool,
        random: Random,
    ) -> None:
        self._master = master
        self._binding = binding
        self._expected_uuid = expected_uuid
        self._accept_copy = accept_copy
        self._allow_same_server = allow_same_server
        self._random = random
        self.copied = False
        schema = schema_name("wa_keys", binding.database_uuid)
        self._link = PostgresLink(dsn, schema, FIRST, self._admit)
        self._link.write(lambda cursor, _rows: self._register_epochs(cursor))

    @property
    def uuid(self) -> str:
        assert self._expected_uuid is not None
        return self._expected_uuid

    @property
    def epoch(self) -> int:
        return self._master.current

    def get(self, subject: str, klass: str) -> DataKey | None:
        return self.get_many([(subject, klass)]).get((subject, klass))

    def get_many(self, pairs: Iterable[Pair]) -> dict[Pair, DataKey]:
        wanted = list(dict.fromkeys(pairs))
        rows = self._link.read(lambda cursor: postgres_keys.newest(cursor, wanted))
        keys = {
            pair: data_key(self._master, self.uuid, pair, row)
            for pair, row in rows.items()
        }
        return {pair: key for pair, key in keys.items() if key}

    def create(self, pairs: Iterable[Pair], now: datetime) -> dict[Pair, DataKey]:
        wanted = list(dict.fromkeys(pairs))
        keys = self.get_many(wanted)
        if len(keys) == len(wanted):
            return keys
        at = int(now.timestamp())
        return self._write(
            lambda cursor: postgres_keys.create(
                cursor, self._master, self.uuid, wanted, at, self._random
            )
        )

    def is_destroyed(self, subject: str, klass: str) -> bool:
        pair = (subject, klass)
        return self._link.read(lambda cursor: postgres_keys.is_destroyed(cursor, pair))

    def destroy(self, subject: str, klasses: Iterable[str] | None = None) -> int:
        given = None if klasses is None else set(klasses)

        def work(cursor: Cursor) -> int:
            names = given
            if names is None:
                names = set(postgres_keys.close_subject(cursor, subject))
            pairs = [(subject, klass) for klass in names]
            return postgres_keys.retire(cursor, pairs, DESTROYED)

        return self._scrubbed(work, {subject})

    def forget(self, pairs: Iterable[Pair]) -> int:
        wanted = list(dict.fromkeys(pairs))
        return self._scrubbed(
            lambda cursor: postgres_keys.retire(cursor, wanted, FORGOTTEN),
            {subject for subject, _klass in wanted},
        )

    def pairs(self, older_than: datetime) -> Iterator[Pair]:
        before, last = int(older_than.timestamp()), 0
        while page := self._link.read(
            partial(postgres_keys.page, before=before, after_id=last, size=_PAGE)
        ):
            last = page[-1][0]
            yield from ((subject, klass) for _id, subject, klass in page)

    def rewrap(self, limit: int) -> int:
        """The old wrappings go with the last batch, since the table is copied for it."""
        remaining = self._write(
            lambda cursor: postgres_keys.rewrap(
                cursor, self._master, self.uuid, limit, self._random
            )
        )
        if not remaining:
            self._write(rewrite)
        return remaining

    def count(self) -> int:
        return self._link.read(postgres_keys.count)

    def rebind(self, binding: Binding) -> None:
        if binding.database_uuid != self._binding.database_uuid:
            raise KeyStoreUnavailable("foreign")
        self._write(lambda cursor: write_binding(cursor, self.uuid, binding))
        self._binding, self.copied = binding, False

    def copy(self) -> KeyCopy:
        return self._link.read(postgres_keys.copy)

    def put_back(self, keys: KeyCopy) -> int:
        return self._write(lambda cursor: postgres_keys.put_back(cursor, keys))

    def close(self) -> None:
        self._link.close()

    def _write(self, work: Callable[[Cursor], T]) -> T:
        """One transaction, if the store has not been replaced or given away since."""

        def checked(cursor: Cursor, rows: list[tuple[object, ...]]) -> T:
            self._check_identity(*parse_binding(rows))
            return work(cursor)

        return self._link.write(checked)

    def _scrubbed(self, work: Callable[[Cursor], int], subjects: set[str]) -> int:
        count = self._write(work)
        # always, since an attempt before may have ended between the two
        self._write(lambda cursor: rewrite(cursor, subjects))
        return count

    def _admit(self, cursor: Cursor) -> None:
        """Look at a store before anything in it is read or changed."""
        check_place(cursor, self._binding, self._allow_same_server)
        cursor.execute("SELECT * FROM store")
        uuid, bound = parse_binding(cursor.fetchall())
        self._check_identity(uuid, bound)
        cursor.execute("SELECT epoch, check_value FROM master")
        known = [(epoch, bytes(check)) for epoch, check in cursor.fetchall()]
        cursor.execute(_IN_USE)
        check_master(
            self._master, known, (bytes(prefix) for (prefix,) in cursor.fetchall())
        )
        self._expected_uuid = uuid

    def _check_identity(self, uuid: str, bound: Binding) -> None:
        known = self._expected_uuid in (None, uuid)
        if not known or bound.database_uuid != self._binding.database_uuid:
            raise KeyStoreUnavailable("foreign")
        self.copied = bound != self._binding
        if self.copied and not self._accept_copy:
            raise DatabaseCopied

    def _register_epochs(self, cursor: Cursor) -> None:
        cursor.executemany(
            "INSERT INTO master VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(epoch, self._master.check_value(epoch)) for epoch in self._master.epochs],
        )


def open_store(
    dsn: str,
    master: MasterKeys,
    binding: Binding,
    expected_store_uuid: str | None,
    may_create: bool,
    *,
    accept_copy: bool = False,
    allow_same_server: bool = False,
    random: Random = os.urandom,
) -> PostgresKeyStore:
    """As `keystore_sqlite.open_store`, at a libpq connection address.

    `allow_same_server`: accept another database on Odoo's own server, so that one
    backup of the server holds both; Odoo's own database is refused always.
    """
    if may_create and expected_store_uuid is None:
        uuid = str(UUID(bytes=random(16), version=4))
        create(dsn, uuid, binding, allow_same_server=allow_same_server)
    options = (accept_copy, allow_same_server, random)
    store = PostgresKeyStore(dsn, master, binding, expected_store_uuid, *options)
    if not may_create and store.count() == 0:
        store.close()
        raise KeyStoreUnavailable("empty")
    return store


def create(
    dsn: str, store_uuid: str, binding: Binding, *, allow_same_server: bool = False
) -> None:
    """An empty store, unless one is there."""
    schema = schema_name("wa_keys", binding.database_uuid)
    with opened(dsn, schema) as cursor:
        check_place(cursor, binding, allow_same_server)
    create_tables(dsn, schema, store_uuid, binding)
