"""Periods against an independent calendar: dateutil, and counting day by day."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.privacy.fields_house import FIELDS
from whatsapp_dsgvo.lib.privacy.retention import Period
from whatsapp_dsgvo.lib.privacy.retention_classes import BY_CODE, CLASSES, OF_MESSAGES

BERLIN = ZoneInfo("Europe/Berlin")
UTC = timezone.utc
MOMENTS = st.datetimes(
    datetime(2020, 1, 1), datetime(2060, 12, 31), timezones=st.just(UTC)
)
PERIODS = st.builds(
    Period,
    st.integers(0, 40),
    st.sampled_from(["days", "months", "years"]),
    st.booleans(),
)
LETTER = Period(6, "years", year_end=True)


def oracle(period, start):
    day = start.astimezone(BERLIN).date()
    if period.year_end:
        day = date(day.year, 12, 31)
    return day + relativedelta(**{period.unit: period.count})


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@given(PERIODS, MOMENTS)
def test_the_last_day_is_what_the_calendar_says(period, start):
    assert period.last_day(start) == oracle(period, start)


@given(PERIODS, MOMENTS)
def test_due_is_midnight_in_berlin_after_the_last_day(period, start):
    due = period.due(start).astimezone(BERLIN)
    assert due.date() == period.last_day(start) + timedelta(days=1)
    assert (due.hour, due.minute, due.second) == (0, 0, 0)


@given(PERIODS, MOMENTS, MOMENTS)
def test_before_the_cutoff_means_that_the_period_is_over(period, start, now):
    assert (start < period.cutoff(now)) == (period.due(start) <= now)


@given(PERIODS, MOMENTS, st.integers(-3, 3))
def test_the_cutoff_is_exact_to_the_second_around_the_due_moment(period, start, off):
    now = period.due(start) + timedelta(seconds=off)
    assert (start < period.cutoff(now)) == (off >= 0)


@given(PERIODS, MOMENTS, MOMENTS)
def test_what_began_later_never_ends_earlier(period, one, other):
    assume(one <= other)
    assert period.due(one) <= period.due(other)


@given(PERIODS, MOMENTS, MOMENTS)
def test_the_cutoff_never_moves_back(period, one, other):
    assume(one <= other)
    assert period.cutoff(one) <= period.cutoff(other)


@pytest.mark.parametrize(
    ("period", "start", "last"),
    [
        (Period(6, "months"), "2026-08-31T10:00", "2027-02-28"),
        (Period(6, "months"), "2027-08-31T10:00", "2028-02-29"),
        (Period(1, "years"), "2028-02-29T10:00", "2029-02-28"),
        (Period(4, "years"), "2028-02-29T10:00", "2032-02-29"),
        (Period(0, "days"), "2026-03-01T10:00", "2026-03-01"),
        (LETTER, "2026-01-01T00:00", "2032-12-31"),
        (LETTER, "2026-12-31T23:59", "2032-12-31"),
        (LETTER, "2027-01-01T00:00", "2033-12-31"),
        # both switches of summer time lie within the period
        (Period(30, "days"), "2026-03-15T23:30", "2026-04-14"),
        (Period(30, "days"), "2026-10-15T23:30", "2026-11-14"),
    ],
)
def test_examples(period, start, last):
    assert period.last_day(at(start)) == date.fromisoformat(last)


def test_new_year_is_that_of_berlin():
    """23:30 UTC on 31 December is the next year there, and ends a year later."""
    assert LETTER.last_day(at("2026-12-31T22:30", UTC)) == date(2032, 12, 31)
    assert LETTER.last_day(at("2026-12-31T23:30", UTC)) == date(2033, 12, 31)


def test_midnight_follows_summer_time():
    period = Period(1, "days")
    assert period.due(at("2026-03-27T12:00")) == at("2026-03-28T23:00", UTC)
    assert period.due(at("2026-03-28T12:00")) == at("2026-03-29T22:00", UTC)
    assert period.due(at("2026-10-24T12:00")) == at("2026-10-25T23:00", UTC)


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        LETTER.last_day(datetime(2026, 1, 1))


def test_a_negative_period_is_refused():
    with pytest.raises(ValueError, match="negative"):
        Period(-1, "days")


# -- classes -------------------------------------------------------------------------


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.code)
def test_the_default_lies_within_the_limits(one):
    assert one.allows(one.period)
    assert one.allows(one.shortest)
    assert one.allows(one.longest)


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.code)
def test_beyond_the_limits_is_refused(one):
    longest, shortest = one.longest, one.shortest
    above = Period(longest.count + 1, longest.unit, longest.year_end)
    assert not one.allows(above)
    if shortest.count:
        below = Period(shortest.count - 1, shortest.unit, shortest.year_end)
        assert not one.allows(below)


def test_a_law_s_year_end_can_not_be_turned_off():
    assert not BY_CODE["LK-04"].allows(Period(6, "years"))


ABOUT = {"days": 1, "months": 30.44, "years": 365.25}


def near_the_limits(one):
    """Periods of every unit that are about as long as the class may be kept."""
    for limit in (one.shortest, one.longest):
        for unit, days in ABOUT.items():
            count = int(limit.count * ABOUT[limit.unit] / days)
            for number in range(max(count - 3, 0), count + 4):
                yield Period(number, unit)
                yield Period(number, unit, year_end=True)


ALLOWED = [
    (one, period)
    for one in CLASSES
    for period in near_the_limits(one)
    if one.allows(period)
]


@given(st.sampled_from(ALLOWED), MOMENTS)
def test_what_is_allowed_never_ends_too_early_or_too_late(allowed, start):
    """Six years are no 2190 days, and a year more at the year's end is a year more."""
    one, period = allowed
    earliest, latest = one.shortest.last_day(start), one.longest.last_day(start)
    assert earliest <= period.last_day(start) <= latest


@pytest.mark.parametrize("days", [2190, 2191, 2192])
def test_no_number_of_days_stands_for_six_years_of_the_law(days):
    letters = BY_CODE["LK-04"]
    period = Period(days, "days", year_end=True)
    assert not letters.allows(period)


def test_a_year_end_nobody_asks_for_is_refused():
    assert not BY_CODE["LK-03"].allows(Period(12, "months", year_end=True))


def test_another_unit_is_compared_by_its_length():
    assert BY_CODE["LK-03"].allows(Period(180, "days"))
    assert not BY_CODE["LK-03"].allows(Period(2, "years"))


def test_every_class_stands_once_and_messages_know_theirs():
    assert len(BY_CODE) == len(CLASSES)
    assert {BY_CODE[code].worked_off_by for code in OF_MESSAGES} == {"run"}


def test_no_field_is_of_a_class_that_says_there_are_no_such_data():
    none = {one.code for one in CLASSES if one.worked_off_by == "nothing"}
    stored = {mark.retention for row in FIELDS.values() for mark in row.values()}
    assert none
    assert not none & stored
