"""Is a database behind the journal, or has it only not been told yet?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .journal_entries import JournalEntry

Told = tuple[str, str, str]  # at, kind, digest

WITHDRAWAL, ERASURE, RETENTION = "withdrawal", "erasure", "retention"
# Who was erased, and each identity they had. Older journals have only identities, as
# ERASURE: whose they were must be guessed.
OF_PERSON, OF_IDENTITY = "erasure_of_person", "erasure_of_identity"
ERASURES = (ERASURE, OF_PERSON, OF_IDENTITY)
RECYCLED = "recycled"
# Art. 18 GDPR; of two the later one stands
RESTRICTED, LIFTED = "restricted", "restriction_lifted"
# Which contact somebody is
LINKED = "linked"
# How far an erasure went: the contact, too? And does the suppression list forget, too?
IDENTITIES, CONTACT, FORGOTTEN = "identities", "contact", "forgotten"
EXTENTS = tuple(
    extent + forgotten
    for extent in (IDENTITIES, CONTACT)
    for forgotten in ("", f"+{FORGOTTEN}")
)


@dataclass(frozen=True)
class Extent:
    """`contact` is None where the journal does not say."""

    contact: bool | None = None
    forgotten: bool = False


def told(entry: JournalEntry) -> Told:
    return entry.at, entry.kind, entry.digest


def unknown(
    entries: Sequence[JournalEntry], waiting: Iterable[Told]
) -> list[JournalEntry]:
    """Entries no mark of the database explains: they came after its backup.

    A mark is committed before the journal is told, so a live database explains every
    entry, also when it crashed before it wrote down the number.
    """
    left = Counter(waiting)
    missing = []
    for entry in entries:
        if left[told(entry)]:
            left[told(entry)] -= 1
        else:
            missing.append(entry)
    return missing


def kind_with(kind: str, purpose: str | None) -> str:
    """The purpose is part of the kind, so that older journals keep their hashes.

    Without one it is every purpose, as in all journals written before.
    """
    return f"{kind}/{purpose}" if purpose else kind


def kind_of(kind: str) -> tuple[str, str | None]:
    """Return (kind, purpose or None for every purpose, or the extent of an erasure)."""
    name, _slash, purpose = kind.partition("/")
    return name, purpose or None


def erasure_kind(contact: bool, forgotten: bool, kind: str) -> str:
    """What a repeated erasure must know, as part of the kind, too."""
    extent = CONTACT if contact else IDENTITIES
    return kind_with(kind, f"{extent}+{FORGOTTEN}" if forgotten else extent)


def extent_of(detail: str | None) -> Extent:
    """Of older journals, and of one we don't know: the list keeps the person's no."""
    if detail not in EXTENTS:
        return Extent()
    extent, _plus, forgotten = detail.partition("+")
    return Extent(extent == CONTACT, bool(forgotten))


def linked(person: str, contact: str) -> str:
    """One digest of two keyed hashes, so that no line has to follow another one."""
    return f"{person}+{contact}"


def linked_in(digest: str) -> tuple[str, str]:
    """Return (person, contact)."""
    person, _plus, contact = digest.partition("+")
    return person, contact


def scoped(company: int, digest: str) -> str:
    """Numbers are hashed alike everywhere; a withdrawal concerns one company."""
    return f"{company}/{digest}"


def scope_of(digest: str) -> tuple[int | None, str]:
    """Return (company or None for all, digest)."""
    company, slash, rest = digest.partition("/")
    return (int(company), rest) if slash and company.isdecimal() else (None, digest)
