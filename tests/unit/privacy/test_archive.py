"""What merchants must keep, and until when."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.privacy import archive


@pytest.mark.parametrize(
    ("klass", "day", "until"),
    [
        ("LK-04", date(2026, 1, 1), date(2032, 12, 31)),
        ("LK-04", date(2026, 12, 31), date(2032, 12, 31)),
        ("LK-05", date(2026, 11, 25), date(2034, 12, 31)),
        ("LK-03", date(2026, 11, 25), None),
        ("", date(2026, 11, 25), None),
    ],
)
def test_the_period_begins_at_the_end_of_the_year(klass, day, until):
    assert archive.kept_until(klass, day) == until


def test_the_last_day_still_counts():
    day, last = date(2026, 5, 4), date(2032, 12, 31)
    assert archive.must_be_kept("LK-04", day, last)
    assert not archive.must_be_kept("LK-04", day, date(2033, 1, 1))
    assert not archive.must_be_kept("LK-03", day, day)


def test_a_norm_is_told_for_every_duty():
    assert {archive.norm(klass) for klass in archive.DUTIES} == {
        "§ 257 HGB",
        "§ 147 AO",
    }


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_hold_lasts_a_year_or_as_long_as_a_law_says(today):
    assert archive.longest_hold(False, today) == today + relativedelta(months=12)
    assert archive.longest_hold(True, today) == date(today.year + 10, 12, 31)
    longest = max(archive.kept_until(klass, today) for klass in archive.DUTIES)
    assert longest <= archive.longest_hold(True, today)
