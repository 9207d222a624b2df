"""Which ticket a message belongs to.

One open ticket per conversation. A closed one reopens within a set time; a quoted reply
goes back to the ticket of the quoted message; a "danke" just after closing disturbs
nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from .small_talk import is_thanks

__all__ = ["ClosedTicket", "Routing", "choose_ticket", "is_thanks"]

THANKS_WITHIN = timedelta(hours=48)

Action = Literal["append", "reopen", "attach_only", "new"]


@dataclass(frozen=True)
class ClosedTicket:
    """A ticket that is done, and since when."""

    id: int
    closed_at: datetime


@dataclass(frozen=True)
class Routing:
    """append: to the open ticket; reopen: and append; attach_only: filed at the closed
    ticket, nobody is told; new: `ticket_id` is None."""

    action: Action
    ticket_id: int | None = None


def choose_ticket(
    open_ticket_id: int | None,
    last_closed: ClosedTicket | None,
    quoted_ticket_id: int | None,
    quoted_closed_at: datetime | None,
    text_is_thanks: bool,
    at: datetime,
    reopen_within: timedelta,
) -> Routing:
    """Route a message received `at`; reactions belong to their message and never come
    here.

    An open ticket takes every message, also a reply to an older one: a second open
    ticket would split the conversation, and a closed one would hide it. A quoted ticket
    without `quoted_closed_at` is open.
    """
    if open_ticket_id is not None:
        return Routing("append", open_ticket_id)
    if quoted_ticket_id is not None and quoted_closed_at is None:
        return Routing("append", quoted_ticket_id)
    quoted = _closed(quoted_ticket_id, quoted_closed_at)
    target = quoted or last_closed
    if target is None:
        return Routing("new")
    age = at - target.closed_at
    if text_is_thanks and age <= THANKS_WITHIN:
        return Routing("attach_only", target.id)
    if quoted or age <= reopen_within:
        return Routing("reopen", target.id)
    return Routing("new")


def _closed(ticket_id: int | None, closed_at: datetime | None) -> ClosedTicket | None:
    if ticket_id is None or closed_at is None:
        return None
    return ClosedTicket(ticket_id, closed_at)
