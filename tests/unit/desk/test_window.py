from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from whatsapp_dsgvo.lib.desk import window

NAIVE = datetime(2026, 11, 23, 8, 2)
AWARE = NAIVE.replace(tzinfo=timezone.utc)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("now", [NAIVE, AWARE])
@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(0), True),
        (timedelta(hours=23, minutes=59, seconds=59), True),
        (timedelta(hours=24), False),
        (timedelta(seconds=-3), True),
    ],
)
def test_window_closes_after_24_hours(now, age, expected):
    assert window.is_open(now - age, now) is expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (window.WINDOW - window.MARGIN - timedelta(seconds=1), True),
        (window.WINDOW - window.MARGIN, False),
    ],
)
def test_sending_stops_a_few_minutes_earlier(age, expected):
    assert window.is_usable(NAIVE - age, NAIVE) is expected


def test_without_a_message_there_is_no_window():
    assert not window.is_open(None, NAIVE)
    assert not window.is_usable(None, NAIVE)
    assert window.expires_at(None) is None


@pytest.mark.parametrize("moment", [NAIVE, AWARE])
def test_end_of_the_window_has_the_kind_of_time_it_was_given(moment):
    assert window.expires_at(moment) == moment + timedelta(hours=24)


def test_mixed_times_are_refused():
    with pytest.raises(ValueError, match="both times must be aware"):
        window.is_open(NAIVE, AWARE)


@pytest.mark.parametrize(
    "received",
    [
        datetime(2027, 3, 27, 12, 0, tzinfo=BERLIN),
        datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN),
    ],
)
def test_window_is_24_real_hours_when_the_clocks_change(received):
    end = received.astimezone(timezone.utc) + timedelta(hours=24)
    just_before = (end - timedelta(seconds=1)).astimezone(BERLIN)
    assert window.is_open(received, just_before)
    assert not window.is_open(received, end.astimezone(BERLIN))
    assert window.expires_at(received) == end
