"""Meta's rates, kept by ourselves."""

from datetime import datetime, timedelta

import pytest

from whatsapp_dsgvo.lib.cloud_api.pace import (
    AHEAD,
    PER_SECOND,
    SPAN,
    NumberPace,
    pair_free_at,
    per_second,
)

NOON = datetime(2026, 11, 25, 12)
SPACING = 1 / 76.5
AT_MOST = 78


def after(seconds):
    return NOON + timedelta(seconds=seconds)


def test_messages_leave_evenly_spaced():
    pace = NumberPace()
    moments = [pace.take(5.0) for _each in range(3)]
    assert moments == [5.0, 5.0 + SPACING, 5.0 + 2 * SPACING]


def test_any_second_has_room_for_one_that_is_late():
    assert 1 / SPACING <= AT_MOST / SPAN + 0.1 < PER_SECOND - 3


def test_after_a_pause_nothing_is_made_up_for():
    pace = NumberPace()
    pace.take(5.0)
    assert pace.take(9.0) == 9.0
    assert pace.take(9.0) == 9.0 + SPACING


def test_few_are_claimed_ahead():
    pace = NumberPace()
    free = pace.free(5.0)
    assert AHEAD / SPACING < free <= AHEAD / SPACING + 1
    for _each in range(free):
        assert pace.take(5.0) <= 5.0 + AHEAD
    assert pace.free(5.0) == 0
    assert pace.free(5.0 + 2 * SPACING) == 2


def test_calls_that_were_stalled_do_not_leave_together():
    pace = NumberPace()
    waits = [pace.leave(7.0) for _each in range(AT_MOST)]
    assert set(waits) == {0.0}
    assert pace.leave(7.5) == 7.0 + SPAN - 7.5
    assert pace.leave(7.0 + SPAN) == 0.0


def test_without_earlier_messages_there_is_nothing_to_wait_for():
    assert pair_free_at([], NOON) == NOON


def test_a_burst_is_paid_back_with_six_seconds_each():
    assert pair_free_at([NOON] * 20, after(30)) == after(122)
    assert pair_free_at([NOON, after(4), after(9)], after(10)) == after(20)


def test_a_paid_loan_is_forgotten():
    assert pair_free_at([NOON] * 2 + [after(20)], after(30)) == after(30)


@pytest.mark.parametrize(
    ("level", "in_the_app", "limit"),
    [
        ("STANDARD", False, 80),
        ("HIGH", False, 1000),
        ("HIGH", True, 20),
        ("NOT_APPLICABLE", False, 80),
    ],
)
def test_a_number_keeps_below_what_meta_allows_it(level, in_the_app, limit):
    assert per_second(level, in_the_app) == limit
    pace = NumberPace(limit)
    moments = [pace.take(0.0) for _each in range(limit)]
    assert 0.94 * limit < sum(moment < 1.0 for moment in moments) <= limit
    let_go = sum(pace.leave(n / limit / 10) == 0.0 for n in range(limit))
    assert let_go == int(0.975 * limit)
