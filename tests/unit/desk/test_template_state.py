from dataclasses import replace

import pytest

from whatsapp_dsgvo.lib.desk import template_state
from whatsapp_dsgvo.lib.desk.template_state import State

FINE = State("APPROVED", "UTILITY", "GREEN")
WORDS = (
    *("APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED", "IN_APPEAL"),
    *("PENDING_DELETION", "DELETED", "FLAGGED", "REINSTATED", "LIMIT_EXCEEDED"),
    *("LOCKED", "ARCHIVED", "UNARCHIVED", "MISSING", "", "SOMETHING_NEW"),
)


def test_an_approved_utility_template_is_green_and_used():
    assert template_state.is_usable(FINE)
    assert template_state.colour(FINE) == "green"


@pytest.mark.parametrize("status", [word for word in WORDS if word != "APPROVED"])
def test_in_every_other_status_it_is_not_used_and_not_green(status):
    state = replace(FINE, status=status)
    assert not template_state.is_usable(state)
    assert template_state.colour(state) != "green"


@pytest.mark.parametrize(
    ("changes", "colour", "reason"),
    [
        ({"category": "MARKETING"}, "red", "category"),
        ({"category": "AUTHENTICATION"}, "red", "category"),
        ({"unchanged": False}, "red", "changed"),
        ({"category": ""}, "grey", "unknown"),
        ({"status": "REJECTED"}, "red", "refused"),
        ({"status": "PAUSED"}, "red", "refused"),
        ({"status": "PENDING"}, "yellow", "pending"),
        ({"status": "MISSING"}, "yellow", "missing"),
        ({"status": ""}, "grey", "unknown"),
        ({"status": "SOMETHING_NEW"}, "grey", "unknown"),
    ],
)
def test_what_stops_it_has_a_colour_and_a_reason(changes, colour, reason):
    state = replace(FINE, **changes)
    assert not template_state.is_usable(state)
    assert (template_state.colour(state), template_state.reason(state)) == (
        colour,
        reason,
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"quality": "YELLOW"}, "quality"),
        ({"quality": "RED"}, "quality"),
        ({"coming": "MARKETING"}, "coming"),
    ],
)
def test_a_warning_is_yellow_and_it_is_still_used(changes, reason):
    state = replace(FINE, **changes)
    assert template_state.is_usable(state)
    assert (template_state.colour(state), template_state.reason(state)) == (
        "yellow",
        reason,
    )


def test_refused_sends_tell_the_status():
    assert template_state.after_refusal(132015) == "PAUSED"
    assert template_state.after_refusal(132016) == "DISABLED"
    assert template_state.after_refusal(132001) == ""
    assert template_state.after_refusal(131026) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"quality": "RED"}, None),
        ({"status": "PENDING"}, None),
        ({"status": "MISSING"}, None),
        ({"status": "SOMETHING_NEW"}, None),
        ({"status": "PAUSED"}, 132015),
        ({"status": "DISABLED"}, 132016),
        ({"status": "REJECTED"}, 132001),
        ({"status": "DELETED"}, 132001),
        ({"category": "MARKETING"}, -8),
        ({"unchanged": False}, -8),
    ],
)
def test_the_administrator_is_called_when_meta_has_decided_and_not_before(
    changes, code
):
    state = replace(FINE, **changes)
    assert template_state.alarm_code(state) == code
    assert (code is not None) == (template_state.colour(state) == "red")
    assert code is None or code in template_state.ALARMS
