from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.desk import delivery

STATES = st.sampled_from(delivery.STATES)
STATUSES = st.sampled_from(delivery.STATUSES)


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
def test_any_order_of_statuses_ends_at_the_furthest(order):
    assert reduce(delivery.settle, order, "sending") == "read"


@pytest.mark.parametrize("state", ["queued", "sending", "uncertain", "sent"])
def test_failure_is_believed_until_delivery(state):
    assert delivery.settle(state, "failed") == "failed"


@pytest.mark.parametrize(
    "state", ["waiting_for_window", "delivered", "read", "played", "cancelled"]
)
def test_failure_never_replaces_these(state):
    assert delivery.settle(state, "failed") == state


@pytest.mark.parametrize("status", ["sent", "delivered", "read", "played", "failed"])
def test_uncertain_is_settled_by_any_status(status):
    assert delivery.settle("uncertain", status) == status


def test_late_sent_does_not_revive_a_failed_message():
    assert delivery.settle("failed", "sent") == "failed"


def test_proof_of_arrival_outweighs_a_failure():
    assert delivery.settle("failed", "delivered") == "delivered"


@pytest.mark.parametrize("status", ["deleted", "warning", "", "queued", "cancelled"])
def test_unknown_status_changes_nothing(status):
    assert delivery.settle("sent", status) == "sent"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("waiting_for_window", True),
        ("queued", True),
        ("sending", False),
        ("sent", False),
        ("failed", False),
    ],
)
def test_only_what_is_not_under_way_can_be_cancelled(state, expected):
    assert delivery.is_forward(state, "cancelled") is expected


@given(STATES)
def test_no_state_follows_itself(state):
    assert not delivery.is_forward(state, state)


@given(STATES, STATES)
def test_no_step_can_be_undone(one, other):
    assert not (delivery.is_forward(one, other) and delivery.is_forward(other, one))


@given(STATES, STATUSES)
def test_repeated_status_changes_nothing_more(state, status):
    once = delivery.settle(state, status)
    assert delivery.settle(once, status) == once


@given(STATES, st.permutations(delivery.STATUSES[:-1]))
def test_order_of_statuses_does_not_matter(state, statuses):
    in_order = reduce(delivery.settle, delivery.STATUSES[:-1], state)
    assert reduce(delivery.settle, statuses, state) == in_order


def test_unknown_state_is_an_error():
    with pytest.raises(ValueError, match="unknown delivery state 'draft'"):
        delivery.is_forward("draft", "sent")
