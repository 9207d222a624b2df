"""`POST /messages`: what is accepted, and how the rest is refused."""

import base64

import pytest
from sim_business import ERIKA, error_code

from tests.simulator import demo

pytestmark = pytest.mark.usefixtures("open_chat")


def _buttons(*titles):
    replies = [
        {"type": "reply", "reply": {"id": f"b{n}", "title": title}}
        for n, title in enumerate(titles)
    ]
    return {
        "type": "button",
        "body": {"text": "Einverstanden?"},
        "action": {"buttons": replies},
    }


def _list(rows):
    entries = [{"id": f"r{n}", "title": f"Zeile {n}"} for n in range(rows)]
    return {
        "type": "list",
        "body": {"text": "Bitte wählen"},
        "action": {"button": "Auswahl", "sections": [{"title": "A", "rows": entries}]},
    }


def test_accepted_text_is_answered_with_number_and_message_id(graph):
    answer = graph.text().json()
    assert answer["contacts"] == [{"input": ERIKA, "wa_id": ERIKA[1:]}]
    assert answer["messages"][0]["id"].startswith("wamid.")


def test_message_id_contains_the_digits_of_the_recipient(graph):
    wamid = graph.sent_text()
    assert ERIKA[1:].encode() in base64.b64decode(wamid.removeprefix("wamid."))


def test_version_prefix_is_optional(sim, graph):
    body = {
        "messaging_product": "whatsapp",
        "to": ERIKA,
        "type": "text",
        "text": {"body": "x"},
    }
    path = f"../{demo.PHONE_NUMBER_ID}/messages"
    assert graph.call("POST", path, body).status_code == 200


def test_360dialog_key_and_path_stand_for_the_number(sim, graph):
    body = {
        "messaging_product": "whatsapp",
        "to": ERIKA,
        "type": "text",
        "text": {"body": "x"},
    }
    key = {"D360-API-KEY": demo.D360_KEY}
    answer = graph.call("POST", "../messages", body, token=None, headers=key)
    assert answer.status_code == 200


@pytest.mark.parametrize("token", [None, "wrong"])
def test_missing_or_wrong_token_is_refused_with_190(graph, token):
    answer = graph.text(token=token)
    assert (answer.status_code, error_code(answer)) == (401, 190)


def test_expired_token_is_refused_with_subcode_463(sim, graph):
    sim.configure(tokens=[{"id": demo.ACCESS_TOKEN, "expires_at": 1}])
    assert graph.text().json()["error"]["error_subcode"] == 463


def test_token_without_the_messaging_scope_is_refused(sim, graph):
    scopes = ["whatsapp_business_management"]
    sim.configure(tokens=[{"id": demo.ACCESS_TOKEN, "scopes": scopes}])
    assert error_code(graph.text()) == 10


def test_wrong_appsecret_proof_is_refused(graph):
    answer = graph.text(params={"appsecret_proof": "00"})
    assert "appsecret_proof" in answer.json()["error"]["message"]


def test_unknown_number_id_is_refused_with_subcode_33(graph):
    error = graph.text(phone_id="999").json()["error"]
    assert (error["code"], error["error_subcode"]) == (100, 33)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "text", "text": {"body": "x"}}, 100),
        ({"to": ERIKA, "type": "text"}, 131008),
        ({"to": ERIKA, "type": "text", "text": {"body": ""}}, 100),
        ({"to": ERIKA, "type": "text", "text": {"body": "x" * 4097}}, 100),
        ({"to": ERIKA, "type": "sonar", "sonar": {}}, 131051),
        ({"to": "12", "type": "text", "text": {"body": "x"}}, 131009),
        ({"to": demo.DISPLAY_NUMBER, "type": "text", "text": {"body": "x"}}, 131021),
        ({"to": ERIKA, "type": "interactive", "interactive": {"type": "list"}}, 131008),
        ({"to": ERIKA, "type": "text", "text": {"body": "x"}, "context": "x"}, 100),
        ({"recipient": "DE.1", "type": "text", "text": {"body": "x"}}, 131009),
        (
            {
                "to": ERIKA,
                "type": "text",
                "text": {"body": "x"},
                "biz_opaque_callback_data": "x" * 513,
            },
            131009,
        ),
        ({"to": ERIKA, "type": "interactive", "interactive": _buttons()}, 131009),
        (
            {"to": ERIKA, "type": "interactive", "interactive": _buttons(*"abcd")},
            131009,
        ),
        (
            {"to": ERIKA, "type": "interactive", "interactive": _buttons("a", "a")},
            131009,
        ),
        (
            {"to": ERIKA, "type": "interactive", "interactive": _buttons("x" * 21)},
            131009,
        ),
        ({"to": ERIKA, "type": "interactive", "interactive": _list(11)}, 131009),
        ({"to": ERIKA, "type": "reaction", "reaction": {"emoji": "👍"}}, 131008),
    ],
)
def test_malformed_message_is_refused_with_its_code(graph, body, code):
    answer = graph.post(body)
    assert (answer.status_code, error_code(answer)) == (400, code)


