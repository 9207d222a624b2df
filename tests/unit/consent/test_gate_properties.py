"""What the gate guarantees for every situation there can be."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.consent import gate, states

NOW = datetime(2026, 11, 23, 9, 0)
PAST = st.one_of(
    st.none(),
    st.integers(0, 50 * 3600).map(lambda seconds: NOW - timedelta(seconds=seconds)),
)
SITUATIONS = st.builds(
    gate.Situation,
    state=st.sampled_from(states.STATES),
    last_inbound_at=PAST,
    now=st.just(NOW),
    strict=st.booleans(),
    restricted=st.booleans(),
    suppressed=st.booleans(),
    erased=st.booleans(),
    connected=st.booleans(),
    unheard=st.booleans(),
    has_entry=st.booleans(),
    automatic_today=st.integers(0, 5),
    automatic_this_month=st.integers(0, 12),
    same_today=st.integers(0, 5),
    purpose_state=st.sampled_from(states.STATES),
)
EXCEPTIONS = st.sampled_from([None, *gate.EXCEPTIONS, "OTHER"])
PURPOSES = st.sampled_from(states.PURPOSES)
CLOSED = (states.WITHDRAWN, states.BLOCKED)


@given(SITUATIONS, EXCEPTIONS, PURPOSES)
def test_a_refusal_always_has_a_reason_and_a_permission_none(
    situation, exception, purpose
):
    verdict = gate.may_send(situation, exception, purpose)
    assert verdict.allowed == (verdict.reason is None)


@given(SITUATIONS, EXCEPTIONS, PURPOSES)
def test_nothing_passes_to_the_erased_or_through_a_number_that_is_off(
    situation, exception, purpose
):
    if situation.erased or not situation.connected:
        assert not gate.may_send(situation, exception, purpose).allowed


@given(SITUATIONS, EXCEPTIONS, PURPOSES)
def test_nothing_passes_outside_the_window(situation, exception, purpose):
    last = situation.last_inbound_at
    if last is None or NOW - last >= timedelta(hours=24):
        assert not gate.may_send(situation, exception, purpose).allowed


@given(SITUATIONS)
def test_after_a_no_no_answer_passes_whatever_the_policy(situation):
    if situation.state in CLOSED or situation.suppressed:
        assert not gate.may_send(situation, None, states.SERVICE).allowed


@given(SITUATIONS)
def test_in_strict_an_answer_needs_a_yes(situation):
    strict = replace(situation, strict=True)
    if gate.may_send(strict, None, states.SERVICE).allowed:
        assert strict.state in (states.GIVEN, states.RECONFIRM)


@given(SITUATIONS, st.sampled_from(states.PURPOSES[1:]))
def test_another_purpose_passes_by_its_own_yes_only(situation, purpose):
    if gate.may_send(situation, None, purpose).allowed:
        assert situation.purpose_state == states.GIVEN


@given(SITUATIONS, EXCEPTIONS, PURPOSES)
def test_strictness_only_takes_away(situation, exception, purpose):
    strict = gate.may_send(replace(situation, strict=True), exception, purpose)
    if strict.allowed:
        lax = gate.may_send(replace(situation, strict=False), exception, purpose)
        assert lax.allowed


@given(
    SITUATIONS,
    EXCEPTIONS,
    PURPOSES,
    st.sampled_from(["erased", "restricted", "suppressed", "unheard"]),
)
def test_a_further_hindrance_never_opens_the_gate(situation, exception, purpose, flag):
    hindered = replace(situation, **{flag: True})
    if gate.may_send(hindered, exception, purpose).allowed:
        free = replace(situation, **{flag: False})
        assert gate.may_send(free, exception, purpose).allowed
