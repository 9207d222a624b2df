"""A silence is unusual only beside the same hour of the weeks before."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from whatsapp_dsgvo.lib.desk.silence import same_times, unusual

BERLIN = ZoneInfo("Europe/Berlin")


def minutes(*counts):
    return [None if count is None else timedelta(minutes=count) for count in counts]


def test_much_longer_than_in_each_of_four_weeks_is_unusual():
    (usual,) = minutes(20)
    assert unusual(timedelta(minutes=55), minutes(5, 20, 12, 1)) == usual


@pytest.mark.parametrize(
    "silence, before",
    [
        (40, (5, 20, 12, 1)),
        (14, (1, 1, 1, 1)),
        (9 * 60, (9 * 60, 11 * 60, 7 * 60, 8 * 60)),
        (55, (5, 20, 12)),
        (55, (5, 20, 12, None)),
        (55, ()),
    ],
    ids=["twice", "short", "a night", "new", "a holiday among them", "nothing known"],
)
def test_else_it_is_not(silence, before):
    assert unusual(timedelta(minutes=silence), minutes(*before)) is None


def test_the_same_time_is_that_of_the_clock_on_the_wall():
    winter = datetime(2026, 11, 4, 7, 10)
    assert same_times(winter, BERLIN) == [
        datetime(2026, 10, 28, 7, 10),
        datetime(2026, 10, 21, 6, 10),
        datetime(2026, 10, 14, 6, 10),
        datetime(2026, 10, 7, 6, 10),
    ]
