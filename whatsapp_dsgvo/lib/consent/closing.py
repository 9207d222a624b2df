"""Ways a consent ends: a STOP, a withdrawal somebody noted, Meta, a block, time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from .record import (
    BLOCKED,
    EXPIRED,
    GIVEN,
    MARKETING,
    NONE,
    PENDING,
    PENDING_FOR,
    PURPOSES,
    RECONFIRM,
    SERVICE,
    SURVEY,
    UNUSED_FOR,
    WITHDRAWN,
    Change,
    Decision,
    Record,
    Standing,
)


def withdraw(record: Record, purpose: str | None, reason: str) -> Decision:
    """S-12: somebody of the company notes a withdrawal (phone, letter). No proof asked."""
    purposes = PURPOSES if purpose is None else (purpose,)
    changes = tuple(
        Change(p, WITHDRAWN, "withdrawn", reason=reason, for_all=purpose is None)
        for p in purposes
        if record.standing(p).state not in (WITHDRAWN, BLOCKED)
        and (p in (SERVICE, purpose) or record.standing(p).state != NONE)
    )
    if SERVICE in purposes:
        changes = (*withdraw_blocked(record, for_all=purpose is None), *changes)
    return Decision(
        changes=changes, suppress=bool(changes) and purpose in (None, SERVICE)
    )


def stopped(record: Record, purposes: Iterable[str]) -> tuple[Change, ...]:
    """A STOP withdraws all of these that are not withdrawn by one already."""
    return tuple(
        Change(purpose, WITHDRAWN, "withdrawn", reason="stop", for_all=True)
        for purpose in purposes
        if _stop_changes(record, purpose)
    )


def _stop_changes(record: Record, purpose: str) -> bool:
    standing = record.standing(purpose)
    if purpose == SERVICE:
        return (standing.state, standing.reason) != (WITHDRAWN, "stop")
    return standing.state in (PENDING, GIVEN, RECONFIRM)


def stopped_blocked(record: Record) -> tuple[Change, ...]:
    """A blocked person's STOP: noted for every purpose; the block stays."""
    others = [purpose for purpose in PURPOSES if purpose != SERVICE]
    return (*withdraw_blocked(record, for_all=True), *stopped(record, others))


def withdraw_blocked(record: Record, for_all: bool) -> tuple[Change, ...]:
    """A block stays; that the person said no as well counts once it is lifted."""
    standing = record.standing()
    if standing.state != BLOCKED or standing.prior == WITHDRAWN:
        return ()
    change = Change(SERVICE, BLOCKED, "withdrawn", standing.reason, WITHDRAWN)
    return (replace(change, for_all=for_all),)


def prefer(record: Record, value: str) -> Decision:
    """S-08, S-09: Meta's `user_preferences`. A "resume" never gives a consent."""
    if value != "stop" or record.standing(MARKETING).state == WITHDRAWN:
        return Decision(content="control")
    change = Change(MARKETING, WITHDRAWN, "withdrawn", reason="meta")
    return Decision(changes=(change,), content="control")


def review(record: Record) -> tuple[Change, ...]:
    """S-07: an informal "no more ads" pauses advertising and surveys at once."""
    return tuple(
        Change(purpose, WITHDRAWN, "withdrawn", reason="review")
        for purpose in (MARKETING, SURVEY)
        if record.standing(purpose).state in (PENDING, GIVEN, RECONFIRM)
    )


def block(record: Record, reason: str) -> Decision:
    """S-21: a minor, abuse or an order: nothing goes out any more."""
    if record.state == BLOCKED:
        return Decision()
    change = Change(SERVICE, BLOCKED, "blocked", reason, _no_of(record), for_all=True)
    return Decision(changes=(change,), suppress=True)


def _no_of(record: Record) -> str | None:
    """Whether the last word of the person was no, also behind an open question."""
    standing = record.standing()
    if standing.state == PENDING:
        return WITHDRAWN if standing.prior == WITHDRAWN else None
    return WITHDRAWN if standing.state == WITHDRAWN else None


def unblock(record: Record) -> Decision:
    """Nobody but the person gives a consent: whoever writes next is asked again."""
    standing = record.standing()
    if standing.state != BLOCKED:
        return Decision()
    state = WITHDRAWN if standing.prior == WITHDRAWN else EXPIRED
    return Decision(changes=(Change(SERVICE, state, "unblocked", reason="unblocked"),))


def moved(record: Record) -> tuple[Change, ...]:
    """S-16: a new number; for advertising and surveys the person is asked again."""
    return tuple(
        Change(purpose, RECONFIRM, "reconfirm_requested", "number changed", GIVEN)
        for purpose in (MARKETING, SURVEY)
        if record.standing(purpose).state == GIVEN
    )


def recycled(record: Record) -> tuple[Change, ...]:
    """S-17: the number seems to have a new owner; what was agreed to on it ends."""
    return tuple(
        Change(purpose, EXPIRED, "expired", reason="number changed hands")
        for purpose in PURPOSES
        if record.standing(purpose).state in (PENDING, GIVEN, RECONFIRM)
    )


def lapse(
    standing: Standing, last_used: datetime | None, now: datetime
) -> Change | None:
    """Time passes: an open question ends after 7 days, an unused yes after 24 months."""
    if standing.since is None:
        return None
    if standing.state == PENDING and now - standing.since >= PENDING_FOR:
        return _lapse_question(standing)
    used = max(standing.since, last_used) if last_used else standing.since
    if standing.state in (GIVEN, RECONFIRM) and now - used >= UNUSED_FOR:
        return Change(SERVICE, EXPIRED, "expired", reason="unused")
    return None


def _lapse_question(standing: Standing) -> Change:
    if standing.prior == WITHDRAWN:
        return Change(SERVICE, WITHDRAWN, "expired", reason=standing.reason)
    return Change(SERVICE, EXPIRED, "expired", reason="no answer")
