"""Journals that went on by themselves: what each of them has, and one chain of all.

Erasing and withdrawing more is the safe side, so what any of them has counts. Nobody
but people decides that: a journal of something else would be taken up as well.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .errors import JournalForked
from .journal import Sink
from .journal_entries import DROPPED, Head, JournalEntry, JournalEvent, next_entry
from .restore import Told, told


@dataclass(frozen=True)
class Branch:
    """What a sink has after the last entry that all have."""

    sink: Sink
    entries: tuple[JournalEntry, ...]


@dataclass(frozen=True)
class Fork:
    """`base`: the last entry all have; of the branches the first is the longest.

    `others`: the places to be rewritten, all that have something else than the longest;
    more than one of them may have the same branch, or its beginning.
    """

    base: Head
    branches: tuple[Branch, ...]
    others: tuple[Sink, ...]

    @property
    def heads(self) -> str:
        """The same only as long as nothing has changed."""
        tips = [branch.entries[-1].head for branch in self.branches if branch.entries]
        return " ".join(f"{tip.seq}:{tip.hash}" for tip in (self.base, *tips))

    def only_in(self, branch: Branch) -> list[JournalEntry]:
        """What no other journal tells of."""
        others: Counter[Told] = Counter()
        for other in self.branches:
            if other is not branch:
                others |= Counter(map(told, other.entries))
        return _beyond(others, branch.entries)

    def joined(self) -> list[JournalEntry]:
        """All that happened after the base, as one chain: the longest goes on."""
        entries = list(self.branches[0].entries)
        head = entries[-1].head if entries else self.base
        for branch in self.branches[1:]:
            known = Counter(map(told, entries))
            for entry in _beyond(known, branch.entries):
                # the number it names is not that of this chain
                if entry.kind != DROPPED:
                    event = JournalEvent(
                        entry.at, entry.kind, entry.digest, entry.count
                    )
                    entries.append(next_entry(head, event))
                    head = entries[-1].head
        return entries


def fork_of(sinks: Sequence[Sink], known: Mapping[int, str]) -> Fork | None:
    """Where they part, or None if one is just shorter than the other.

    `known`: hashes by number of what the database was told, as far as it remembers.
    Raise `JournalForked` if nothing is common, and what keeps a sink from being read.
    """
    read = [(sink, tuple(sink.journal_since(0))) for sink in sinks]
    chains = [pair for pair in read if pair[1]]
    tips = _tips(chains)
    if not tips:
        return None
    longest = _places(tips[0][1])
    if len(tips) == 1 and _agrees(known, tips[0][1][-1].head, longest):
        return None
    common = set.intersection(*(_places(entries) for _sink, entries in tips))
    shared = (head for head in sorted(common)[::-1] if _agrees(known, head, longest))
    base = next(shared, None)
    if base is None:
        raise JournalForked
    return Fork(
        base,
        tuple(
            Branch(sink, tuple(entry for entry in entries if entry.seq > base.seq))
            for sink, entries in tips
        ),
        _others(chains, base, longest),
    )


def join(fork: Fork) -> list[JournalEntry]:
    """Give each of them all; return what comes after the base now.

    May be repeated after a crash in between: what was added is not added twice.
    Raise `JournalOnlyGrows` for a place where nothing can be taken away.
    """
    entries = fork.joined()
    fork.branches[0].sink.journal_copy(entries)
    for sink in fork.others:
        sink.journal_replace(fork.base, entries)
    return entries


def _tips(
    chains: list[tuple[Sink, tuple[JournalEntry, ...]]],
) -> list[tuple[Sink, tuple[JournalEntry, ...]]]:
    """Those that are not the beginning of another one, the longest first."""
    tips: list[tuple[Sink, tuple[JournalEntry, ...]]] = []
    for sink, entries in sorted(chains, key=lambda pair: -pair[1][-1].seq):
        if not any(entries[-1].head in _places(longer) for _sink, longer in tips):
            tips.append((sink, entries))
    return tips


def _others(
    chains: list[tuple[Sink, tuple[JournalEntry, ...]]], base: Head, longest: set[Head]
) -> tuple[Sink, ...]:
    tips = ((sink, entries[-1].head) for sink, entries in chains)
    return tuple(
        sink for sink, tip in tips if tip.seq > base.seq and tip not in longest
    )


def _places(entries: Sequence[JournalEntry]) -> set[Head]:
    """Every entry, and the one before the first, which may have been dropped."""
    before = Head(entries[0].seq - 1, entries[0].prev_hash)
    return {before, *(entry.head for entry in entries)}


def _agrees(known: Mapping[int, str], head: Head, places: set[Head]) -> bool:
    """Whether the last of these up to here that the database knows is one of them."""
    last = max((seq for seq in known if seq <= head.seq), default=None)
    return (
        last is None
        or Head(last, known[last]) in places
        or last < min(place.seq for place in places)
    )


def _beyond(
    known: Counter[Told], entries: Iterable[JournalEntry]
) -> list[JournalEntry]:
    seen: Counter[Told] = Counter()
    found = []
    for entry in entries:
        seen[told(entry)] += 1
        if seen[told(entry)] > known[told(entry)]:
            found.append(entry)
    return found
