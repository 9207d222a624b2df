"""The evidence ledger: a hash chain whose content can be erased.

What links one entry to the next is here for the read log's chain, too.

The chain covers a commitment to the content, not the content, and a commitment
without its key says nothing. So erasing a person's content leaves the chain whole.
Tamper-evident, not tamper-proof: see `anchor`.

Entries are written without number and hash, so that nobody waits for anybody; one
sealer numbers and chains them afterwards (`seal_entries`).
"""

import hmac
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

from ..keys.errors import CannotRead
from .canonical import canonical

GENESIS = "0" * 64
_DOMAIN = b"wa-ledger-v1"
_KEY_SIZE = _HASH_SIZE = 32
_text = json.encoder.encode_basestring  # a JSON string, not only in ASCII
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Head(NamedTuple):
    """The last entry of a chain, or the one before its first."""

    seq: int
    entry_hash: str


START = Head(0, GENESIS)


class Linkable(Protocol):
    """What can be chained: it says its hash at a place."""

    def hash_after(self, prev_hash: str, seq: int) -> str: ...


@dataclass(frozen=True)
class Header:
    """What the chain tells for ever: no number, no name, no wamid, no contact.

    `at`: UTC to the second, see `canonical.utc_second`. `pseudonym`: random UUID of
    the subject, whose mapping is deleted at erasure. `key_class`: retention class of
    the key that seals the content.
    """

    company: int
    event: str
    purpose: str
    channel: str
    notice_hash: str
    actor_kind: str
    pseudonym: str
    key_class: str
    at: str

    def __post_init__(self) -> None:
        if not _SECOND.fullmatch(self.at):
            raise ValueError("A ledger time is UTC to the second, ending in Z.")

    def canonical(self) -> bytes:
        """What `canonical.canonical` makes of it, without looking for what can't be.

        A ledger is verified with it, entry by entry; that would take twice as long.
        """
        return (
            f'{{"actor_kind":{_text(self.actor_kind)},"at":{_text(self.at)},'
            f'"channel":{_text(self.channel)},"company":{self.company},'
            f'"event":{_text(self.event)},"key_class":{_text(self.key_class)},'
            f'"notice_hash":{_text(self.notice_hash)},'
            f'"pseudonym":{_text(self.pseudonym)},"purpose":{_text(self.purpose)}}}'
        ).encode()


@dataclass(frozen=True)
class Commitment:
    """`commitment`: 64 hexadecimal digits, public. `secret`: to be sealed as blob."""

    commitment: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class Unsealed:
    uuid: str
    header: Header
    commitment: str

    @property
    def company(self) -> int:
        return self.header.company

    def hash_after(self, prev_hash: str, seq: int) -> str:
        return entry_hash(prev_hash, seq, self.header, self.commitment)


@dataclass(frozen=True)
class Seal:
    """What the sealer writes into an entry."""

    seq: int
    prev_hash: str
    entry_hash: str


def commit(payload: object, random: Callable[[int], bytes] = os.urandom) -> Commitment:
    """Bind to a payload of JSON values; `ValueError` for what is not canonical."""
    content = canonical(payload)
    key = random(_KEY_SIZE)
    return Commitment(_commitment(key, content), key + content)


def open_commitment(blob_plain: bytes, commitment: str) -> Any:
    """Return the payload of an unsealed blob; `CannotRead` if it is another one."""
    key, content = blob_plain[:_KEY_SIZE], blob_plain[_KEY_SIZE:]
    if not hmac.compare_digest(_commitment(key, content), commitment):
        raise CannotRead
    return json.loads(content)


def link(domain: bytes, prev_hash: str, seq: int, *digests: bytes) -> str:
    """SHA-256 of domain ‖ previous hash ‖ seq (8 bytes) ‖ digests.

    `ValueError` if a hash is not 32 bytes.
    """
    parts = (bytes.fromhex(prev_hash), *digests)
    if any(len(part) != _HASH_SIZE for part in parts):
        raise ValueError("A hash has 64 hexadecimal digits.")
    previous, told = parts[0], b"".join(digests)
    return sha256(domain + previous + seq.to_bytes(8, "big") + told).hexdigest()


def entry_hash(prev_hash: str, seq: int, header: Header, commitment: str) -> str:
    """Link with SHA-256(header) and commitment; see `link`."""
    told = sha256(header.canonical()).digest()
    return link(_DOMAIN, prev_hash, seq, told, bytes.fromhex(commitment))


def seal_entries(head: Head, entries: Iterable[Linkable]) -> Iterator[Seal]:
    """Continue a chain after its head (`START` for a new one)."""
    for entry in entries:
        sealed = entry.hash_after(head.entry_hash, head.seq + 1)
        yield Seal(head.seq + 1, head.entry_hash, sealed)
        head = Head(head.seq + 1, sealed)


def _commitment(key: bytes, content: bytes) -> str:
    return hmac.digest(key, content, "sha256").hex()
