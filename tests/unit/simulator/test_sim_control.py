"""The control API over HTTP, and the phone page."""

import threading

import pytest
import requests
from sim_business import ERIKA

from tests.simulator import demo


@pytest.fixture
def control(sim):
    def call(method, path, body=None):
        url = f"{sim.url}/_sim/{path}"
        return requests.request(method, url, json=body, timeout=5)

    return call


def test_state_shows_numbers_customers_and_faults(control):
    state = control("GET", "state").json()
    assert state["numbers"][0]["id"] == demo.PHONE_NUMBER_ID
    assert len(state["customers"]) == 4
    assert state["faults"] == []


def test_customer_is_added_and_changed(control):
    person = {"phone": "+4915155500042", "name": "Jana Muster"}
    assert control("POST", "customers", person).json()["name"] == "Jana Muster"
    change = {"customer": "+4915155500042", "read_receipts": False}
    assert control("POST", "customers", change).json()["read_receipts"] is False


def test_customer_without_number_is_known_by_user_id_only(control):
    person = control("POST", "customers", {"name": "Kim"}).json()
    assert person["user_id"].startswith("DE.")
    assert person["phone"] == ""


def test_message_is_written_and_delivered(control, callback):
    message = {"customer": ERIKA, "text": "Hallo"}
    wamid = control("POST", "send", message).json()["id"]
    assert control("POST", "flush", {}).json() == {"waiting": 0}
    assert callback.messages[0]["id"] == wamid


def test_button_is_tapped_by_message_and_index(control, graph, callback):
    question = graph.template().json()["messages"][0]["id"]
    control("POST", "send", {"customer": ERIKA, "tap": question, "index": 1})
    control("POST", "flush", {})
    assert callback.messages[0]["button"]["text"] == "Nicht mehr nötig"


def test_chat_is_read(control, graph, callback):
    graph.template()
    control("POST", "send", {"customer": ERIKA, "read": ""})
    control("POST", "flush", {})
    assert callback.statuses[-1]["status"] == "read"


@pytest.mark.parametrize(
    "body",
    [
        {"customer": ERIKA},
        {"customer": ERIKA, "text": "a", "read": ""},
        {"text": "a"},
        {"customer": ERIKA, "tap": "wamid.none"},
        {"customer": "abc", "text": "a"},
    ],
)
def test_incomplete_order_is_refused_with_a_reason(control, body):
    answer = control("POST", "send", body)
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "body", [{"colour": "red"}, {"batch_size": "many"}, {"window_as": "x"}]
)
def test_wrong_setting_is_refused(control, body):
    assert control("POST", "config", body).status_code == 400


def test_unknown_control_path_is_404(control):
    assert control("GET", "nothing").status_code == 404


def test_fault_is_set_and_cleared(control, graph):
    fault = {"kind": "error", "code": 131016, "times": 0, "endpoint": "*"}
    control("POST", "faults", fault)
    assert graph.template().json()["error"]["code"] == 131016
    control("DELETE", "faults")
    assert graph.template().status_code == 200


def test_clock_is_advanced(control, sim):
    before = sim.world.now()
    assert control("POST", "advance", {"hours": 25}).json()["now"] == before + 90000


def test_who_has_a_clock_of_their_own_is_told(control, sim):
    told = []
    sim.on_advance = told.append
    control("POST", "advance", {"hours": 25})
    assert told == [90000]


def test_webhooks_tell_real_time_where_the_reader_has_no_other(sim, callback):
    sim.world.clock.tells_real_time = True
    before = sim.world.now()
    sim.advance(hours=25)
    sim.customer_sends_text(ERIKA, "Hallo?")
    sim.flush()
    message = callback.messages[-1]
    assert int(message["timestamp"]) == int(before)


def test_template_is_approved(control, graph):
    path = f"{demo.WABA_ID}/message_templates"
    body = {
        "name": "neu",
        "language": "de",
        "category": "UTILITY",
        "components": [{"type": "BODY", "text": "Hallo"}],
    }
    graph.call("POST", path, body)
    control("POST", "templates/neu/approve", {})
    assert graph.template("neu").status_code == 200


def test_raw_webhook_returns_the_answer_of_the_business(control, callback):
    callback.answers = [403]
    order = {"text": '{"object": "x"}', "signature": "none"}
    assert control("POST", "webhook/raw", order).json()["status"] == 403
    assert callback.posts[0][0] == b'{"object": "x"}'


def test_received_shows_requests_messages_and_webhooks(control, graph, sim):
    graph.template()
    sim.flush()
    kept = control("GET", "received").json()
    assert kept["requests"][0]["status"] == 200
    assert kept["sent"][0]["type"] == "template"
    assert [row["status"] for row in kept["deliveries"]] == [200, 200]


def test_journal_can_be_read_from_a_point_on(control, sim):
    size = sim.world.journal.size()
    sim.customer_sends_text(ERIKA, "Hallo")
    sim.flush()
    records = control("GET", f"journal?after={size}").json()["records"]
    assert records[0]["n"] == size + 1


def test_phone_is_told_of_news_at_once(sim, control, graph, open_chat):
    version = sim.world.journal.size()
    answers = []
    asking = threading.Thread(
        target=lambda: answers.append(control("GET", f"chat/{ERIKA}?after={version}"))
    )
    asking.start()
    graph.text("Guten Tag, Frau Muster")
    asking.join(timeout=5)
    assert answers[0].elapsed.total_seconds() < 5
    assert answers[0].json()["version"] > version


def test_phone_shows_both_sides_and_the_buttons(sim, control, graph, open_chat):
    graph.template()
    shown = control("GET", f"chat/{ERIKA}").json()["messages"]
    assert [bubble["mine"] for bubble in shown] == [True, False]
    assert [button["title"] for button in shown[1]["buttons"]] == [
        "Antwort lesen",
        "Nicht mehr nötig",
    ]


def test_failed_message_does_not_reach_the_phone(sim, control, graph, open_chat):
    sim.add_fault("failed_status")
    graph.text("kommt nie an")
    shown = control("GET", f"chat/{ERIKA}").json()["messages"]
    assert [bubble["mine"] for bubble in shown] == [True]


def test_phone_page_loads_nothing_from_elsewhere(sim):
    answer = requests.get(f"{sim.url}/phone/{ERIKA}", timeout=5)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "//" not in answer.text.replace("<!doctype", "")


@pytest.mark.parametrize("path", ["static/../server.py", "static/none.js"])
def test_only_the_pages_own_files_are_served(sim, path):
    connection = requests.Request("GET", f"{sim.url}/{path}").prepare()
    connection.url = f"{sim.url}/{path}"
    assert requests.Session().send(connection, timeout=5).status_code == 404
