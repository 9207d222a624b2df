"""The erasure journal: what a restored backup must be told again.

Erasures, withdrawals and retention runs, as keyed hashes and counts, chained, and
kept in at least two places outside the database: the key store and a second sink.
A restored database is behind the *highest* head of all sinks; it is quarantined
until everything missing is replayed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from .errors import (
    JournalDamaged,
    JournalDropped,
    JournalForked,
    JournalUnavailable,
    KeyStoreError,
)
from .journal_entries import Head, JournalEntry, following, reaching

T = TypeVar("T")


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

    def journal_replace(self, base: Head, entries: Sequence[JournalEntry]) -> None:
        """These instead of what is there after `base`: people have decided it.

        Raise `JournalForked` if they don't follow, `JournalOnlyGrows` as below.
        """
        ...

    def journal_drop(self) -> int:
        """Let go of what the chain calls dropped; return how many entries that were.

        Raise `JournalOnlyGrows` where that is not possible.
        """
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


def beyond(
    sinks: Sequence[Sink],
    known: Head,
    head_at: Callable[[int], Head] = lambda seq: Head(),
) -> Beyond:
    """What the highest head of all has, and whoever knows up to `known` has not.

    `head_at`: what they know of an earlier number, `Head()` if nothing.

    Raise `JournalForked` if a sink tells another story, and the error of those that
    know more but can't be read: what they know must not be passed over.
    """
    heads, unreachable = _ask(sinks, lambda sink: sink.head())
    if not heads:
        raise JournalUnavailable
    lagging = [head for _sink, head in heads if 0 < head.seq < known.seq]
    if any(head_at(head.seq) not in (Head(), head) for head in lagging):
        raise JournalForked
    if any(head.seq == known.seq and head != known for _sink, head in heads):
        raise JournalForked
    highest = max(head.seq for _sink, head in heads)
    if highest <= known.seq:
        return Beyond((), unreachable)
    entries = _read_first([pair for pair in heads if pair[1].seq == highest], known)
    places = {entry.head for entry in entries}
    if any(head.seq > known.seq and head not in places for _sink, head in heads):
        raise JournalForked
    return Beyond(entries, unreachable)


def _read_first(
    leaders: Sequence[tuple[Sink, Head]], known: Head
) -> tuple[JournalEntry, ...]:
    """Of the first that can be read; a contradiction is no reason to ask the next."""
    error: KeyStoreError = JournalUnavailable()
    for sink, head in leaders:
        try:
            return _read(sink, head, known)
        except JournalForked:
            raise
        except KeyStoreError as failed:
            error = failed
    raise error


def _read(sink: Sink, head: Head, known: Head) -> tuple[JournalEntry, ...]:
    """Up to its head at least, others may have added to it meanwhile; and back to what
    is known."""
    entries = following(known, sink.journal_since(known.seq))
    if len(reaching(known, entries)) < len(entries):
        raise JournalDropped
    if not entries or entries[-1].seq < head.seq:
        raise JournalDamaged
    return tuple(entries)


def check_reach(sinks: Sequence[Sink], known: Head) -> None:
    """Raise `JournalDropped` if one knew of something after `known` that none has now.

    That they contradict each other does not matter; raise what keeps one from being
    read: what it knows must not be passed over.
    """
    chains = [following(known, sink.journal_since(known.seq)) for sink in sinks]
    fresh = [chain for chain in chains if chain]
    places = {entry.head for chain in fresh for entry in reaching(known, chain)}
    if any(chain[-1].head not in places for chain in fresh):
        raise JournalDropped


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
