"""Until when a request under Art. 15-22 GDPR must be answered (Art. 12 (3)).

Counted by Regulation (EEC, Euratom) 1182/71, Art. 3: the day of receipt is not counted;
the period ends on the day of the same number, or the last of the month; a Saturday,
Sunday or public holiday moves the end to the next working day. Only nationwide holidays
count, so the date is never later than the law of any Land allows.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

BERLIN = ZoneInfo("Europe/Berlin")
MONTHS, MONTHS_EXTENDED = 1, 3
INTERNAL_TARGET = timedelta(days=7)

_SATURDAY = 5


def due(received: datetime, extended: bool = False) -> date:
    """Last day, in Berlin, for the answer; extended: three months from receipt.

    :param received: aware, any time zone; ValueError if naive
    """
    months = MONTHS_EXTENDED if extended else MONTHS
    return _next_working_day(_months_later(received_on(received), months))


def received_on(received: datetime) -> date:
    """The day in Berlin: 23:30 UTC is tomorrow there."""
    if received.tzinfo is None:
        raise ValueError("the moment of receipt needs a time zone")
    return received.astimezone(BERLIN).date()


def target(received: datetime) -> date:
    """Our own, earlier goal: a week, and never after the legal end."""
    return received_on(received) + INTERNAL_TARGET


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))


def _next_working_day(day: date) -> date:
    closed = holidays.country_holidays("DE")
    while day.weekday() >= _SATURDAY or day in closed:
        day += timedelta(days=1)
    return day
