"""The legal end of a request, found by another way than the addon's: counting days.

Regulation (EEC, Euratom) 1182/71, Art. 3, with the nationwide holidays of Germany and
Berlin's clock; no time zones, no calendar of holidays from a library.
"""

from datetime import date, datetime, timedelta

DAY = timedelta(days=1)


def legal_end(received, months=1):
    """`received`: naive, UTC."""
    start = _in_berlin(received).date()
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    end = date(year, month + 1, 1)
    # on to the day of the same number, as long as the month has it
    while end.day < start.day and (end + DAY).month == end.month:
        end += DAY
    while end.isoweekday() > 5 or _is_holiday(end):
        end += DAY
    return end


def _in_berlin(moment):
    summer = _last_sunday(moment.year, 3) <= moment < _last_sunday(moment.year, 10)
    return moment + timedelta(hours=2 if summer else 1)


def _last_sunday(year, month):
    """01:00 UTC of it: when the clocks change."""
    day = datetime(year, month, 31, 1)
    return day - timedelta(days=day.isoweekday() % 7)


def _is_holiday(day):
    fixed = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
    if (day.month, day.day) in fixed:
        return True
    return (day - _easter(day.year)).days in (-2, 1, 39, 50)


def _easter(year):
    """Lichtenberg's way to write Gauss's rule."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    age = (19 * (year % 19) + moon) % 30
    full = 21 + age - (age // 29 + (age // 28 - age // 29) * (year % 19 // 11))
    sunday = 7 - (year + year // 4 + sun) % 7
    march = full + 7 - (full - sunday) % 7
    return date(year, 3, 1) + timedelta(days=march - 1)
