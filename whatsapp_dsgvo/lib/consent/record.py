"""What we know of one person on one number: the facts that decide about a consent.

Art. 4 (11) and 7 GDPR: silence and going on chatting are never consent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

SERVICE, PROACTIVE, MARKETING, SURVEY = "service", "proactive", "marketing", "survey"
PURPOSES = (SERVICE, PROACTIVE, MARKETING, SURVEY)

NONE, PENDING, GIVEN = "none", "pending", "given"
WITHDRAWN, EXPIRED, RECONFIRM, BLOCKED = "withdrawn", "expired", "reconfirm", "blocked"
STATES = (NONE, PENDING, GIVEN, WITHDRAWN, EXPIRED, RECONFIRM, BLOCKED)

PENDING_FOR = timedelta(days=7)
UNUSED_FOR = timedelta(days=730)
FULL_EVERY = timedelta(days=7)
SHORT_AFTER = timedelta(seconds=20)
SHORT_WITHIN = timedelta(days=30)
SHORT_LIMIT = 3
NOTICES_PER_WINDOW = 2
CHANGE_OF_MIND = timedelta(hours=24)
# Meta stamps messages to the second, we keep microseconds.
CLOCK_GRAIN = timedelta(seconds=2)


@dataclass(frozen=True)
class Standing:
    """State of one purpose. `reason` says why it was closed (stop, refused, …)."""

    state: str = NONE
    since: datetime | None = None
    reason: str | None = None
    prior: str | None = None
    notice_version: int | None = None


@dataclass(frozen=True)
class NoticeSent:
    """A notice on its way or shown; failed ones are left out by the caller."""

    form: str
    version: int
    at: datetime
    shown: bool


@dataclass(frozen=True)
class Record:
    """All that decides about one person on one number."""

    standings: Mapping[str, Standing] = field(default_factory=dict)
    notices: tuple[NoticeSent, ...] = ()
    window_opened_at: datetime | None = None
    last_event_at: datetime | None = None

    def standing(self, purpose: str = SERVICE) -> Standing:
        return self.standings.get(purpose, Standing())

    @property
    def state(self) -> str:
        return self.standing().state


@dataclass(frozen=True)
class Policy:
    """What the company decided: the notice in force and whether it is a new scope."""

    notice_version: int
    last_material_version: int = 1


@dataclass(frozen=True)
class Inbound:
    """One message of the customer.

    `word` is what the classifier made of the text; `choice` is "yes" or "no" if a button
    of our own notice was tapped, with that notice's version, or "stale" if its one-time
    code no longer counts.
    """

    at: datetime
    word: str | None = None
    choice: str | None = None
    choice_version: int | None = None


@dataclass(frozen=True)
class Change:
    """One ledger entry to be: a purpose moves to a state because of an event.

    `for_all`: the no was to every purpose, also to those that did not have to change.
    """

    purpose: str
    state: str
    event: str
    reason: str | None = None
    prior: str | None = None
    notice_version: int | None = None
    for_all: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Decision:
    """What follows from an event.

    ask: form of the notice to send ("full"/"short"); acknowledge: "yes", "no" or
    "stop"; content: "deliver" to a ticket, "hold", or "control" (a word to us, not to
    the desk); lift: suppression ends; suppress: it begins.
    """

    changes: tuple[Change, ...] = ()
    ask: str | None = None
    acknowledge: str | None = None
    content: str = "hold"
    lift: bool = False
    suppress: bool = False


def since(before: datetime | None, at: datetime) -> datetime:
    """Since when a state holds that an event of `at` brings about.

    Meta mixes the order, and a state never reaches back behind the one it follows: else
    a yes from before a withdrawal would answer a question that was opened after it.
    """
    return max(before, at) if before else at


def apply(record: Record, changes: tuple[Change, ...], at: datetime) -> Record:
    """The record after the changes; what `wa.consent` does in the database."""
    standings = dict(record.standings)
    for change in changes:
        old = record.standing(change.purpose)
        standings[change.purpose] = Standing(
            change.state,
            since(old.since, at),
            change.reason,
            change.prior,
            change.notice_version or old.notice_version,
        )
    return replace(record, standings=standings)
