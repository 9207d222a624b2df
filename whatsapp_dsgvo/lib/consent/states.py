"""Consent as a state machine: what an event changes, and what we may say to it.

One :class:`Record` is what we know of one person on one business number. Every
function takes the record and an event and returns a :class:`Decision`; nothing here
reads a clock or a database. States and transitions follow Art. 4 (11) and 7 GDPR: silence
and going on chatting are never consent, withdrawal is as easy as consent, and the
burden of proof is ours.
"""

from __future__ import annotations

from datetime import datetime

from .closing import (
    block,
    lapse,
    moved,
    prefer,
    recycled,
    review,
    stopped,
    stopped_blocked,
    unblock,
    withdraw,
)
from .questions import asked, next_notice
from .record import (
    BLOCKED,
    CHANGE_OF_MIND,
    CLOCK_GRAIN,
    EXPIRED,
    GIVEN,
    MARKETING,
    NONE,
    NOTICES_PER_WINDOW,
    PENDING,
    PENDING_FOR,
    PROACTIVE,
    PURPOSES,
    RECONFIRM,
    SERVICE,
    STATES,
    SURVEY,
    WITHDRAWN,
    Change,
    Decision,
    Inbound,
    NoticeSent,
    Policy,
    Record,
    Standing,
    apply,
    since,
)

__all__ = [
    "BLOCKED",
    "EXPIRED",
    "GIVEN",
    "MARKETING",
    "NONE",
    "NOTICES_PER_WINDOW",
    "PENDING",
    "PENDING_FOR",
    "PROACTIVE",
    "PURPOSES",
    "RECONFIRM",
    "SERVICE",
    "STATES",
    "SURVEY",
    "WITHDRAWN",
    "Change",
    "Decision",
    "Inbound",
    "NoticeSent",
    "Policy",
    "Record",
    "Standing",
    "apply",
    "block",
    "lapse",
    "moved",
    "prefer",
    "receive",
    "recycled",
    "review",
    "since",
    "unblock",
    "withdraw",
]


def receive(record: Record, inbound: Inbound, policy: Policy) -> Decision:
    """Decide about one inbound message (transitions S-01 to S-06, S-10, S-11')."""
    if record.state == BLOCKED:
        return Decision(
            changes=stopped_blocked(record) if inbound.word == "stop" else (),
            content="control" if inbound.word == "stop" else "hold",
        )
    if inbound.word == "stop":
        return _stop(record, inbound)
    answer = inbound.choice or _spoken_answer(record, inbound)
    if answer == "yes" and _yes_counts(record, inbound, policy):
        return _accept(record, inbound)
    if answer == "no" and _no_counts(record, inbound):
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
    changes = stopped(record, PURPOSES)
    return Decision(
        changes=changes,
        acknowledge="stop" if changes else None,
        content="control",
        suppress=True,
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


def _no_counts(record: Record, inbound: Inbound) -> bool:
    """Also the no button under a valid yes: as easy as the yes was (Art. 7 (3))."""
    takes_back = inbound.choice == "no" and record.state == GIVEN
    return _question_is_open(record) or (
        takes_back and not _is_older_than_standing(record, inbound.at)
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
    event = "withdrawn" if record.state == GIVEN else "refused"
    change = Change(SERVICE, WITHDRAWN, event, reason=reason)
    return Decision(changes=(change,), acknowledge="no", content="control")


def _other(record: Record, inbound: Inbound, policy: Policy) -> Decision:
    state = record.state
    if state == GIVEN and _has_new_scope(record, policy):
        change = Change(SERVICE, RECONFIRM, "reconfirm_requested", prior=GIVEN)
        return Decision(
            (change,), next_notice(record, inbound, policy), None, "deliver"
        )
    if state == GIVEN:
        return Decision(content="deliver")
    if state == RECONFIRM:
        return Decision((), next_notice(record, inbound, policy), None, "deliver")
    return _ask_again(record, inbound, policy)


def _has_new_scope(record: Record, policy: Policy) -> bool:
    """S-14: consent was given to a notice older than the last material change."""
    version = record.standing().notice_version
    return version is not None and version < policy.last_material_version


def _ask_again(record: Record, inbound: Inbound, policy: Policy) -> Decision:
    """S-01, S-05, S-10, S-11': hold the message, open the question if it is closed."""
    is_control = inbound.choice or inbound.word in ("start", "yes", "no")
    content = "control" if is_control else "hold"
    if record.state == WITHDRAWN and _is_older_than_standing(record, inbound.at):
        # the no came later: it ended this enquiry, too
        return Decision(content=content)
    changes: tuple[Change, ...] = ()
    if record.state != PENDING:
        changes = (asked(record.standing()),)
    return Decision(changes, next_notice(record, inbound, policy), None, content)
