"""A block, what the person says meanwhile, and its end."""

import pytest

from whatsapp_dsgvo.lib.consent import states
from whatsapp_dsgvo.lib.consent.states import Record

from .test_states_transitions import DAY, HOUR, NOW, hear, moves, record


def test_a_blocked_person_stays_blocked_and_still_can_stop_the_rest():
    blocked = Record(
        {
            states.SERVICE: states.Standing(states.BLOCKED, NOW - DAY, "abuse"),
            states.MARKETING: states.Standing(states.GIVEN, NOW - DAY),
        }
    )
    decision = hear(blocked, "stop")
    assert moves(decision) == [
        (states.SERVICE, states.BLOCKED, "withdrawn"),
        (states.MARKETING, states.WITHDRAWN, "withdrawn"),
    ]
    assert decision.changes[0].reason == "abuse"
    assert hear(blocked, "yes").changes == ()


@pytest.mark.parametrize(
    "say_no",
    [
        lambda blocked: hear(blocked, "stop").changes,
        lambda blocked: states.withdraw(blocked, None, "phone").changes,
    ],
)
def test_a_no_during_a_block_lifts_nothing_and_counts_when_it_is_lifted(say_no):
    blocked = record(states.BLOCKED, reason="abuse")
    noted = states.apply(blocked, say_no(blocked), NOW)
    assert (noted.state, noted.standing().reason) == (states.BLOCKED, "abuse")
    assert say_no(noted) == (), "noted once"
    assert moves(states.unblock(noted))[0][1] == states.WITHDRAWN


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (record(states.GIVEN), states.EXPIRED),
        (record(states.NONE), states.EXPIRED),
        (record(states.PENDING), states.EXPIRED),
        (record(states.PENDING, prior=states.WITHDRAWN), states.WITHDRAWN),
        (record(states.WITHDRAWN, reason="stop"), states.WITHDRAWN),
    ],
)
def test_a_lifted_block_gives_no_consent_and_takes_no_withdrawal_back(before, after):
    decision = states.block(before, "abuse")
    assert decision.suppress
    blocked = states.apply(before, decision.changes, NOW)
    assert states.block(blocked, "minor").changes == ()
    lifted = states.unblock(blocked)
    assert moves(lifted) == [(states.SERVICE, after, "unblocked")]
    assert not lifted.lift, "only the person's own yes ends a suppression"
    free = states.apply(blocked, lifted.changes, NOW)
    assert hear(free, at=NOW + HOUR).ask, "the next message is asked about"


def test_only_a_block_can_be_lifted():
    assert states.unblock(record(states.WITHDRAWN)) == states.Decision()
