"""Check a chain against itself and against its anchors, in one pass.

Problems and what they mean:
gap          entries are missing before this one
order        a number came twice or too early
link         the entry does not continue the one before it
hash         number, header or commitment of the entry were changed
company      the entry belongs to the chain of another company
unsealed     an entry without number stands before one that has a number
anchor       an anchor knows another hash for this number: edited or computed anew
truncated    an anchor knows a higher number than the chain has
blob         the content was changed or belongs to another entry
commitment   the content is readable but is not what was committed to
away         anchors kept elsewhere could not be read: nobody vouches for the rest
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

from ..keys.errors import CannotRead
from .anchor import Anchor
from .chain import START, Head, Linkable, Unsealed, open_commitment

MAX_PROBLEMS = 100
AWAY = "away"


class Chained(Linkable, Protocol):
    """An entry of any chain; `seq` None: not sealed yet."""

    @property
    def company(self) -> int: ...
    @property
    def seq(self) -> int | None: ...
    @property
    def prev_hash(self) -> str: ...
    @property
    def entry_hash(self) -> str: ...


@dataclass(frozen=True)
class Entry(Unsealed):
    """A ledger row; `seq` None: not sealed yet. `blob` None: erased (redacted)."""

    seq: int | None = None
    prev_hash: str = ""
    entry_hash: str = ""
    blob: bytes | None = None


# unseals a blob; None when its key was destroyed; raises `CannotRead`
OpenBlob = Callable[[Entry], "bytes | None"]


@dataclass(frozen=True)
class Problem:
    seq: int
    code: str


@dataclass(frozen=True)
class Report:
    """`ok` only without any problem. `problems` holds the first `MAX_PROBLEMS`.

    `opened`: contents that were read and match; `closed`: erased or not asked for;
    `unsealed`: the tail that the sealer has not chained yet, and nobody vouches for.
    """

    ok: bool
    count: int
    head_seq: int
    head_hash: str
    problems: tuple[Problem, ...]
    problem_count: int
    opened: int
    closed: int
    unsealed: int

    def doubted(self) -> "Report":
        """Never passed, since anchors that may know better could not be read."""
        return self.blamed([Problem(self.head_seq, AWAY)])

    def blamed(self, more: Iterable[Problem]) -> "Report":
        """With what was found besides; unchanged if that is nothing."""
        found = (*self.problems, *more)
        count = self.problem_count + len(found) - len(self.problems)
        return replace(self, ok=not count, problems=found, problem_count=count)

    @property
    def is_doubted(self) -> bool:
        """Nothing worse was found."""
        return [problem.code for problem in self.problems] == [AWAY]


def verify(
    entries: Iterable[Chained],
    anchors: Iterable[Anchor] = (),
    open_blob: OpenBlob | None = None,
    start: Head = START,
) -> Report:
    """Verify one company's chain, given by number with the unsealed tail last.

    Memory does not grow with the entries. Without `open_blob` contents stay closed.
    `start`: the entry before the first one given.
    """
    ahead = sorted(anchors, key=lambda anchor: -anchor.seq)
    check = _Check(open_blob, ahead, start.seq, start.entry_hash)
    for entry in entries:
        check.add(entry)
    return check.report()


@dataclass
class _Check:
    """Where the single pass stands; `anchors` are those ahead, the next one last."""

    open_blob: OpenBlob | None
    anchors: list[Anchor]
    head_seq: int
    head_hash: str
    company: int | None = None
    count: int = 0
    opened: int = 0
    closed: int = 0
    unsealed: int = 0
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, entry: Chained) -> None:
        self.count += 1
        if entry.seq is None:
            self.unsealed += 1
        else:
            self._follow(entry, entry.seq)
            self._compare_anchors()
        self._open(entry)

    def report(self) -> Report:
        if self.anchors:
            self._note(max(anchor.seq for anchor in self.anchors), "truncated")
        return Report(
            ok=not self.problem_count,
            count=self.count,
            head_seq=self.head_seq,
            head_hash=self.head_hash,
            problems=tuple(self.problems),
            problem_count=self.problem_count,
            opened=self.opened,
            closed=self.closed,
            unsealed=self.unsealed,
        )

    def _note(self, seq: int, code: str) -> None:
        self.problem_count += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(seq, code))

    def _follow(self, entry: Chained, seq: int) -> None:
        if self.unsealed:
            self._note(seq, "unsealed")
        if seq <= self.head_seq:
            self._note(seq, "order")
            return
        if seq > self.head_seq + 1:
            self._note(self.head_seq + 1, "gap")
        elif entry.prev_hash != self.head_hash:
            self._note(seq, "link")
        if not _is_own_hash(entry, seq):
            self._note(seq, "hash")
        self._check_company(entry, seq)
        self.head_seq, self.head_hash = seq, entry.entry_hash

    def _check_company(self, entry: Chained, seq: int) -> None:
        if self.company is None:
            self.company = entry.company
        if entry.company != self.company:
            self._note(seq, "company")

    def _compare_anchors(self) -> None:
        while self.anchors and self.anchors[-1].seq <= self.head_seq:
            anchor = self.anchors.pop()
            at_head = anchor.seq == self.head_seq
            told = (anchor.company, anchor.entry_hash)
            if at_head and told != (self.company, self.head_hash):
                self._note(anchor.seq, "anchor")

    def _open(self, entry: Chained) -> None:
        # other chains have no contents
        if not self.open_blob or not isinstance(entry, Entry) or entry.blob is None:
            self.closed += 1
            return
        try:
            plain = self.open_blob(entry)
        except CannotRead:
            self._note(entry.seq or 0, "blob")
            return
        if plain is None:
            self.closed += 1
        elif _matches(plain, entry.commitment):
            self.opened += 1
        else:
            self._note(entry.seq or 0, "commitment")


def _is_own_hash(entry: Chained, seq: int) -> bool:
    try:
        computed = entry.hash_after(entry.prev_hash, seq)
    except ValueError:
        return False
    return computed == entry.entry_hash


def _matches(plain: bytes, commitment: str) -> bool:
    try:
        open_commitment(plain, commitment)
    except CannotRead:
        return False
    return True
