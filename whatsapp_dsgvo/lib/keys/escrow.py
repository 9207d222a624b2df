"""Everything a lost key store needs, in one file under a passphrase.

Shape: magic ‖ salt (16 bytes) ‖ an envelope under scrypt(passphrase, salt). Inside:
master keys, every row of the store, what was erased for ever, the journal.
"""

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ..ledger.canonical import canonical
from .envelope import Random, seal, unseal
from .errors import CannotRead, EscrowUnreadable, PassphraseTooShort
from .journal_entries import JournalEntry
from .store import Binding, KeyCopy, KeyRow
from .wrapping import NOTHING

SHORTEST = 16  # characters of a passphrase
_MAGIC = b"whatsapp_dsgvo escrow v1\n"
_SALT = 16


@dataclass(frozen=True)
class Escrow:
    """`master`: the text of the master key file."""

    master: str
    store_uuid: str
    binding: Binding
    keys: KeyCopy
    journal: tuple[JournalEntry, ...]


def close(escrow: Escrow, passphrase: str, random: Random = os.urandom) -> bytes:
    if len(passphrase) < SHORTEST:
        raise PassphraseTooShort
    salt = random(_SALT)
    key = _key(passphrase, salt)
    return (
        _MAGIC + salt + seal(key, canonical(_document(escrow)), _MAGIC + salt, random)
    )


def open_(content: bytes, passphrase: str) -> Escrow:
    """Raise `EscrowUnreadable` for another passphrase and for a changed file."""
    start = len(_MAGIC) + _SALT
    if not content.startswith(_MAGIC) or len(content) < start:
        raise EscrowUnreadable
    head, sealed = content[:start], content[start:]
    try:
        document = unseal(_key(passphrase, head[len(_MAGIC) :]), sealed, head)
    except CannotRead as error:
        raise EscrowUnreadable from error
    return _escrow(json.loads(document))


def told(keys: KeyCopy, fate: Callable[[KeyRow], str | None]) -> KeyCopy:
    """What became of living keys after the copy was made.

    `fate` says destroyed or forgotten, or None for a key that may come back. The memory
    of the others comes back as well, so that none of them is ever made again.
    """
    return KeyCopy(tuple(_told(row, fate) for row in keys.rows), keys.erased)


def _told(row: KeyRow, fate: Callable[[KeyRow], str | None]) -> KeyRow:
    state = fate(row) if row.is_living else None
    return row._replace(state=state, wrapped=NOTHING) if state else row


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(passphrase.encode())


def _document(escrow: Escrow) -> dict[str, Any]:
    rows = [
        [*row[:-1], base64.b64encode(row.wrapped).decode()] for row in escrow.keys.rows
    ]
    return {
        "master": escrow.master,
        "store_uuid": escrow.store_uuid,
        "binding": vars(escrow.binding),
        "rows": rows,
        "erased": list(escrow.keys.erased),
        "journal": [vars(entry) for entry in escrow.journal],
    }


def _escrow(document: dict[str, Any]) -> Escrow:
    rows = (
        KeyRow._make((*values, base64.b64decode(wrapped)))
        for *values, wrapped in document["rows"]
    )
    return Escrow(
        document["master"],
        document["store_uuid"],
        Binding(**document["binding"]),
        KeyCopy(tuple(rows), tuple(document["erased"])),
        tuple(JournalEntry(**entry) for entry in document["journal"]),
    )
