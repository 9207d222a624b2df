"""May we ask with the template "reply ready" whether a waiting answer may come?

The second half of the gate. Under the consent for `service` only: the template answers
an enquiry, it opens no talk of our own. So there must be an unanswered message of an
open ticket, not older than 30 days, and each such message is asked about once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..desk import reply_ready
from .gate import (
    ALLOWED,
    Situation,
    Verdict,
    general_hindrance,
    passing_hindrance,
    restriction,
)
from .states import BLOCKED, EXPIRED, GIVEN, NONE, PENDING, RECONFIRM, WITHDRAWN

REPLY_READY = "REPLY_READY"

_STATE_REASON = {
    NONE: "no_consent",
    PENDING: "no_consent",
    EXPIRED: "expired",
    WITHDRAWN: "withdrawn",
    BLOCKED: "blocked",
}


@dataclass(frozen=True)
class Enquiry:
    """What would be asked about; the datetime is UTC.

    `unanswered_at`: when the customer's last message came, None if it was answered.
    `asked`: the template went out for that very message. `template_usable`: approved as
    utility in the person's language.
    """

    ticket_open: bool
    unanswered_at: datetime | None
    asked: bool
    template_usable: bool


def may_ask(situation: Situation, enquiry: Enquiry) -> Verdict:
    """Decide; an open window is no condition, and in SERVICE_REPLY no substitute."""
    refusal = (
        general_hindrance(situation)
        or restriction(situation)
        or _consent_reason(situation)
        or passing_hindrance(situation)
        or _enquiry_reason(situation.now, enquiry)
    )
    return Verdict(False, refusal) if refusal else ALLOWED


def _consent_reason(situation: Situation) -> str | None:
    if situation.state not in (GIVEN, RECONFIRM):
        return _STATE_REASON[situation.state]
    if not situation.has_entry:
        return "no_consent"
    return "suppressed" if situation.suppressed else None


def _enquiry_reason(now: datetime, enquiry: Enquiry) -> str | None:
    if not enquiry.ticket_open:
        return "ticket_closed"
    if enquiry.unanswered_at is None:
        return "answered_already"
    if now - enquiry.unanswered_at > reply_ready.INBOUND_WITHIN:
        return "too_old"
    if enquiry.asked:
        return "asked"
    return None if enquiry.template_usable else "no_template"
