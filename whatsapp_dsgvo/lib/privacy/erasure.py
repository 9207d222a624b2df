"""The erasure of a person as one job: its steps, and what may follow what.

Each step is repeated until it succeeds and changes nothing when repeated. First the
person is told; then nobody can be written to any more, and what must outlive a restored
backup is written down outside the database; content goes before the keys, and the keys
before it is known whether every file is really gone. Only then there is a certificate.
"""

from datetime import timedelta

TELL = "tell"
BLOCK = "block"
JOURNAL = "journal"
META = "meta"
KEEP = "keep"
EVENTS = "events"
CHATTER = "chatter"
FILES = "files"
MESSAGES = "messages"
OTHERS = "others"
CONTACT = "contact"
SCAN = "scan"
PEOPLE = "people"
KEYS = "keys"
LEDGER = "ledger"
DISK = "disk"
RECIPIENTS = "recipients"
CERTIFICATE = "certificate"

STEPS = (
    TELL,
    BLOCK,
    JOURNAL,
    META,
    KEEP,
    EVENTS,
    CHATTER,
    FILES,
    MESSAGES,
    OTHERS,
    CONTACT,
    SCAN,
    PEOPLE,
    KEYS,
    LEDGER,
    DISK,
    RECIPIENTS,
    CERTIFICATE,
)
# Until when a person may still call the whole thing off.
PROPOSED, CONFIRMED, RUNNING, STOPPED, DONE, CANCELLED = (
    "proposed",
    "confirmed",
    "running",
    "stopped",
    "done",
    "cancelled",
)
_MOVES = {
    PROPOSED: (CONFIRMED, CANCELLED),
    CONFIRMED: (RUNNING, STOPPED, DONE),
    RUNNING: (RUNNING, STOPPED, DONE),
    STOPPED: (RUNNING, STOPPED, DONE),
    DONE: (),
    CANCELLED: (),
}
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
)


def remaining(last: str | None) -> tuple[str, ...]:
    """The steps after `last`; `ValueError` for a step that does not exist."""
    return STEPS[STEPS.index(last) + 1 :] if last else STEPS


def number(last: str | None) -> int:
    """The number, from 1, of the step that runs now; past the end it is the last."""
    return min(len(STEPS) - len(remaining(last)) + 1, len(STEPS))


def may_move(old: str, new: str) -> bool:
    """Once begun it can't be called off: half an erasure would be the worst of both."""
    return new in _MOVES[old]


def retry_after(attempts: int) -> timedelta:
    """Pause after the n-th failure in a row, counted from 1."""
    return RETRY_AFTER[min(max(attempts, 1), len(RETRY_AFTER)) - 1]


def keys_are_gone(last: str | None) -> bool:
    """Whether contents are unreadable already, although the job is not finished."""
    return KEYS not in remaining(last)
