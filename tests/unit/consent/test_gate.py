from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from whatsapp_dsgvo.lib.consent import gate, states

NOW = datetime(2026, 11, 23, 9, 0)
AGREED = gate.Situation(
    state=states.GIVEN, last_inbound_at=NOW - timedelta(hours=1), now=NOW
)
REFUSED_STATES = {
    states.NONE: "no_consent",
    states.PENDING: "no_consent",
    states.EXPIRED: "expired",
    states.WITHDRAWN: "withdrawn",
    states.BLOCKED: "blocked",
}


def verdict(exception=None, purpose=states.SERVICE, **changes):
    return gate.may_send(replace(AGREED, **changes), exception, purpose)


def test_an_answer_passes_with_consent_inside_the_window():
    assert verdict().allowed


@pytest.mark.parametrize(("state", "reason"), REFUSED_STATES.items())
def test_an_answer_without_consent_is_refused_with_its_reason(state, reason):
    assert verdict(state=state) == gate.Verdict(False, reason)


def test_the_old_consent_stays_valid_while_a_new_scope_is_asked():
    assert verdict(state=states.RECONFIRM).allowed


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"erased": True}, "erased"),
        ({"connected": False}, "not_connected"),
        ({"restricted": True}, "restricted"),
        ({"suppressed": True}, "suppressed"),
        ({"unheard": True}, "unheard"),
        ({"last_inbound_at": None}, "window_closed"),
        ({"last_inbound_at": NOW - timedelta(hours=24)}, "window_closed"),
    ],
)
def test_each_hindrance_stops_an_answer(changes, reason):
    assert verdict(**changes) == gate.Verdict(False, reason)


@pytest.mark.parametrize("passing", [{"unheard": True}, {"connected": False}])
@pytest.mark.parametrize(("state", "reason"), REFUSED_STATES.items())
def test_nothing_waits_for_a_no(state, reason, passing):
    assert verdict(state=state, **passing) == gate.Verdict(False, reason)


@pytest.mark.parametrize("state", [states.NONE, states.PENDING, states.EXPIRED])
def test_service_reply_answers_an_enquiry_that_is_in_the_ledger(state):
    assert verdict(state=state, strict=False, has_entry=True).allowed


@pytest.mark.parametrize("state", [states.WITHDRAWN, states.BLOCKED])
def test_service_reply_never_overrules_a_no(state):
    assert not verdict(state=state, strict=False, has_entry=True).allowed


def test_service_reply_needs_a_ledger_entry():
    assert not verdict(state=states.NONE, strict=False, has_entry=False).allowed


OTHERS = [states.PROACTIVE, states.MARKETING, states.SURVEY]


@pytest.mark.parametrize("purpose", OTHERS)
def test_consent_to_answers_permits_nothing_else(purpose):
    assert not verdict(purpose=purpose).allowed


@pytest.mark.parametrize("purpose", OTHERS)
def test_another_purpose_needs_and_suffices_with_its_own_yes(purpose):
    state = states.EXPIRED
    assert verdict(purpose=purpose, state=state, purpose_state=states.GIVEN).allowed


@pytest.mark.parametrize("purpose", OTHERS)
@pytest.mark.parametrize("state", [s for s in states.STATES if s != states.GIVEN])
def test_another_purpose_is_refused_in_every_other_state(purpose, state):
    assert not verdict(purpose=purpose, purpose_state=state).allowed


@pytest.mark.parametrize("purpose", OTHERS)
def test_a_block_outweighs_every_yes(purpose):
    blocked = verdict(purpose=purpose, state=states.BLOCKED, purpose_state=states.GIVEN)
    assert blocked == gate.Verdict(False, "blocked")


@pytest.mark.parametrize("state", [states.PENDING, states.RECONFIRM])
def test_the_notice_goes_out_while_its_question_is_open(state):
    assert verdict(gate.NOTICE, state=state).allowed


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (states.GIVEN, "answered"),
        (states.WITHDRAWN, "withdrawn"),
        (states.EXPIRED, "expired"),
        (states.BLOCKED, "blocked"),
        (states.NONE, "no_consent"),
    ],
)
def test_a_notice_that_waited_too_long_is_not_sent(state, reason):
    assert verdict(gate.NOTICE, state=state) == gate.Verdict(False, reason)


@pytest.mark.parametrize("exception", [gate.CHOICE_ACK, gate.DSR_INFO, gate.SAFETY])
def test_receipts_go_out_after_a_stop(exception):
    assert verdict(exception, state=states.WITHDRAWN, suppressed=True).allowed


@pytest.mark.parametrize("exception", [gate.NOTICE, gate.CHOICE_ACK])
def test_a_blocked_person_gets_neither_question_nor_receipt(exception):
    assert verdict(exception, state=states.BLOCKED).reason == "blocked"


@pytest.mark.parametrize("exception", [gate.DSR_INFO, gate.SAFETY])
def test_a_blocked_person_still_gets_what_the_law_requires(exception):
    assert verdict(exception, state=states.BLOCKED).allowed


@pytest.mark.parametrize("exception", gate.EXCEPTIONS)
def test_no_exception_goes_out_when_the_window_is_closed(exception):
    late = NOW - timedelta(hours=24)
    state = states.PENDING
    assert not verdict(exception, state=state, last_inbound_at=late).allowed


@pytest.mark.parametrize("exception", gate.EXCEPTIONS)
@pytest.mark.parametrize(
    "full",
    [{"automatic_today": 3}, {"automatic_this_month": 10}, {"same_today": 3}],
)
def test_automatic_messages_stop_at_their_caps(exception, full):
    state = states.PENDING
    assert verdict(exception, state=state, **full) == gate.Verdict(False, "cap")


def test_a_person_gets_two_receipts_a_day():
    assert verdict(gate.CHOICE_ACK, same_today=1).allowed
    assert not verdict(gate.CHOICE_ACK, same_today=2).allowed


def test_an_exception_that_is_not_on_the_list_is_none():
    assert verdict("GREETING") == gate.Verdict(False, "unknown_exception")
