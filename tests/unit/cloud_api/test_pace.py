"""Meta's rates, kept by ourselves."""

from datetime import datetime, timedelta

from whatsapp_dsgvo.lib.cloud_api.pace import BURST_SIZE, NumberPace, pair_free_at

NOON = datetime(2026, 11, 25, 12)


def after(seconds):
    return NOON + timedelta(seconds=seconds)


def test_no_second_holds_more_than_the_limit():
    pace = NumberPace(per_second=3, span=1.0)
    pace.take(3)
    for moment in (0.0, 0.1, 0.2):
        pace.leave(moment)
    assert pace.free(0.9) == 0
    assert pace.free(1.05) == 1


def test_a_place_is_held_until_the_message_leaves():
    pace = NumberPace(per_second=3, span=1.0)
    pace.take(2)
    assert pace.free(50.0) == 1


def test_a_full_number_says_when_to_ask_again():
    pace = NumberPace(per_second=1, span=1.0)
    pace.take(1)
    pace.leave(5.0)
    assert pace.next_free(5.25) == 0.75
    assert pace.next_free(6.5) == 0.0


def test_what_others_sent_counts():
    pace = NumberPace(per_second=3, span=1.0)
    pace.assume(100, 0.0)
    assert (pace.free(0.5), pace.free(1.5)) == (0, 3)


def test_first_message_to_a_person_goes_at_once():
    assert pair_free_at([], NOON) == NOON


def test_a_burst_goes_at_once_and_is_paid_back():
    burst = [NOON] * 20
    assert pair_free_at(burst, after(3)) == after(3)
    assert pair_free_at(burst, after(30)) == after(122)


def test_a_burst_ends_with_45_messages():
    assert pair_free_at([NOON] * BURST_SIZE, after(1)) == after(272)


def test_a_paid_loan_is_forgotten():
    sent = [NOON] * 2 + [after(20)]
    assert pair_free_at(sent, after(30)) == after(30)
