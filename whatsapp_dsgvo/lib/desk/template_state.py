"""What Meta's words about a template mean for us: may it be sent, which colour.

Source: Meta, "Template statuses", "Template quality", "Template categorization".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..cloud_api.error_table_fallback import TEMPLATE_CHANGED

APPROVED, MISSING, UNKNOWN = "APPROVED", "MISSING", ""
UTILITY, MARKETING = "UTILITY", "MARKETING"
Colour = Literal["green", "yellow", "red", "grey"]

_REVIEWED = {"PENDING", "IN_APPEAL"}
_REFUSED = {
    "REJECTED",
    "PAUSED",
    "DISABLED",
    "PENDING_DELETION",
    "DELETED",
    "LIMIT_EXCEEDED",
    "LOCKED",
    "FLAGGED",
    "ARCHIVED",
}
# Refusals of a send that tell the template's state (Meta, "Error codes").
_TOLD_BY_ERROR = {132015: "PAUSED", 132016: "DISABLED"}
NOT_APPROVED = 132001
ALARMS = (*_TOLD_BY_ERROR, NOT_APPROVED, TEMPLATE_CHANGED.code)
_DOUBTED = {131064, 132000, 132001, 132005, 132007, 132008, 132012, 132018, 134102}


@dataclass(frozen=True)
class State:
    """As Meta reported it last; empty words are unknown.

    `unchanged`: it reads as we submitted it. `coming`: the category Meta has announced.
    """

    status: str
    category: str = UNKNOWN
    quality: str = UNKNOWN
    unchanged: bool = True
    coming: str = UNKNOWN


def is_usable(state: State) -> bool:
    """Only an approved utility template with our own text asks for nothing else."""
    return state.status == APPROVED and state.category == UTILITY and state.unchanged


def reason(state: State) -> str:
    """Code of the sentence that explains the state; "" if all is well."""
    if state.status in (MISSING, UNKNOWN) or state.status in _REVIEWED:
        return {MISSING: "missing", UNKNOWN: "unknown"}.get(state.status, "pending")
    if state.status != APPROVED:
        return "refused" if state.status in _REFUSED else "unknown"
    if state.category != UTILITY:
        return "category" if state.category else "unknown"
    if not state.unchanged:
        return "changed"
    if state.coming not in (UNKNOWN, UTILITY):
        return "coming"
    return "quality" if state.quality in ("YELLOW", "RED") else ""


def colour(state: State) -> Colour:
    """Unknown is grey; what can't be used though Meta has decided is red."""
    return _COLOURS[reason(state)]


def after_refusal(code: int) -> str | None:
    """The status a refused send tells; "" if it must be asked for; None if nothing."""
    return _TOLD_BY_ERROR.get(code, UNKNOWN if code in _DOUBTED else None)


def alarm_code(state: State) -> int | None:
    """Code of the error that tells why only an administrator can help; None if nobody
    need act: usable, under review, or not known."""
    why = reason(state)
    if why in ("category", "changed"):
        return TEMPLATE_CHANGED.code
    if why != "refused":
        return None
    told = (code for code, status in _TOLD_BY_ERROR.items() if status == state.status)
    return next(told, NOT_APPROVED)


_COLOURS: dict[str, Colour] = {
    "": "green",
    "missing": "yellow",
    "pending": "yellow",
    "coming": "yellow",
    "quality": "yellow",
    "unknown": "grey",
    "refused": "red",
    "category": "red",
    "changed": "red",
}
