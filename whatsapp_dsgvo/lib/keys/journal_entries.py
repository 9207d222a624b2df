"""The journal's entries: a hash chain that may lose its beginning.

What no backup can lack any more goes (Art. 5 (1) e GDPR): an entry of kind `DROPPED`
says up to where, so that the rest of the chain still verifies.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise

from ..ledger.canonical import canonical
from .errors import JournalDamaged, JournalForked

GENESIS = "0" * 64
DROPPED = "dropped"
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

    @property
    def head(self) -> "Head":
        return Head(self.seq, self.entry_hash)

    def follows(self, head: "Head") -> bool:
        return (self.seq, self.prev_hash) == (head.seq + 1, head.hash)


@dataclass(frozen=True, order=True)
class Head:
    """The last entry of a sink; seq 0 means that it is empty."""

    seq: int = 0
    hash: str = GENESIS


def next_entry(head: Head, event: JournalEvent) -> JournalEntry:
    entry = JournalEntry(seq=head.seq + 1, prev_hash=head.hash, **vars(event))
    return replace(entry, entry_hash=entry.computed_hash())


def naming(head: Head) -> str:
    """What an entry of kind `DROPPED` says: up to here, inclusive."""
    return f"{head.seq}:{head.hash}"


def dropped(entries: Iterable[JournalEntry]) -> list[Head]:
    """After which entries the journal may begin, rising; raise `JournalDamaged`."""
    heads = [Head()]
    for entry in entries:
        if entry.kind == DROPPED:
            seq, _colon, hash_ = entry.digest.rpartition("/")[2].partition(":")
            if not seq.isdecimal() or int(seq) >= entry.seq:
                raise JournalDamaged
            heads.append(Head(int(seq), hash_))
    return sorted(heads)


def following(head: Head, entries: Iterable[JournalEntry]) -> list[JournalEntry]:
    """Return the entries after `head`; raise `JournalForked` if they don't fit.

    Between them may lack what they call dropped.
    """
    fresh = [entry for entry in entries if entry.seq > head.seq]
    gone = dropped(fresh)
    for entry in fresh:
        # also in the midst, of a place that was away while the others let go of it
        begins = any(entry.follows(one) for one in gone if one.seq > head.seq)
        if not (entry.follows(head) or begins) or not entry.is_whole():
            raise JournalForked
        head = entry.head
    return fresh


def reaching(known: Head, entries: Iterable[JournalEntry]) -> list[JournalEntry]:
    """The first of these, as far as nothing lacks between them and what is known."""
    whole: list[JournalEntry] = []
    for entry in entries:
        if not entry.follows(known):
            break
        whole.append(entry)
        known = entry.head
    return whole


def intact(entries: list[JournalEntry], after: int) -> list[JournalEntry]:
    """Those after this number; raise `JournalDamaged` if one was changed, left out or
    moved, but for what the later ones call dropped."""
    begins = [entry for entry in entries[:1] if entry.seq > after + 1]
    begins += [e for before, e in pairwise(entries) if not e.follows(before.head)]
    gone = dropped(entries)
    if not all(any(map(entry.follows, gone)) for entry in begins):
        raise JournalDamaged
    if not all(entry.is_whole() for entry in entries):
        raise JournalDamaged
    return [entry for entry in entries if entry.seq > after]


def check_base(entries: list[JournalEntry], base: Head) -> list[JournalEntry]:
    """Those up to here; raise `JournalForked` if the last of them is another one."""
    kept = [entry for entry in entries if entry.seq <= base.seq]
    if kept and kept[-1].head != base:
        raise JournalForked
    return kept
