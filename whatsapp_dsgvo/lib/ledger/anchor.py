"""The head of a chain at a time, sent where the Odoo administrator cannot rewrite it.

Without an anchor nobody can tell a chain that was cut or computed anew, so one goes
out often and at every erasure.
"""

import re
from dataclasses import dataclass

_TEXT = re.compile(
    r"wa-anchor-v1 company=(\d{1,18}) seq=(\d{1,18}) hash=([0-9a-f]{64})"
    r" at=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"
)


@dataclass(frozen=True)
class Anchor:
    """`at`: UTC to the second; `entry_hash`: that of the entry with number `seq`."""

    company: int
    seq: int
    entry_hash: str
    at: str

    def to_text(self) -> str:
        """One line for a mail, a file or a printed page."""
        text = (
            f"wa-anchor-v1 company={self.company} seq={self.seq}"
            f" hash={self.entry_hash} at={self.at}"
        )
        if not _TEXT.fullmatch(text):
            raise ValueError("An anchor needs numbers, 64 hex digits and a UTC time.")
        return text


def parse(text: str) -> Anchor:
    """Read one anchor back, also when a mail program has broken its line."""
    found = _TEXT.fullmatch(_one_line(text))
    if not found:
        raise ValueError("This is not an anchor.")
    return _anchor(found)


def find_all(text: str) -> list[Anchor]:
    """All anchors in a mailbox's or file's text; what is not an anchor is ignored."""
    return [_anchor(found) for found in _TEXT.finditer(_one_line(text))]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _anchor(found: "re.Match[str]") -> Anchor:
    return Anchor(int(found[1]), int(found[2]), found[3], found[4])
