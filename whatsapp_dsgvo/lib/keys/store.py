"""What a key store can do; SQLite and PostgreSQL do it, Vault may one day.

A pair is (subject, class): the random UUID of a person and a retention class, or
for keys of the installation itself ("installation", "pepper-1").
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from .journal_entries import Head, JournalEntry, JournalEvent

Pair = tuple[str, str]


@dataclass(frozen=True)
class DataKey:
    """32 bytes for one person and class; lives no longer than a transaction.

    `version` goes into the AAD: it grows when a class is used again after its key
    was destroyed by retention.
    """

    subject: str
    klass: str
    version: int
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class Binding:
    """The database a store belongs to.

    The UUID is Odoo's `database.uuid` and is copied with the database; the oid and
    PostgreSQL's system identifier are not, so they tell a copy from the original.
    """

    database_uuid: str
    database_oid: int
    system_identifier: str


class KeyRow(NamedTuple):
    """One version of a key as it lies in a store, wrapped."""

    subject: str
    klass: str
    version: int
    created_at: int
    state: str
    wrapped: bytes

    @property
    def is_living(self) -> bool:
        return self.state == "L"


@dataclass(frozen=True)
class KeyCopy:
    """All rows of a store, and the people who never get a key again."""

    rows: tuple[KeyRow, ...] = field(repr=False)
    erased: tuple[str, ...]


class KeyStore(Protocol):
    """All methods raise `KeyStoreUnavailable` when the store is away or replaced."""

    @property
    def name(self) -> str: ...

    @property
    def uuid(self) -> str:
        """Kept in the database, so that a foreign store is recognised."""
        ...

    @property
    def copied(self) -> bool:
        """Opened for another copy of the database; ends with `rebind`."""
        ...

    @property
    def epoch(self) -> int:
        """Of the master key that wraps new keys."""
        ...

    def get(self, subject: str, klass: str) -> DataKey | None: ...

    def get_many(self, pairs: Iterable[Pair]) -> Mapping[Pair, DataKey]:
        """Pairs without a living key are left out."""
        ...

    def create(self, pairs: Iterable[Pair], now: datetime) -> Mapping[Pair, DataKey]:
        """Return the keys, making those that are missing, all or none.

        Processes that race get the same key. Raise `KeyDestroyed` if one of them
        was destroyed for good.
        """
        ...

    def is_destroyed(self, subject: str, klass: str) -> bool:
        """Tell "erased" from "the key is missing"."""
        ...

    def destroy(self, subject: str, klasses: Iterable[str] | None = None) -> int:
        """Destroy for good; return how many keys lived (0 when repeated).

        None means all classes, also those that never existed. Returns only when
        the store's files hold the keys no more; raise otherwise, then repeat.
        """
        ...

    def forget(self, pairs: Iterable[Pair]) -> int:
        """Destroy as durably, but the pair may get a new key of a higher version.

        For orphans (made before a rollback) and for classes whose period ended
        while the person may write again.
        """
        ...

    def pairs(self, older_than: datetime) -> Iterator[Pair]:
        """Living keys made before, for the sweeper of orphans."""
        ...

    def rewrap(self, limit: int) -> int:
        """Wrap up to `limit` keys with the current epoch; return how many remain."""
        ...

    def count(self) -> int:
        """Living keys."""
        ...

    def rebind(self, binding: Binding) -> None:
        """Give the store to this copy of the database, and take it from the other."""
        ...

    def copy(self) -> KeyCopy: ...

    def put_back(self, keys: KeyCopy) -> int:
        """Add what this store has never known; return how many living keys that were.

        What it knows – living, destroyed, forgotten, erased – stays as it is.
        """
        ...

    def journal_append(self, event: JournalEvent) -> JournalEntry: ...

    def journal_copy(self, entries: Sequence[JournalEntry]) -> int: ...

    def journal_replace(self, base: Head, entries: Sequence[JournalEntry]) -> None: ...

    def journal_drop(self) -> int: ...

    def journal_since(self, seq: int) -> Sequence[JournalEntry]: ...

    def head(self) -> Head: ...

    def close(self) -> None: ...
