"""Consent as a state machine: what an event changes, and what we may say to it.

One :class:`Record` is what we know of one person on one business number. Every
function takes the record and an event and returns a :class:`Decision`; nothing here
reads a clock or a database. States and transitions follow Art. 4 (11) and 7 GDPR: silence
and going on chatting are never consent, withdrawal is as easy as consent, and the
burden of proof is ours.
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
    """One ledger entry to be: a purpose moves to a state because of an event."""

    purpose: str
    state: str
    event: str
    reason: str | None = None
    prior: str | None = None
    notice_version: int | None = None


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


def receive(record: Record, inbound: Inbound, policy: Policy) -> Decision:
    """Decide about one inbound message (transitions S-01 to S-06, S-10, S-11')."""
    if record.state == BLOCKED:
        return Decision(
            changes=_withdraw_open(record) if inbound.word == "stop" else (),
            content="control" if inbound.word == "stop" else "hold",
        )
    if inbound.word == "stop":
        return _stop(record, inbound)
    answer = inbound.choice or _spoken_answer(record, inbound)
    if answer == "yes" and _yes_counts(record, inbound, policy):
        return _accept(record, inbound)
    if answer == "no" and _question_is_open(record):
        return _refuse(record)
    if _needs_nothing(record, inbound):
        return Decision(content="control")
    return _other(record, inbound, policy)


def _needs_nothing(record: Record, inbound: Inbound) -> bool:
    """An old button under a valid yes, or a second no: neither answer nor enquiry."""
    if inbound.choice:
        return record.state in (GIVEN, RECONFIRM)
    return inbound.word == "no" and record.state == WITHDRAWN


def _stop(record: Record, inbound: Inbound) -> Decision:
    if _is_older_than_standing(record, inbound.at):
        return Decision(content="control")
    changes = tuple(
        Change(purpose, WITHDRAWN, "withdrawn", reason="stop")
        for purpose in PURPOSES
        if _stop_changes(record, purpose)
    )
    return Decision(
        changes=changes,
        acknowledge="stop" if changes else None,
        content="control",
        suppress=True,
    )


def _stop_changes(record: Record, purpose: str) -> bool:
    standing = record.standing(purpose)
    if purpose == SERVICE:
        return (standing.state, standing.reason) != (WITHDRAWN, "stop")
    return standing.state in (PENDING, GIVEN, RECONFIRM)


def _withdraw_open(record: Record) -> tuple[Change, ...]:
    """A blocked person's STOP: noted for every other purpose; the block stays."""
    return tuple(
        Change(purpose, WITHDRAWN, "withdrawn", reason="stop")
        for purpose in PURPOSES
        if purpose != SERVICE and _stop_changes(record, purpose)
    )


def _spoken_answer(record: Record, inbound: Inbound) -> str | None:
    if not _question_is_open(record):
        return None
    if inbound.word == "no":
        return "no"
    if inbound.word == "yes" and _shown_version(record, inbound.at) is not None:
        return "yes"
    return None


def _question_is_open(record: Record) -> bool:
    return record.state in (PENDING, RECONFIRM)


def _shown_version(record: Record, at: datetime) -> int | None:
    """Version of the newest notice the person had seen when writing (S-03)."""
    seen = [n for n in record.notices if n.shown and n.at <= at + CLOCK_GRAIN]
    return max(seen, key=lambda n: n.at).version if seen else None


def _yes_counts(record: Record, inbound: Inbound, policy: Policy) -> bool:
    standing = record.standing()
    if standing.since is not None and inbound.at < standing.since:
        # spoken before the question, the withdrawal or the yes that is in force
        return False
    if (_version_meant(record, inbound) or 0) < policy.last_material_version:
        return False
    if _question_is_open(record):
        return True
    # S-04': the yes button of the same notice within 24 h after a no
    return (
        standing.state == WITHDRAWN
        and standing.reason == "refused"
        and inbound.choice == "yes"
        and standing.since is not None
        and inbound.at - standing.since <= CHANGE_OF_MIND
    )


def _version_meant(record: Record, inbound: Inbound) -> int | None:
    """Version of the notice that a yes answers."""
    return inbound.choice_version or _shown_version(record, inbound.at)


def _is_older_than_standing(record: Record, at: datetime) -> bool:
    """Meta mixes the order; the later event time wins."""
    since = record.standing().since
    decided = record.state in (GIVEN, WITHDRAWN)
    return decided and since is not None and at < since


def _accept(record: Record, inbound: Inbound) -> Decision:
    version = _version_meant(record, inbound)
    change = Change(SERVICE, GIVEN, "given", notice_version=version)
    return Decision(changes=(change,), acknowledge="yes", content="control", lift=True)


def _refuse(record: Record) -> Decision:
    standing = record.standing()
    # back to the withdrawal that was in force before we asked
    reason = standing.reason if standing.prior == WITHDRAWN else "refused"
    change = Change(SERVICE, WITHDRAWN, "refused", reason=reason)
    return Decision(changes=(change,), acknowledge="no", content="control")


def _other(record: Record, inbound: Inbound, policy: Policy) -> Decision:
    state = record.state
    if state == GIVEN and _has_new_scope(record, policy):
        change = Change(SERVICE, RECONFIRM, "reconfirm_requested", prior=GIVEN)
        return Decision(
            (change,), _next_notice(record, inbound, policy), None, "deliver"
        )
    if state == GIVEN:
        return Decision(content="deliver")
    if state == RECONFIRM:
        return Decision((), _next_notice(record, inbound, policy), None, "deliver")
    return _ask_again(record, inbound, policy)


def _has_new_scope(record: Record, policy: Policy) -> bool:
    """S-14: consent was given to a notice older than the last material change."""
    version = record.standing().notice_version
    return version is not None and version < policy.last_material_version


def _ask_again(record: Record, inbound: Inbound, policy: Policy) -> Decision:
    """S-01, S-05, S-10, S-11': hold the message, open the question if it is closed."""
    is_control = inbound.choice or inbound.word in ("start", "yes", "no")
    content = "control" if is_control else "hold"
    changes: tuple[Change, ...] = ()
    if record.state != PENDING:
        changes = (_asked(record.standing()),)
    return Decision(changes, _next_notice(record, inbound, policy), None, content)


def _asked(standing: Standing) -> Change:
    """After a withdrawal its reason is remembered, for silence or a no restores it."""
    if standing.state == WITHDRAWN:
        return Change(SERVICE, PENDING, "asked", standing.reason, prior=WITHDRAWN)
    return Change(SERVICE, PENDING, "asked")


def _next_notice(record: Record, inbound: Inbound, policy: Policy) -> str | None:
    """Full once per 7 days and version, else short; never more than I6 allows."""
    in_window = [n for n in record.notices if _in_window(n, record)]
    if len(in_window) >= NOTICES_PER_WINDOW:
        return None
    if _full_is_due(record, inbound, policy):
        return "full"
    return "short" if _short_is_due(record, inbound, in_window) else None


def _in_window(notice: NoticeSent, record: Record) -> bool:
    opened = record.window_opened_at
    return opened is not None and notice.at >= opened


def _full_is_due(record: Record, inbound: Inbound, policy: Policy) -> bool:
    return not any(
        n.form == "full"
        and n.version == policy.notice_version
        and inbound.at - n.at < FULL_EVERY
        for n in record.notices
    )


def _short_is_due(
    record: Record, inbound: Inbound, in_window: list[NoticeSent]
) -> bool:
    shorts = [n for n in record.notices if n.form == "short"]
    if any(n in in_window for n in shorts):
        return False
    if sum(inbound.at - n.at < SHORT_WITHIN for n in shorts) >= SHORT_LIMIT:
        return False
    newest = max((n.at for n in record.notices), default=None)
    return newest is None or inbound.at - newest >= SHORT_AFTER


def withdraw(record: Record, purpose: str | None, reason: str) -> Decision:
    """S-12: somebody of the company notes a withdrawal (phone, letter). No proof asked."""
    purposes = PURPOSES if purpose is None else (purpose,)
    changes = tuple(
        Change(p, WITHDRAWN, "withdrawn", reason=reason)
        for p in purposes
        if record.standing(p).state != WITHDRAWN
        and (p in (SERVICE, purpose) or record.standing(p).state != NONE)
    )
    return Decision(
        changes=changes, suppress=bool(changes) and purpose in (None, SERVICE)
    )


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
    return Decision(
        changes=(Change(SERVICE, BLOCKED, "blocked", reason=reason),), suppress=True
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


def apply(record: Record, changes: tuple[Change, ...], at: datetime) -> Record:
    """The record after the changes; what `wa.consent` does in the database."""
    standings = dict(record.standings)
    for change in changes:
        old = record.standing(change.purpose)
        standings[change.purpose] = Standing(
            change.state,
            at,
            change.reason,
            change.prior,
            change.notice_version or old.notice_version,
        )
    return replace(record, standings=standings)
