"""Accountability documents as data: sections of lines, each with where it stands.

A missing fact is shown as a gap, never left out and never guessed (Art. 5 (2), 24 GDPR).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

OK, GAP, STALE = "ok", "gap", "stale"


@dataclass(frozen=True)
class Line:
    """One fact: "Data protection officer" – "Dora Datenschutz" – ok."""

    label: str
    value: str
    status: str = OK


@dataclass(frozen=True)
class Section:
    """A heading, an explaining sentence or "", and its lines."""

    heading: str
    lines: tuple[Line, ...]
    text: str = ""


def line(label: str, value: str | None, missing: str) -> Line:
    """A line with the value, or with the sentence that says what is missing."""
    text = (value or "").strip()
    return Line(label, text) if text else Line(label, missing, GAP)


def gaps(sections: Iterable[Section]) -> int:
    """How many facts are missing or too old."""
    return sum(line.status != OK for section in sections for line in section.lines)


def dumped(sections: Iterable[Section]) -> str:
    """JSON in one fixed form, so that equal contents give equal digests."""
    rows = [asdict(section) for section in sections]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True)


def digest(text: str) -> str:
    """SHA-256 in hex: what a version is known by."""
    return hashlib.sha256(text.encode()).hexdigest()
