"""What goes wrong on purpose, on the way to the Cloud API."""

import threading

import pytest
import requests
from sim_business import ERIKA, error_code

from tests.simulator import demo

pytestmark = pytest.mark.usefixtures("open_chat")


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("429", 429, 4),
        ("130429", 400, 130429),
        ("131056", 400, 131056),
        ("500", 500, 131000),
        ("190", 401, 190),
    ],
)
def test_error_on_demand_is_answered_and_nothing_accepted(
    sim, graph, kind, status, code
):
    sim.add_fault(kind)
    answer = graph.text()
    assert (answer.status_code, error_code(answer)) == (status, code)
    assert sim.sent == []


def test_edge_answers_503_with_html(sim, graph):
    sim.add_fault("503")
    answer = graph.text()
    assert answer.status_code == 503
    assert answer.headers["Content-Type"].startswith("text/html")


def test_fault_is_over_after_its_number_of_times(sim, graph):
    sim.add_fault("500", times=2)
    assert [graph.text().status_code for _n in range(3)] == [500, 500, 200]


def test_fault_without_end_lasts_until_cleared(sim, graph):
    sim.add_fault("500", times=0)
    assert [graph.text().status_code for _n in range(3)] == [500, 500, 500]
    sim.clear_faults()
    assert graph.text().status_code == 200


def test_fault_hits_only_the_recipient_it_names(sim, graph):
    other = "+4915155500002"
    sim.customer_sends_text(other, "Hallo")
    sim.add_fault("500", times=0, recipient=other)
    assert graph.text(to=ERIKA).status_code == 200
    assert graph.text(to=other).status_code == 500


def test_fault_hits_only_the_endpoint_it_names(sim, graph):
    sim.add_fault("500", times=0, endpoint="settings")
    assert graph.text().status_code == 200
    path = f"{demo.PHONE_NUMBER_ID}/settings"
    assert graph.call("GET", path).status_code == 500


@pytest.mark.parametrize(
    ("kind", "accepted"), [("timeout_before", 0), ("timeout_after", 1)]
)
def test_time_out_leaves_the_message_refused_or_accepted(sim, graph, kind, accepted):
    sim.add_fault(kind)
    with pytest.raises(requests.Timeout):
        graph.text(timeout=0.2)
    assert len(sim.sent) == accepted


@pytest.mark.parametrize(("kind", "accepted"), [("cut_before", 0), ("cut_after", 1)])
def test_cut_connection_leaves_the_message_refused_or_accepted(
    sim, graph, kind, accepted
):
    sim.add_fault(kind)
    with pytest.raises(requests.ConnectionError):
        graph.text()
    assert len(sim.sent) == accepted


def test_unanswered_request_is_written_down_without_status(sim, graph):
    sim.add_fault("cut_after")
    with pytest.raises(requests.ConnectionError):
        graph.text()
    row = sim.received[-1]
    assert (row["status"], row["accepted"], row["wamid"]) == (
        None,
        True,
        sim.sent[0].id,
    )


def test_accepted_but_unanswered_message_reports_its_status(sim, graph, callback):
    sim.add_fault("cut_after")
    with pytest.raises(requests.ConnectionError):
        graph.text()
    sim.flush()
    assert callback.statuses[0]["id"] == sim.sent[0].id


def test_requests_wait_side_by_side_when_answers_are_slow(sim, graph):
    sim.configure(latency_ms=300)
    answers = []
    clients = [
        threading.Thread(target=lambda: answers.append(graph.text().elapsed))
        for _n in range(8)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert len(answers) == 8
    assert max(answers).total_seconds() < 8 * 0.3


def test_unknown_fault_is_refused(sim):
    with pytest.raises(ValueError, match="unknown fault"):
        sim.add_fault("earthquake")
