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
    if quoted_ticket_id is not None and quoted_closed_at is not None:
        quoted = ClosedTicket(quoted_ticket_id, quoted_closed_at)
        # its age does not matter: the customer says which matter it is
        return _after_closing(quoted, text_is_thanks, at, reopen_within=None)
    if last_closed is None:
        return Routing("new")
    return _after_closing(last_closed, text_is_thanks, at, reopen_within)


def _after_closing(
    ticket: ClosedTicket, thanks: bool, at: datetime, reopen_within: timedelta | None
) -> Routing:
    age = at - ticket.closed_at
    if thanks and age <= THANKS_WITHIN:
        return Routing("attach_only", ticket.id)
    if reopen_within is None or age <= reopen_within:
        return Routing("reopen", ticket.id)
    return Routing("new")