@pytest.mark.parametrize(
    "body",
    [
        {"type": "text", "text": {"body": "x" * 4096}},
        {"type": "interactive", "interactive": _buttons("Ja", "Nein", "Später")},
        {"type": "interactive", "interactive": _list(10)},
    ],
)
def test_message_at_the_limit_is_accepted(graph, body):
    assert graph.post({"to": ERIKA, **body}).status_code == 200


def test_broken_json_is_refused_with_100(graph):
    path = f"{demo.PHONE_NUMBER_ID}/messages"
    assert error_code(graph.call("POST", path, data=b"{")) == 100


def test_number_without_plus_gets_the_country_code_of_the_business(sim, graph):
    sim.customer_sends_text("+49491515550", "Hallo")
    answer = graph.text(to="491515550").json()
    assert answer["contacts"][0]["wa_id"] == "49491515550"


def test_message_to_a_user_id_is_answered_without_number(sim, graph):
    person = sim.add_customer(phone=ERIKA)
    body = {"recipient": person.user_id, "type": "text", "text": {"body": "x"}}
    contact = graph.post(body).json()["contacts"][0]
    assert contact == {"input": person.user_id, "user_id": person.user_id}


def test_window_is_closed_after_24_hours(sim, graph):
    sim.advance(hours=24)
    assert error_code(graph.text()) == 131047


def test_window_is_open_just_before_24_hours(sim, graph):
    sim.advance(hours=23, minutes=59)
    assert graph.text().status_code == 200


def test_window_is_closed_for_somebody_who_never_wrote(graph):
    assert error_code(graph.text(to="+4915155500009")) == 131047


def test_template_is_accepted_outside_the_window(sim, graph):
    sim.advance(hours=25)
    assert graph.template().json()["messages"][0]["message_status"] == "accepted"


def test_unregistered_number_is_refused_with_133010(graph):
    graph.call("POST", f"{demo.PHONE_NUMBER_ID}/deregister")
    assert error_code(graph.text()) == 133010


def test_blocked_person_is_refused_with_130403(graph):
    body = {"messaging_product": "whatsapp", "block_users": [{"user": ERIKA}]}
    graph.call("POST", f"{demo.PHONE_NUMBER_ID}/block_users", body)
    assert error_code(graph.text()) == 130403


def test_changed_identity_hash_is_refused_with_137000(sim, graph):
    sim.update_customer(ERIKA, identity_hash="new")
    body = {"to": ERIKA, "type": "text", "text": {"body": "x"}}
    answer = graph.post({**body, "recipient_identity_key_hash": "old"})
    assert error_code(answer) == 137000


def test_46th_message_of_a_burst_to_one_person_is_refused_with_131056(graph):
    codes = [graph.text().status_code for _n in range(45)]
    assert set(codes) == {200}
    assert error_code(graph.text()) == 131056


def test_pair_rate_can_be_switched_off(sim, graph):
    sim.configure(pair_rate=False)
    assert {graph.text().status_code for _n in range(46)} == {200}


def test_throughput_of_the_number_is_limited_with_130429(sim, graph):
    sim.configure(throughput=2)
    assert [graph.text().status_code for _n in range(3)] == [200, 200, 400]


def test_refused_message_reaches_nobody(sim, graph):
    graph.text(token="wrong")
    assert sim.sent == []


def test_marking_as_read_marks_earlier_messages_too(sim, graph, open_chat):
    second = sim.customer_sends_text(ERIKA, "Noch da?")
    assert graph.post({"status": "read", "message_id": second}).json()["success"]
    assert {message.state for message in sim.written} == {"read"}


def test_marking_an_unknown_message_as_read_is_refused(graph):
    assert error_code(graph.post({"status": "read", "message_id": "wamid.x"})) == 131009


def test_every_request_is_written_down_with_its_outcome(sim, graph):
    wamid = graph.sent_text()
    graph.text(token="wrong")
    kept = [(row["status"], row["accepted"], row["wamid"]) for row in sim.received]
    assert kept == [(200, True, wamid), (401, False, "")]


def test_usage_headers_come_with_every_answer(graph):
    answer = graph.text()
    assert "call_count" in answer.headers["X-App-Usage"]
    assert demo.WABA_ID in answer.headers["X-Business-Use-Case-Usage"]
