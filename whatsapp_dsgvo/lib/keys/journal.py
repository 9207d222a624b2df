"""The erasure journal: what a restored backup must be told again.

Erasures, withdrawals and retention runs, as keyed hashes and counts, chained, and
kept in at least two places outside the database: the key store and a second sink.
A restored database is behind the *highest* head of all sinks; it is quarantined
until everything missing is replayed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from typing import Protocol, TypeVar

from ..ledger.canonical import canonical
from .errors import JournalDamaged, JournalForked, JournalUnavailable, KeyStoreError

T = TypeVar("T")

GENESIS = "0" * 64
_DOMAIN = b"wa-journal-v1"


@dataclass(frozen=True)
class JournalEvent:
    """`at`: UTC, `2026-03-29T01:30:00Z`; `digest`: keyed hash, never a name."""

    at: str
    kind: str
    digest: str
    count: int = 1


@dataclass(frozen=True)
class JournalEntry:
    """An event at its place in the chain; hashes are 64 hexadecimal digits."""

    seq: int
    at: str
    kind: str
    digest: str
    count: int
    prev_hash: str
    entry_hash: str = ""

    def computed_hash(self) -> str:
        fields = canonical(vars(self) | {"entry_hash": ""})
        return sha256(_DOMAIN + fields).hexdigest()

    def is_whole(self) -> bool:
        return self.entry_hash == self.computed_hash()


@dataclass(frozen=True, order=True)
class Head:
    """The last entry of a sink; seq 0 means that it is empty."""

    seq: int = 0
    hash: str = GENESIS


class Sink(Protocol):
    """Where the journal is kept. Every key store is one, `FileSink` is another.

    All methods raise `KeyStoreError` when the place cannot be reached.
    """

    @property
    def name(self) -> str: ...

    def head(self) -> Head: ...

    def journal_since(self, seq: int) -> Sequence[JournalEntry]:
        """Entries with a higher number, in order."""
        ...

    def journal_copy(self, entries: Sequence[JournalEntry]) -> int:
        """Add what another sink has; raise `JournalForked` if it does not follow."""
        ...


@dataclass(frozen=True)
class Beyond:
    """`unreachable` names (sink, error code): never to be passed over in silence."""

    entries: tuple[JournalEntry, ...]
    unreachable: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CatchUp:
    """`copied`: (sink, number of entries it had lacked)."""

    head: Head
    copied: tuple[tuple[str, int], ...]
    unreachable: tuple[tuple[str, str], ...]


def next_entry(head: Head, event: JournalEvent) -> JournalEntry:
    entry = JournalEntry(seq=head.seq + 1, prev_hash=head.hash, **vars(event))
    return replace(entry, entry_hash=entry.computed_hash())


def following(head: Head, entries: Iterable[JournalEntry]) -> list[JournalEntry]:
    """Return the entries after `head`; raise `JournalForked` if they don't fit."""
    fresh = [entry for entry in entries if entry.seq > head.seq]
    for entry in fresh:
        fits = (entry.seq, entry.prev_hash) == (head.seq + 1, head.hash)
        if not fits or not entry.is_whole():
            raise JournalForked
        head = Head(entry.seq, entry.entry_hash)
    return fresh


def intact(entries: list[JournalEntry], after: int) -> list[JournalEntry]:
    """Those after this number; raise `JournalDamaged` if one was changed, left out or
    moved."""
    if entries and entries[0].seq > after + 1:
        raise JournalDamaged
    for before, entry in pairwise(entries):
        if (entry.seq, entry.prev_hash) != (before.seq + 1, before.entry_hash):
            raise JournalDamaged
    if not all(entry.is_whole() for entry in entries):
        raise JournalDamaged
    return [entry for entry in entries if entry.seq > after]


def beyond(sinks: Sequence[Sink], known: Head) -> Beyond:
    """What the highest head of all has, and whoever knows up to `known` has not.

    Raise `JournalForked` if a sink tells another story, and the error of those that
    know more but can't be read: what they know must not be passed over.
    """
    heads, unreachable = _ask(sinks, lambda sink: sink.head())
    if not heads:
        raise JournalUnavailable
    if any(head.seq == known.seq and head != known for _sink, head in heads):
        raise JournalForked
    highest = max(head.seq for _sink, head in heads)
    if highest <= known.seq:
        return Beyond((), unreachable)
    error: KeyStoreError = JournalUnavailable()
    for sink, head in heads:
        if head.seq == highest:
            try:
                return Beyond(_read(sink, head, known), unreachable)
            except JournalForked:
                raise
            except KeyStoreError as failed:
                error = failed
    raise error


def _read(sink: Sink, head: Head, known: Head) -> tuple[JournalEntry, ...]:
    """Up to its head at least; others may have added to it meanwhile."""
    entries = following(known, sink.journal_since(known.seq))
    if not entries or entries[-1].seq < head.seq:
        raise JournalDamaged
    return tuple(entries)


def catch_up(sinks: Sequence[Sink]) -> CatchUp:
    """Copy to each sink what it lacks from the one that knows most.

    Call it at start, before the first new entry: an entry added to a sink that
    lags behind would fork the journal (`JournalForked`, a person must decide).
    """
    heads, unreachable = _ask(sinks, lambda sink: sink.head())
    if not heads:
        raise JournalUnavailable
    leader, highest = max(heads, key=lambda pair: pair[1].seq)
    followers = [sink for sink, _head in heads if sink is not leader]
    copied, failed = _ask(followers, lambda sink: _copy(leader, highest, sink))
    counts = tuple((sink.name, count) for sink, count in copied if count)
    return CatchUp(highest, counts, unreachable + failed)


def _copy(leader: Sink, highest: Head, sink: Sink) -> int:
    head = sink.head()
    if head.seq == highest.seq and head != highest:
        raise JournalForked
    return sink.journal_copy(leader.journal_since(head.seq))


def _ask(
    sinks: Sequence[Sink], question: Callable[[Sink], T]
) -> tuple[list[tuple[Sink, T]], tuple[tuple[str, str], ...]]:
    answers, unreachable = [], []
    for sink in sinks:
        try:
            answers.append((sink, question(sink)))
        except JournalForked:
            raise
        except KeyStoreError as error:
            unreachable.append((sink.name, error.code))
    return answers, tuple(unreachable)
