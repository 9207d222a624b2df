"""Each condition of the template that asks whether a waiting answer may come."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.consent import gate, gate_template, states
from whatsapp_dsgvo.lib.consent.gate_template import Enquiry

from .test_gate_properties import NOW, SITUATIONS

AGREED = gate.Situation(
    state=states.GIVEN,
    last_inbound_at=NOW - timedelta(days=3),
    now=NOW,
    has_entry=True,
)
ENQUIRY = Enquiry(
    ticket_open=True,
    unanswered_at=NOW - timedelta(days=3),
    asked=False,
    template_usable=True,
)
ENQUIRIES = st.builds(
    Enquiry,
    ticket_open=st.booleans(),
    unanswered_at=st.one_of(
        st.none(),
        st.integers(0, 40 * 24).map(lambda hours: NOW - timedelta(hours=hours)),
    ),
    asked=st.booleans(),
    template_usable=st.booleans(),
)


def reason(enquiry=ENQUIRY, **changes):
    return gate_template.may_ask(replace(AGREED, **changes), enquiry).reason


def test_an_unanswered_message_may_be_asked_about_outside_the_window():
    assert gate_template.may_ask(AGREED, ENQUIRY) == gate.Verdict(True)


def test_the_old_consent_is_enough_while_a_new_scope_is_asked():
    assert reason(state=states.RECONFIRM) is None


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (states.NONE, "no_consent"),
        (states.PENDING, "no_consent"),
        (states.EXPIRED, "expired"),
        (states.WITHDRAWN, "withdrawn"),
        (states.BLOCKED, "blocked"),
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_without_a_yes_nobody_is_asked_in_any_mode(state, code, strict):
    assert reason(state=state, strict=strict) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"erased": True}, "erased"),
        ({"connected": False}, "not_connected"),
        ({"restricted": True}, "restricted"),
        ({"unheard": True}, "unheard"),
        ({"suppressed": True}, "suppressed"),
        ({"has_entry": False}, "no_consent"),
    ],
)
def test_each_hindrance_of_the_person_stops_it(changes, code):
    assert reason(**changes) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ticket_open": False}, "ticket_closed"),
        ({"unanswered_at": None}, "answered_already"),
        ({"unanswered_at": NOW - timedelta(days=30, seconds=1)}, "too_old"),
        ({"asked": True}, "asked"),
        ({"template_usable": False}, "no_template"),
    ],
)
def test_each_hindrance_of_the_enquiry_stops_it(changes, code):
    assert reason(replace(ENQUIRY, **changes)) == code


def test_thirty_days_to_the_second_are_not_too_old():
    month = replace(ENQUIRY, unanswered_at=NOW - timedelta(days=30))
    assert reason(month) is None


@given(SITUATIONS, ENQUIRIES)
def test_whatever_passes_had_all_conditions(situation, enquiry):
    verdict = gate_template.may_ask(situation, enquiry)
    assert verdict.allowed == (verdict.reason is None)
    if verdict.allowed:
        assert situation.state in (states.GIVEN, states.RECONFIRM)
        assert situation.has_entry and situation.connected
        assert not (situation.erased or situation.restricted)
        assert not (situation.suppressed or situation.unheard)
        assert enquiry.ticket_open and enquiry.template_usable and not enquiry.asked
        assert enquiry.unanswered_at
        assert datetime.fromisoformat("2026-10-24T09:00") <= enquiry.unanswered_at


@given(SITUATIONS, ENQUIRIES)
def test_the_policy_of_the_number_opens_nothing(situation, enquiry):
    strict, lax = (
        gate_template.may_ask(replace(situation, strict=mode), enquiry)
        for mode in (True, False)
    )
    assert strict == lax


@given(
    SITUATIONS,
    ENQUIRIES,
    st.sampled_from(["erased", "restricted", "suppressed", "unheard"]),
)
def test_a_further_hindrance_never_opens_the_gate(situation, enquiry, flag):
    hindered = replace(situation, **{flag: True})
    if gate_template.may_ask(hindered, enquiry).allowed:
        free = replace(situation, **{flag: False})
        assert gate_template.may_ask(free, enquiry).allowed
