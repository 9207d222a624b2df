"""S-16 and S-17: a number that changes phones, or hands."""

from datetime import datetime

import pytest

from whatsapp_dsgvo.lib.consent import gate, states
from whatsapp_dsgvo.lib.consent.states import Record, Standing

NOW = datetime(2026, 11, 23, 9, 0)


def all_in(state):
    return Record({purpose: Standing(state, NOW) for purpose in states.PURPOSES})


def test_who_moved_is_asked_again_for_advertising_and_surveys_only():
    changes = {c.purpose: c.state for c in states.moved(all_in(states.GIVEN))}
    assert changes == dict.fromkeys((states.MARKETING, states.SURVEY), states.RECONFIRM)


@pytest.mark.parametrize(
    "state", [states.NONE, states.WITHDRAWN, states.BLOCKED, states.EXPIRED]
)
def test_what_was_not_given_is_left_alone(state):
    assert states.moved(all_in(state)) == ()
    assert states.recycled(all_in(state)) == ()


@pytest.mark.parametrize("state", [states.PENDING, states.GIVEN, states.RECONFIRM])
def test_a_number_that_changed_hands_ends_what_was_open(state):
    changes = states.recycled(all_in(state))
    assert [c.purpose for c in changes] == list(states.PURPOSES)
    assert {c.state for c in changes} == {states.EXPIRED}


@pytest.mark.parametrize("exception", [None, *gate.EXCEPTIONS])
def test_nothing_at_all_goes_to_a_number_nobody_has_written_from(exception):
    situation = gate.Situation(states.GIVEN, NOW, NOW, moved=True)
    verdict = gate.may_send(situation, exception, states.SERVICE)
    assert verdict == gate.Verdict(False, "moved")
