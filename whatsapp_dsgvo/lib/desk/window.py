"""The customer service window: 24 hours from the customer's last message.

Outside it Meta takes templates only
(https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages).
Times are all aware or all naive UTC, as Odoo keeps them; never mixed.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

WINDOW = timedelta(hours=24)
# Our clock, the queue and Meta's own clock together may be late by this much.
MARGIN = timedelta(minutes=5)


def is_open(last_inbound: datetime | None, now: datetime) -> bool:
    """Whether a free-form message is allowed; the window is shut at 24:00:00 exactly."""
    return last_inbound is not None and _elapsed(last_inbound, now) < WINDOW


def is_usable(last_inbound: datetime | None, now: datetime) -> bool:
    """Whether a message queued now still arrives at Meta in time."""
    return last_inbound is not None and _elapsed(last_inbound, now) < WINDOW - MARGIN


def opened_at(
    opened: datetime | None, last_inbound: datetime | None, at: datetime
) -> datetime | None:
    """Since when the window is open once a message of `at` has come."""
    reopens = last_inbound is None or _elapsed(last_inbound, at) >= WINDOW
    return at if reopens else opened


def expires_at(last_inbound: datetime | None) -> datetime | None:
    """End of the window, in UTC; None if the customer never wrote."""
    return None if last_inbound is None else _utc(last_inbound) + WINDOW


def _elapsed(start: datetime, now: datetime) -> timedelta:
    if (start.tzinfo is None) != (now.tzinfo is None):
        raise ValueError("both times must be aware, or both naive UTC")
    return _utc(now) - _utc(start)


def _utc(moment: datetime) -> datetime:
    """Within one time zone Python subtracts wall clocks: wrong when the clocks change."""
    return moment if moment.tzinfo is None else moment.astimezone(timezone.utc)
