"""How a data key lies in a store: the epoch of its master key, then its envelope.

Bound to store, person, class and version, and always of the same size.
"""

import hmac
from collections.abc import Container, Iterable
from typing import NamedTuple

from .envelope import OVERHEAD, Random, aad
from .errors import MasterKeyMissing, MasterKeyWrong
from .master import MasterKeys
from .store import DataKey, KeyCopy, KeyRow, Pair

LIVING = "L"
DESTROYED = "D"  # for good
FORGOTTEN = "F"  # a new version may follow
EPOCH_SIZE = 4
WRAPPED_SIZE = EPOCH_SIZE + OVERHEAD + 32
NOTHING = bytes(WRAPPED_SIZE)


class Row(NamedTuple):
    """The newest version of a pair says how things stand."""

    id: int
    version: int
    state: str
    wrapped: bytes


def wrap(
    master: MasterKeys, store: str, pair: Pair, version: int, key: bytes, random: Random
) -> bytes:
    epoch, sealed = master.wrap(key, _place(store, pair, version), random)
    return epoch_bytes(epoch) + sealed


def unwrap(
    master: MasterKeys, store: str, pair: Pair, version: int, wrapped: bytes
) -> bytes:
    epoch = int.from_bytes(wrapped[:EPOCH_SIZE], "big")
    return master.unwrap(epoch, wrapped[EPOCH_SIZE:], _place(store, pair, version))


def data_key(
    master: MasterKeys, store: str, pair: Pair, row: Row | None
) -> DataKey | None:
    if row is None or row.state != LIVING:
        return None
    key = unwrap(master, store, pair, row.version, row.wrapped)
    return DataKey(*pair, row.version, key)


def check_master(
    master: MasterKeys, known: Iterable[tuple[int, bytes]], in_use: Iterable[bytes]
) -> None:
    """Each epoch in use must be there, and each known one must be the same key.

    `known`: epochs with their check values; `in_use`: epochs as they lie in the rows.
    """
    for epoch, check in known:
        if epoch not in master.epochs:
            continue
        if not hmac.compare_digest(master.check_value(epoch), check):
            raise MasterKeyWrong(epoch)
    for prefix in in_use:
        epoch = int.from_bytes(prefix, "big")
        if epoch not in master.epochs:
            raise MasterKeyMissing(epoch)


def unknown(
    keys: KeyCopy, known: Container[Pair], erased: Container[str]
) -> list[KeyRow]:
    """Rows a store may take back; living ones of erased people only as a memory."""
    return [
        row
        for row in keys.rows
        if (row.subject, row.klass) not in known
        and not (row.is_living and row.subject in erased)
    ]


def epoch_bytes(epoch: int) -> bytes:
    return epoch.to_bytes(EPOCH_SIZE, "big")


def _place(store: str, pair: Pair, version: int) -> bytes:
    return aad("key store", "wrapped", store, *pair, version)
