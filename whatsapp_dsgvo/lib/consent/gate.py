"""May this go out, and on what basis? The one rule every outgoing message passes.

Used twice: when a message is queued and again, under a row lock, just before it is
sent. Either a ledger entry (a consent, or in SERVICE_REPLY the customer's enquiry)
permits it, or one of four named exceptions does; there is no third way. The template
REPLY_READY is no exception: it stands on the consent, see `gate_template`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..desk import window
from .states import (
    BLOCKED,
    EXPIRED,
    GIVEN,
    NONE,
    PENDING,
    RECONFIRM,
    SERVICE,
    WITHDRAWN,
)

NOTICE, CHOICE_ACK, DSR_INFO, SAFETY = "NOTICE", "CHOICE_ACK", "DSR_INFO", "SAFETY"
EXCEPTIONS = (NOTICE, CHOICE_ACK, DSR_INFO, SAFETY)
PER_DAY = {NOTICE: 3, CHOICE_ACK: 2, DSR_INFO: 3, SAFETY: 1}
ALL_PER_DAY = 3
# Reasons that go by without anybody's doing: what they stop may wait.
PASSING = ("not_connected", "unheard")
ALL_PER_MONTH = 10


@dataclass(frozen=True)
class Situation:
    """What the gate looks at; all datetimes are UTC.

    `state` is the service consent's; `purpose_state` that of the purpose the message
    is for. automatic_today / automatic_this_month count exception messages to this
    identity, same_today those with the same exception code. `moved`: the number or ID
    changed, and nobody has written from the new one yet.
    """

    state: str
    last_inbound_at: datetime | None
    now: datetime
    strict: bool = True
    restricted: bool = False
    suppressed: bool = False
    erased: bool = False
    connected: bool = True
    moved: bool = False
    unheard: bool = False
    has_entry: bool = False
    automatic_today: int = 0
    automatic_this_month: int = 0
    same_today: int = 0
    purpose_state: str = NONE


@dataclass(frozen=True)
class Verdict:
    """`reason` is a code the user interface turns into a sentence."""

    allowed: bool
    reason: str | None = None


ALLOWED = Verdict(True)
_STATE_REASON = {
    NONE: "no_consent",
    PENDING: "no_consent",
    EXPIRED: "expired",
    WITHDRAWN: "withdrawn",
    BLOCKED: "blocked",
}


def may_send(situation: Situation, exception: str | None, purpose: str) -> Verdict:
    """Decide; exceptions need an open window too, for none of them is a template."""
    hindrance = general_hindrance(situation)
    if hindrance:
        return Verdict(False, hindrance)
    if exception:
        return _may_send_exception(situation, exception)
    return _may_send_message(situation, purpose)


def general_hindrance(situation: Situation) -> str | None:
    """What stops every message, whatever its class."""
    if situation.erased:
        return "erased"
    if situation.moved:
        # S-16: it may be a different person who holds the number now
        return "moved"
    return None


def passing_hindrance(situation: Situation) -> str | None:
    """One of PASSING; asked after what may never go by, or answers would wait for a no."""
    if not situation.connected:
        return "not_connected"
    # an older message of this person is not worked off yet: it may be a STOP
    return "unheard" if situation.unheard else None


def _may_send_exception(situation: Situation, exception: str) -> Verdict:
    if exception not in EXCEPTIONS:
        return Verdict(False, "unknown_exception")
    if not situation.connected:
        return Verdict(False, "not_connected")
    if situation.state == BLOCKED and exception not in (SAFETY, DSR_INFO):
        return Verdict(False, "blocked")
    if exception == NOTICE and situation.state not in (PENDING, RECONFIRM):
        # answered, stopped or lapsed since: the question is no longer open
        return Verdict(False, _STATE_REASON.get(situation.state, "answered"))
    if not window.is_open(situation.last_inbound_at, situation.now):
        return Verdict(False, "window_closed")
    return _within_caps(situation, exception)


def _within_caps(situation: Situation, exception: str) -> Verdict:
    full = (
        situation.same_today >= PER_DAY[exception]
        or situation.automatic_today >= ALL_PER_DAY
        or situation.automatic_this_month >= ALL_PER_MONTH
    )
    return Verdict(False, "cap") if full else ALLOWED


def _may_send_message(situation: Situation, purpose: str) -> Verdict:
    reason = (
        restriction(situation)
        or _consent_reason(situation, purpose)
        or passing_hindrance(situation)
    )
    if reason:
        return Verdict(False, reason)
    if not window.is_open(situation.last_inbound_at, situation.now):
        return Verdict(False, "window_closed")
    return ALLOWED


def restriction(situation: Situation) -> str | None:
    """What stops everything but a notice or a receipt (Art. 18 GDPR)."""
    return "restricted" if situation.restricted else None


def _consent_reason(situation: Situation, purpose: str) -> str | None:
    if purpose != SERVICE:
        return _purpose_reason(situation)
    if situation.state in (GIVEN, RECONFIRM):
        return "suppressed" if situation.suppressed else None
    enquiry = not situation.strict and purpose == SERVICE and situation.has_entry
    if enquiry and situation.state in (NONE, PENDING, EXPIRED):
        return "suppressed" if situation.suppressed else None
    return _STATE_REASON[situation.state]


def _purpose_reason(situation: Situation) -> str | None:
    """Each purpose needs its own yes (Art. 7 (2) GDPR, § 7 UWG)."""
    if situation.state == BLOCKED:
        return "blocked"
    if situation.suppressed:
        return "suppressed"
    if situation.purpose_state == GIVEN:
        return None
    return _STATE_REASON.get(situation.purpose_state, "no_consent")
