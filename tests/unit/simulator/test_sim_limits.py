"""Rates, as a pure rule."""

from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.limits import Limits


def _send_all(limits, count, moment):
    sent = 0
    for _n in range(count):
        if limits.pair_allows("p", "c", moment):
            limits.count("p", "c", moment)
            sent += 1
    return sent


def test_burst_is_45():
    assert _send_all(Limits(), 100, 1000.0) == 45


def test_burst_of_20_has_to_be_paid_back_for_two_minutes():
    limits = Limits()
    _send_all(limits, 20, 1000.0)
    assert not limits.pair_allows("p", "c", 1119.0)
    assert limits.pair_allows("p", "c", 1120.0)


def test_one_message_every_six_seconds_is_never_refused():
    limits = Limits()
    assert all(_send_all(limits, 1, 1000.0 + 6 * n) for n in range(100))


def test_another_person_is_not_held_up():
    limits = Limits()
    _send_all(limits, 45, 1000.0)
    assert limits.pair_allows("p", "somebody else", 1000.0)


@given(st.lists(st.floats(min_value=0, max_value=30), max_size=80))
def test_no_more_than_one_in_six_seconds_on_average_beyond_the_burst(pauses):
    limits, moment, sent = Limits(), 1000.0, 0
    for pause in pauses:
        moment += pause
        sent += _send_all(limits, 1, moment)
    assert sent <= 45 + (moment - 1000.0) / 6 + 1
