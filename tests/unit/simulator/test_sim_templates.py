"""Templates: life, and what a send must bring along."""

import pytest
from sim_business import error_code

from tests.simulator import demo

PATH = f"{demo.WABA_ID}/message_templates"
BODY = [{"type": "BODY", "text": "Hallo {{1}}, Ihr Termin ist am {{2}}."}]


def _create(graph, name="termin", components=BODY, **more):
    values = {"name": name, "language": "de", "category": "UTILITY"}
    return graph.call("POST", PATH, values | {"components": components} | more)


def _values(*texts):
    given = [{"type": "text", "text": text} for text in texts]
    return [{"type": "body", "parameters": given}]


@pytest.fixture
def approved(sim, graph):
    _create(graph)
    sim.approve_template("termin")


def test_new_template_is_pending(graph):
    assert _create(graph).json()["status"] == "PENDING"


def test_pending_template_cannot_be_sent(graph):
    _create(graph)
    answer = graph.template("termin", components=_values("Erika", "Montag"))
    assert (answer.status_code, error_code(answer)) == (404, 132001)


def test_approval_is_told_by_webhook(sim, graph, callback):
    _create(graph)
    sim.approve_template("termin")
    sim.flush()
    change = callback.payloads[-1]["entry"][0]["changes"][0]
    assert change["field"] == "message_template_status_update"
    assert change["value"]["event"] == "APPROVED"


def test_account_event_carries_a_time_and_no_metadata(sim, graph, callback):
    _create(graph)
    sim.reject_template("termin", reason="PROMOTIONAL")
    sim.flush()
    entry = callback.payloads[-1]["entry"][0]
    assert entry["time"] and "metadata" not in entry["changes"][0]["value"]


@pytest.mark.usefixtures("approved")
def test_approved_template_can_be_sent_with_its_parameters(sim, graph):
    graph.template("termin", components=_values("Erika", "Montag"))
    assert sim.sent[0].shown["body"] == "Hallo Erika, Ihr Termin ist am Montag."


@pytest.mark.usefixtures("approved")
@pytest.mark.parametrize(
    ("components", "code"),
    [
        (None, 132000),
        (_values("Erika"), 132000),
        (_values("Erika", "Montag", "zu viel"), 132000),
        (_values("Erika", "Mon\ntag"), 132018),
    ],
)
def test_wrong_parameters_are_refused(graph, components, code):
    assert error_code(graph.template("termin", components=components)) == code


def test_unknown_template_or_language_is_refused_with_132001(graph):
    assert error_code(graph.template("nirgends")) == 132001


@pytest.mark.parametrize(("status", "code"), [("PAUSED", 132015), ("DISABLED", 132016)])
def test_withdrawn_template_is_refused_with_its_code(sim, graph, status, code):
    sim.decide_template("antwort_bereit", status)
    assert error_code(graph.template()) == code


def test_named_parameters_must_have_the_names_of_the_template(sim, graph):
    named = [{"type": "BODY", "text": "Termin am {{tag}}."}]
    _create(graph, components=named, parameter_format="NAMED")
    sim.approve_template("termin")
    assert error_code(graph.template("termin", components=_values("Mo"))) == 132012


def test_second_template_of_that_name_and_language_is_refused(graph):
    _create(graph)
    assert _create(graph).json()["error"]["error_subcode"] == 2388024


def test_list_is_filtered_by_name_and_shows_the_fields_asked_for(graph):
    query = {"name": "antwort_bereit", "fields": "name,status"}
    rows = graph.call("GET", PATH, params=query).json()["data"]
    assert rows == [
        {"id": "500000000000001", "name": "antwort_bereit", "status": "APPROVED"}
    ]


def test_list_is_paged(graph):
    _create(graph)
    first = graph.call("GET", PATH, params={"limit": 3}).json()
    after = first["paging"]["cursors"]["after"]
    second = graph.call("GET", PATH, params={"limit": 3, "after": after}).json()
    assert [row["name"] for row in second["data"]] == ["termin"]
    assert "termin" not in [row["name"] for row in first["data"]]


def test_deleted_template_is_gone(graph):
    graph.call("DELETE", PATH, params={"name": "antwort_bereit"})
    assert error_code(graph.template()) == 132001
