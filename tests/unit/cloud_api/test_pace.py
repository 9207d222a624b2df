"""Meta's rates, kept by ourselves."""

from datetime import datetime, timedelta

import pytest

from whatsapp_dsgvo.lib.cloud_api.pace import (
    AHEAD,
    ALONE,
    BESIDE_OTHERS,
    PER_SECOND,
    NumberPace,
    pair_free_at,
)

NOON = datetime(2026, 11, 25, 12)


def after(seconds):
    return NOON + timedelta(seconds=seconds)


def test_messages_leave_evenly_spaced():
    pace = NumberPace()
    moments = [pace.take(5.0, ALONE) for _each in range(3)]
    assert moments == pytest.approx([5.0, 5.0 + ALONE.spacing, 5.0 + 2 * ALONE.spacing])


@pytest.mark.parametrize("rate", [ALONE, BESIDE_OTHERS])
def test_no_second_gets_more_than_meta_allows(rate):
    assert rate.at_most <= PER_SECOND
    assert rate.span > 1
    assert 1 / rate.spacing <= rate.at_most / rate.span + 0.1


def test_beside_others_there_is_room_for_calls_that_arrive_late():
    assert 1 / BESIDE_OTHERS.spacing < PER_SECOND - 3 < 1 / ALONE.spacing


def test_after_a_pause_nothing_is_made_up_for():
    pace = NumberPace()
    pace.take(5.0, ALONE)
    assert pace.take(9.0, ALONE) == 9.0
    assert pace.take(9.0, ALONE) == 9.0 + ALONE.spacing


def test_few_are_claimed_ahead():
    pace = NumberPace()
    free = pace.free(5.0, ALONE)
    assert AHEAD / ALONE.spacing < free <= AHEAD / ALONE.spacing + 1
    for _each in range(free):
        assert pace.take(5.0, ALONE) <= 5.0 + AHEAD
    assert pace.free(5.0, ALONE) == 0
    assert pace.free(5.0 + 2 * ALONE.spacing, ALONE) == 2


@pytest.mark.parametrize("rate", [ALONE, BESIDE_OTHERS])
def test_calls_that_were_stalled_do_not_leave_together(rate):
    pace = NumberPace()
    waits = [pace.leave(7.0, rate) for _each in range(rate.at_most)]
    assert set(waits) == {0.0}
    assert pace.leave(7.5, rate) == 7.0 + rate.span - 7.5
    assert pace.leave(7.0 + rate.span, rate) == 0.0


def test_those_sent_alone_count_when_another_number_joins():
    pace = NumberPace()
    for _each in range(PER_SECOND):
        pace.leave(7.0, ALONE)
    assert pace.leave(7.5, BESIDE_OTHERS) == 7.0 + BESIDE_OTHERS.span - 7.5


def test_without_earlier_messages_there_is_nothing_to_wait_for():
    assert pair_free_at([], NOON) == NOON


def test_a_burst_is_paid_back_with_six_seconds_each():
    assert pair_free_at([NOON] * 20, after(30)) == after(122)
    assert pair_free_at([NOON, after(4), after(9)], after(10)) == after(20)


def test_a_paid_loan_is_forgotten():
    assert pair_free_at([NOON] * 2 + [after(20)], after(30)) == after(30)
