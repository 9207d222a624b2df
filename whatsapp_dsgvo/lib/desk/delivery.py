"""What became of an outgoing message.

Meta repeats statuses and mixes their order; a message never moves back
(https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components).
"""

from __future__ import annotations

from datetime import timedelta

WAITING, QUEUED, SENDING = "waiting_for_window", "queued", "sending"
UNCERTAIN, SENT, DELIVERED = "uncertain", "sent", "delivered"
READ, PLAYED, FAILED, CANCELLED = "read", "played", "failed", "cancelled"

_ORDER = (WAITING, QUEUED, SENDING, UNCERTAIN, SENT, DELIVERED, READ, PLAYED)
_RANK = {state: rank for rank, state in enumerate(_ORDER)}
STATES = (*_ORDER, FAILED, CANCELLED)
STATUSES = (SENT, DELIVERED, READ, PLAYED, FAILED)

_MAY_FAIL = {QUEUED, SENDING, UNCERTAIN, SENT}
_MAY_BE_CANCELLED = {WAITING, QUEUED}
# Meta's word that it arrived outweighs an earlier "failed": a second copy would be worse.
_PROVES_ARRIVAL = {DELIVERED, READ, PLAYED}

# Longer than our HTTP time-out: the request's fate is unknown and must not be repeated.
UNCERTAIN_AFTER = timedelta(minutes=2)
# Without any status until then it reads "not confirmed", and only a person sends again.
UNCONFIRMED_AFTER = timedelta(hours=24)


def is_forward(old: str, new: str) -> bool:
    """Whether a message in state `old` may become `new`."""
    _require_known(old)
    _require_known(new)
    if new == FAILED:
        return old in _MAY_FAIL
    if new == CANCELLED:
        return old in _MAY_BE_CANCELLED
    if old == FAILED:
        return new in _PROVES_ARRIVAL
    return old != CANCELLED and _RANK[new] > _RANK[old]


def settle(state: str, status: str) -> str:
    """State after Meta's status; one that Meta invents later changes nothing."""
    if status not in STATUSES:
        return state
    return status if is_forward(state, status) else state


def _require_known(state: str) -> None:
    if state not in STATES:
        raise ValueError(f"unknown delivery state {state!r}")
