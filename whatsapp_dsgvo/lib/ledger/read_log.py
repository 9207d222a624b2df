"""The read log: a hash chain whose oldest entries go when their time is over.

It is chained and checked as the ledger is (`chain`, `verify`); its content is in the
clear. A chain that was cut at an end or computed anew is told by its heads: the ledger
keeps one for each day. Problems that only this chain has:

early        entries up to this number were deleted before their time was over
head         a head in the ledger is not what it was
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from .anchor import Anchor
from .canonical import canonical
from .chain import Head, link
from .verify import Problem, Report, verify

EARLY = "early"
HEAD = "head"
_DOMAIN = b"wa-read-log-v1"


@dataclass(frozen=True)
class Read:
    """A row of the read log; `seq` None: not sealed yet.

    `at`: UTC to the second. `reader`: keyed hash. Who asked for the name and whose it
    is comes later, and is no part of the hash.
    """

    company: int
    at: str
    reader: str
    what: str
    count: int
    pseudonym: str
    reason: str
    seq: int | None = None
    prev_hash: str = ""
    entry_hash: str = ""

    def hash_after(self, prev_hash: str, seq: int) -> str:
        told = {
            "at": self.at,
            "company": self.company,
            "count": self.count,
            "pseudonym": self.pseudonym,
            "reader": self.reader,
            "reason": self.reason,
            "what": self.what,
        }
        return link(_DOMAIN, prev_hash, seq, sha256(canonical(told)).digest())


def verify_reads(
    reads: Iterable[Read], heads: Iterable[Anchor], start: Head, kept_since: str
) -> Report:
    """Verify what is kept of one company's chain.

    :param heads: with the time of the entry, not of the day they were noted
    :param start: the last entry that was deleted, `chain.START` if none was
    :param kept_since: entries from then on are not deleted yet
    """
    known = list(heads)
    report = verify(
        reads, [head for head in known if head.seq > start.seq], start=start
    )
    return report.blamed(
        Problem(head.seq, EARLY)
        for head in known
        if head.seq <= start.seq and head.at >= kept_since
    )
