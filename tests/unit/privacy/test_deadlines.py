from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.privacy import deadlines

BERLIN = ZoneInfo("Europe/Berlin")
UTC = timezone.utc
MOMENTS = st.datetimes(
    datetime(2024, 1, 1), datetime(2060, 12, 31), timezones=st.just(UTC)
)


def easter_sunday(year):
    """Gauss's rule with the usual exceptions (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def nationwide_holidays(year):
    fixed = {(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)}
    moving = {easter_sunday(year) + timedelta(days=n) for n in (-2, 1, 39, 50)}
    return moving | {date(year, month, day) for month, day in fixed}


def oracle(received, months):
    day = received.astimezone(BERLIN).date() + relativedelta(months=months)
    while day.weekday() > 4 or day in nationwide_holidays(day.year):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize(
    ("received", "end", "extended_end"),
    [
        ("2026-11-23", "2026-12-23", "2027-02-23"),
        ("2026-11-25", "2026-12-28", "2027-02-25"),
        ("2026-12-01", "2027-01-04", "2027-03-01"),
        ("2027-01-29", "2027-03-01", "2027-04-29"),
        ("2027-01-31", "2027-03-01", "2027-04-30"),
        ("2027-02-28", "2027-03-30", "2027-05-28"),
        ("2027-03-05", "2027-04-05", "2027-06-07"),
        ("2026-08-31", "2026-09-30", "2026-11-30"),
    ],
)
def test_end_follows_regulation_1182_71(received, end, extended_end):
    noon = datetime.fromisoformat(received).replace(hour=12, tzinfo=BERLIN)
    assert deadlines.due(noon) == date.fromisoformat(end)
    assert deadlines.due(noon, extended=True) == date.fromisoformat(extended_end)


def test_leap_day_is_the_end_of_february():
    assert deadlines.due(datetime(2028, 1, 31, 12, tzinfo=UTC)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("received", "day"),
    [
        ("2026-11-22T22:59:59+00:00", "2026-11-22"),
        ("2026-11-22T23:30:00+00:00", "2026-11-23"),
        # clocks go forward on 28 March 2027: from then on the day begins at 22:00 UTC
        ("2027-03-27T22:59:59+00:00", "2027-03-27"),
        ("2027-03-27T23:00:00+00:00", "2027-03-28"),
        ("2027-03-28T21:59:59+00:00", "2027-03-28"),
        ("2027-03-28T22:00:00+00:00", "2027-03-29"),
        # and back on 25 October 2026
        ("2026-10-24T22:00:00+00:00", "2026-10-25"),
        ("2026-10-25T22:59:59+00:00", "2026-10-25"),
        ("2026-10-25T23:00:00+00:00", "2026-10-26"),
    ],
)
def test_day_of_receipt_is_the_day_in_berlin(received, day):
    moment = datetime.fromisoformat(received)
    assert deadlines.received_on(moment) == date.fromisoformat(day)


def test_holidays_of_single_states_do_not_move_the_end():
    # 6 January 2027, a Wednesday, is a holiday in Bavaria, not in all of Germany
    assert deadlines.due(datetime(2026, 12, 6, 12, tzinfo=UTC)) == date(2027, 1, 6)


def test_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="needs a time zone"):
        deadlines.due(datetime(2026, 11, 23, 12))


def test_own_goal_is_a_week():
    received = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert deadlines.target(received) == date(2026, 11, 30)


@given(MOMENTS, st.booleans())
def test_end_agrees_with_an_independent_calculation(received, extended):
    expected = oracle(received, 3 if extended else 1)
    assert deadlines.due(received, extended) == expected


@given(MOMENTS, st.booleans())
def test_own_goal_is_never_after_the_legal_end(received, extended):
    assert deadlines.target(received) <= deadlines.due(received, extended)


# -- counted on the fingers ----------------------------------------------------------


def end_by_counting(day, months):
    """Day after day on the calendar, without any date arithmetic of months."""
    number, passed = day.day, 0
    month = (day.year, day.month)
    while passed < months:
        day += timedelta(days=1)
        if (day.year, day.month) != month:
            month, passed = (day.year, day.month), passed + 1
    # now the first of the last month: on to the same number, if there is one
    while day.day < number and (day + timedelta(days=1)).month == day.month:
        day += timedelta(days=1)
    while day.weekday() > 4 or day in nationwide_holidays(day.year):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize("year", range(2024, 2041))
def test_every_day_of_many_years(year):
    """Each leap day, year's end and switch of summer time; at both ends of the day."""
    day = date(year, 1, 1)
    while day.year == year:
        for hour, minute in ((0, 0), (2, 30), (23, 59)):
            received = datetime(day.year, day.month, day.day, hour, minute)
            received = received.replace(tzinfo=BERLIN).astimezone(UTC)
            assert deadlines.received_on(received) == day
            assert deadlines.due(received) == end_by_counting(day, 1)
            assert deadlines.due(received, extended=True) == end_by_counting(day, 3)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("received", "end"),
    [
        # the day of the same number is missing, and the last one is no working day
        ("2027-01-31T12:00+01:00", "2027-03-01"),
        ("2028-01-30T12:00+01:00", "2028-02-29"),
        # a leap day, and the day after which there was none
        ("2028-02-29T12:00+01:00", "2028-03-29"),
        # a quarter of an hour before New Year in Berlin, and after it
        ("2026-12-31T22:45+00:00", "2027-02-01"),
        ("2027-12-31T23:15+00:00", "2028-02-01"),
        # Christmas on Saturday and Sunday is not made up for in Germany
        ("2027-11-25T12:00+01:00", "2027-12-27"),
        # Good Friday, Easter, and Easter Monday: four days
        ("2027-02-26T12:00+01:00", "2027-03-30"),
        # Ascension Day on the same day as the first of May
        ("2008-04-01T12:00+02:00", "2008-05-02"),
    ],
)
def test_odd_dates(received, end):
    assert deadlines.due(datetime.fromisoformat(received)) == date.fromisoformat(end)
