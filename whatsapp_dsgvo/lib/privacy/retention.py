"""When the retention period of data ends: classes as in DIN 66398 and ISO 27555.

A class says from which event a period runs, how long, and what happens then. A period
is counted in days, months or years in Berlin, ends with its last day, and with the
year-end switch only begins when the calendar year of the event is over (§ 257 (5) HGB).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final, Literal
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

DAYS: Final = "days"
MONTHS: Final = "months"
YEARS: Final = "years"
Unit = Literal["days", "months", "years"]
# "content": the words and files go, times and place in the chat stay; "delete": all.
Action = Literal["content", "delete"]
# "people": who look through it. "nothing": there are no such data, and no field is marked
# with the class.
Worker = Literal["run", "cleanup", "elsewhere", "people", "nothing", ""]

OVERDUE_AFTER = timedelta(days=7)
_DAY = timedelta(days=1)
_MONTHS_A_YEAR = 12
# From its first day on: every start of a month, and the leap day.
_LEAP_CYCLE = date(2024, 1, 1)
_DAYS_OF_CYCLE = 4 * 365 + 1
# So many days the same date in different months lies apart at most.
_UNEVEN = 4


@dataclass(frozen=True)
class Period:
    """`year_end`: it begins when the calendar year of its event has ended."""

    count: int
    unit: Unit
    year_end: bool = False

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError("a period is not negative")

    def last_day(self, start: datetime) -> date:
        """The last day, in Berlin, on which the data may still be there.

        :param start: aware, any time zone; ValueError if naive
        """
        return self._last_day_after(day_in_berlin(start))

    def due(self, start: datetime) -> datetime:
        """The first moment after the period, in UTC."""
        return _midnight(self.last_day(start) + _DAY)

    def cutoff(self, now: datetime) -> datetime:
        """Whatever began before this moment (UTC) is due now; later events are not.

        So one comparison with an indexed start finds all that is due, and a changed
        period needs no row to be written.
        """
        today = day_in_berlin(now)
        first = self._guess(today)
        while self._last_day_after(first) < today:
            first += _DAY
        return _midnight(first)

    def _guess(self, today: date) -> date:
        """A day whose period is over for sure, and few days before the first that isn't."""
        if self.unit == DAYS:
            back = today - timedelta(days=self.count)
        else:
            back = months_later(today, -self._months()) - timedelta(days=_UNEVEN)
        return date(back.year - 1, 12, 31) if self.year_end else back - _DAY

    def _last_day_after(self, start: date) -> date:
        if self.year_end:
            start = date(start.year, 12, 31)
        if self.unit == DAYS:
            return start + timedelta(days=self.count)
        return months_later(start, self._months())

    def _months(self) -> int:
        return self.count * (_MONTHS_A_YEAR if self.unit == YEARS else 1)

    def lasts_at_least(self, other: Period) -> bool:
        """Whatever day both begin; without year ends.

        Six years are up to 2192 days: 2190 would end before the law allows.
        """
        if (self.unit == DAYS) == (other.unit == DAYS):
            return self._size() >= other._size()
        return min(self._days()) >= max(other._days())

    def _size(self) -> int:
        return self.count if self.unit == DAYS else self._months()

    def _days(self) -> set[int]:
        """How many days it may last."""
        if self.unit == DAYS:
            return {self.count}
        starts = (_LEAP_CYCLE + timedelta(days=n) for n in range(_DAYS_OF_CYCLE))
        return {(months_later(day, self._months()) - day).days for day in starts}


@dataclass(frozen=True)
class RetentionClass:
    """One line of the deletion concept; the interface puts `code` into words.

    `worked_off_by`: "run" (the retention run), "cleanup" (a daily clean-up of fixed
    period), "elsewhere" (another part of the system), or "" – nobody yet, a gap.
    """

    code: str
    period: Period
    shortest: Period
    longest: Period
    action: Action
    worked_off_by: Worker = "run"

    def allows(self, period: Period) -> bool:
        """Within the limits, whatever day it begins.

        A year-end switch the law asks for can't be turned off, and one it does not ask
        for would add up to a year.
        """
        return (
            period.year_end == self.period.year_end
            and period.lasts_at_least(self.shortest)
            and self.longest.lasts_at_least(period)
        )


def day_in_berlin(moment: datetime) -> date:
    """ValueError for a naive moment: nobody knows which day it is."""
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    return moment.astimezone(BERLIN).date()


def _midnight(day: date) -> datetime:
    """The day's beginning in Berlin, as UTC; it exists on every day of the year."""
    return datetime.combine(day, time(), BERLIN).astimezone(timezone.utc)


def months_later(day: date, count: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + count, _MONTHS_A_YEAR)
    year, month = day.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))
