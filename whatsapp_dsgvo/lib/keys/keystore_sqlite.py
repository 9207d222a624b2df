"""The default key store: one SQLite file beside, not inside, Odoo's data.

`<database.uuid>.sqlite`, mode 0600. What "destroyed" means here: the bytes are gone
from the file and its log. A medium or a snapshot may keep old blocks: that is what
disk encryption and the period of the key store's own backups are for.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from . import sqlite_keys
from .envelope import Random
from .errors import DatabaseCopied, KeyStoreUnavailable
from .master import MasterKeys
from .sqlite_checks import check_master, register_epochs, stored_identity
from .sqlite_file import Connection, SqliteFile
from .sqlite_journal import SqliteJournal
from .sqlite_schema import create_file, read_binding, write_binding
from .store import Binding, DataKey, KeyCopy, Pair
from .wrapping import DESTROYED, FORGOTTEN, data_key

_PAGE = 1_000


class SqliteKeyStore(SqliteJournal):
    """See `store.KeyStore`; made by `open_store`."""

    name = "key store"

    def __init__(
        self,
        path: Path,
        master: MasterKeys,
        binding: Binding,
        expected_uuid: str | None,
        accept_copy: bool,
        random: Random,
    ) -> None:
        self._master = master
        self._binding = binding
        self._expected_uuid = expected_uuid
        self._accept_copy = accept_copy
        self._random = random
        self.copied = False
        self._file = SqliteFile(path, self._admit)
        with self._writing() as connection:
            register_epochs(connection, master)
        # a crash may have left keys in the log that are destroyed already
        self._file.tidy()

    @property
    def uuid(self) -> str:
        assert self._expected_uuid is not None
        return self._expected_uuid

    @property
    def epoch(self) -> int:
        return self._master.current

    def get(self, subject: str, klass: str) -> DataKey | None:
        with self._file as connection:
            row = sqlite_keys.newest(connection, subject, klass)
        return data_key(self._master, self.uuid, (subject, klass), row)

    def get_many(self, pairs: Iterable[Pair]) -> dict[Pair, DataKey]:
        with self._file as connection:
            rows = {pair: sqlite_keys.newest(connection, *pair) for pair in pairs}
        keys = {
            pair: data_key(self._master, self.uuid, pair, row)
            for pair, row in rows.items()
        }
        return {pair: key for pair, key in keys.items() if key}

    def create(self, pairs: Iterable[Pair], now: datetime) -> dict[Pair, DataKey]:
        wanted = list(dict.fromkeys(pairs))
        keys = self.get_many(wanted)
        if len(keys) < len(wanted):
            with self._writing() as connection:
                for pair in wanted:
                    self._create(connection, pair, now)
            keys = self.get_many(wanted)
        return keys

    def _create(self, connection: Connection, pair: Pair, now: datetime) -> None:
        sqlite_keys.insert(
            connection,
            self._master,
            self.uuid,
            pair,
            int(now.timestamp()),
            self._random,
        )

    def is_destroyed(self, subject: str, klass: str) -> bool:
        with self._file as connection:
            return sqlite_keys.is_destroyed(connection, subject, klass)

    def destroy(self, subject: str, klasses: Iterable[str] | None = None) -> int:
        with self._writing() as connection:
            if klasses is None:
                klasses = sqlite_keys.close_subject(connection, subject)
            count = sum(
                sqlite_keys.retire(connection, (subject, klass), DESTROYED)
                for klass in set(klasses)
            )
        # always, since an attempt before may have ended between commit and scrub
        self._file.scrub()
        return count

    def forget(self, pairs: Iterable[Pair]) -> int:
        with self._writing() as connection:
            count = sum(
                sqlite_keys.retire(connection, pair, FORGOTTEN) for pair in set(pairs)
            )
        self._file.scrub()
        return count

    def pairs(self, older_than: datetime) -> Iterator[Pair]:
        before, last = int(older_than.timestamp()), 0
        while True:
            with self._file as connection:
                page = sqlite_keys.page(connection, before, last, _PAGE)
            if not page:
                return
            last = page[-1][0]
            yield from ((subject, klass) for _id, subject, klass in page)

    def rewrap(self, limit: int) -> int:
        with self._writing() as connection:
            remaining = sqlite_keys.rewrap(
                connection, self._master, self.uuid, limit, self._random
            )
        # the old wrapping goes too: a leaked epoch must not open what is in the log
        self._file.scrub()
        return remaining

    def count(self) -> int:
        with self._file as connection:
            return sqlite_keys.count(connection)

    def rebind(self, binding: Binding) -> None:
        if binding.database_uuid != self._binding.database_uuid:
            raise KeyStoreUnavailable("foreign")
        with self._writing() as connection:
            write_binding(connection, self.uuid, binding)
        self._binding, self.copied = binding, False

    def copy(self) -> KeyCopy:
        with self._file as connection:
            return sqlite_keys.copy(connection)

    def put_back(self, keys: KeyCopy) -> int:
        with self._writing() as connection:
            return sqlite_keys.put_back(connection, keys)

    def close(self) -> None:
        self._file.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction, if the store has not been given away since."""
        with self._file.writing() as connection:
            self._check_identity(*read_binding(connection))
            yield connection

    def _admit(self, connection: Connection) -> None:
        """Look at a file before anything in it is read or changed."""
        uuid, bound = stored_identity(connection)
        self._check_identity(uuid, bound)
        check_master(connection, self._master)
        self._expected_uuid = uuid

    def _check_identity(self, uuid: str, bound: Binding) -> None:
        known = self._expected_uuid in (None, uuid)
        if not known or bound.database_uuid != self._binding.database_uuid:
            raise KeyStoreUnavailable("foreign")
        self.copied = bound != self._binding
        if self.copied and not self._accept_copy:
            raise DatabaseCopied


def open_store(
    path: str | Path,
    master: MasterKeys,
    binding: Binding,
    expected_store_uuid: str | None,
    may_create: bool,
    *,
    accept_copy: bool = False,
    random: Random = os.urandom,
) -> SqliteKeyStore:
    """Open the store that belongs to a database, or say why not; changes no key.

    `expected_store_uuid`: what the database remembers, None before its first start.
    `may_create`: the database has no encrypted content yet; only then a store may be
    new or without keys. `accept_copy`: open it although it is bound to another copy
    of the database, for quarantine and `rebind`. Raises `KeyStoreUnavailable`,
    `DatabaseCopied`, `MasterKeyMissing`, `MasterKeyWrong`.
    """
    path = Path(path)
    if may_create and expected_store_uuid is None and not path.exists():
        create(path, str(UUID(bytes=random(16), version=4)), binding)
    store = SqliteKeyStore(
        path, master, binding, expected_store_uuid, accept_copy, random
    )
    if not may_create:
        _refuse_empty(store)
    return store


def _refuse_empty(store: SqliteKeyStore) -> None:
    if store.count() == 0:
        store.close()
        raise KeyStoreUnavailable("empty")


def create(path: Path, store_uuid: str, binding: Binding) -> None:
    """An empty store, unless one is there."""
    try:
        create_file(path, store_uuid, binding)
    except FileExistsError:
        return  # another process was first; its store is looked at like any other
    except (OSError, sqlite3.Error) as error:
        raise KeyStoreUnavailable("io") from error
