"""The order of an erasure and what may follow what."""

from datetime import timedelta

import pytest

from whatsapp_dsgvo.lib.privacy import erasure


def test_it_begins_with_a_word_then_stops_all_others_and_ends_with_the_certificate():
    assert erasure.remaining(None) == erasure.STEPS
    assert erasure.STEPS[:2] == (erasure.TELL, erasure.BLOCK)
    assert erasure.STEPS[-1] == erasure.CERTIFICATE


def test_each_step_comes_once():
    assert len(set(erasure.STEPS)) == len(erasure.STEPS)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        # what a restored backup must be told is written ahead
        (erasure.JOURNAL, erasure.MESSAGES),
        # IDs at Meta are sealed with the person's key
        (erasure.META, erasure.FILES),
        (erasure.KEEP, erasure.KEYS),
        # copies are recognised by the identities
        (erasure.SCAN, erasure.PEOPLE),
        (erasure.EVENTS, erasure.PEOPLE),
        # tickets forget the contact before it is asked who needs it
        (erasure.CHATTER, erasure.CONTACT),
        (erasure.MESSAGES, erasure.KEYS),
        (erasure.KEYS, erasure.DISK),
        (erasure.DISK, erasure.CERTIFICATE),
    ],
)
def test_what_needs_the_other_comes_first(first, then):
    assert erasure.STEPS.index(first) < erasure.STEPS.index(then)


def test_a_step_is_followed_by_the_next():
    for done, following in zip(erasure.STEPS, erasure.STEPS[1:], strict=False):
        assert erasure.remaining(done)[0] == following


def test_nothing_remains_after_the_last():
    assert erasure.remaining(erasure.STEPS[-1]) == ()


def test_an_unknown_step_is_an_error():
    with pytest.raises(ValueError, match="not in tuple"):
        erasure.remaining("nonsense")


def test_numbers_count_from_one_to_the_last():
    last = [None, *erasure.STEPS]
    numbers = [erasure.number(step) for step in last]
    assert numbers == [*range(1, len(erasure.STEPS) + 1), len(erasure.STEPS)]


def test_once_confirmed_it_can_not_be_called_off():
    may = [
        state
        for state in (
            erasure.PROPOSED,
            erasure.CONFIRMED,
            erasure.RUNNING,
            erasure.STOPPED,
            erasure.DONE,
        )
        if erasure.may_move(state, erasure.CANCELLED)
    ]
    assert may == [erasure.PROPOSED]


def test_done_is_done():
    assert not erasure.may_move(erasure.DONE, erasure.RUNNING)


def test_pauses_grow_and_stay_at_an_hour():
    pauses = [erasure.retry_after(n) for n in range(0, 9)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=1)


def test_keys_are_gone_after_their_step_only():
    gone = [step for step in erasure.STEPS if erasure.keys_are_gone(step)]
    assert gone == list(erasure.STEPS[erasure.STEPS.index(erasure.KEYS) :])
    assert not erasure.keys_are_gone(None)
