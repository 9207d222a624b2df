"""What people do with their phones."""

import pytest
from sim_business import ERIKA, error_code

from tests.simulator import demo

BUTTONS = {
    "type": "button",
    "body": {"text": "Einverstanden?"},
    "action": {
        "buttons": [
            {"type": "reply", "reply": {"id": "yes", "title": "Ja"}},
            {"type": "reply", "reply": {"id": "no", "title": "Nein"}},
        ]
    },
}


def _ask(graph):
    body = {"to": ERIKA, "type": "interactive", "interactive": BUTTONS}
    return graph.post(body).json()["messages"][0]["id"]


@pytest.mark.usefixtures("open_chat")
def test_tapped_button_answers_with_its_id_and_the_question(sim, graph, callback):
    question = _ask(graph)
    sim.customer_taps(ERIKA, question, 1)
    sim.flush()
    message = callback.messages[0]
    reply = {"type": "button_reply", "button_reply": {"id": "no", "title": "Nein"}}
    assert message["interactive"] == reply
    assert message["context"] == {"from": "49305550100", "id": question}


@pytest.mark.usefixtures("open_chat")
def test_tapping_a_button_that_is_not_there_is_refused(sim, graph):
    with pytest.raises(ValueError, match="2 buttons"):
        sim.customer_taps(ERIKA, _ask(graph), 2)


def test_quick_reply_of_a_template_comes_as_button(sim, graph, callback):
    question = graph.template().json()["messages"][0]["id"]
    sim.customer_taps(ERIKA, question, 0)
    sim.flush()
    given = {"payload": "Antwort lesen", "text": "Antwort lesen"}
    assert callback.messages[0]["button"] == given


def test_payload_of_a_quick_reply_is_the_one_that_was_sent(sim, graph, callback):
    payload = [{"type": "payload", "payload": "READ-7"}]
    part = {"type": "button", "sub_type": "quick_reply", "index": "0"}
    components = [part | {"parameters": payload}]
    question = graph.template(components=components).json()["messages"][0]["id"]
    sim.customer_taps(ERIKA, question, 0)
    sim.flush()
    assert callback.messages[0]["button"]["payload"] == "READ-7"


@pytest.mark.usefixtures("open_chat")
def test_reply_quotes_the_message(sim, graph, callback):
    wamid = graph.sent_text()
    sim.customer_sends_text(ERIKA, "Zu dieser Frage", quote=wamid)
    sim.flush()
    assert callback.messages[0]["context"]["id"] == wamid


def test_reaction_taken_back_has_no_emoji(sim, callback, open_chat):
    sim.customer_reacts(ERIKA, open_chat, "")
    sim.flush()
    assert callback.messages[0]["reaction"] == {"message_id": open_chat}


def test_any_message_type_can_be_sent(sim, callback):
    place = {"latitude": 52.52, "longitude": 13.41}
    sim.customer_sends(ERIKA, {"type": "location", "location": place})
    sim.flush()
    assert callback.messages[0]["location"] == place


def test_any_message_opens_the_window(sim, graph):
    sim.customer_sends(ERIKA, {"type": "hologram", "hologram": {}})
    assert graph.text().status_code == 200


def test_new_number_is_announced_with_old_and_new_identifiers(sim, callback, open_chat):
    before = sim.add_customer(phone=ERIKA)
    after = sim.customer_changes_number(ERIKA, "+4915155500077")
    sim.flush()
    message = callback.messages[0]
    assert message["from"] == ERIKA[1:]
    assert message["system"]["wa_id"] == "4915155500077"
    assert message["system"]["previous_user_id"] == before.user_id
    assert message["system"]["user_id"] == after.user_id != before.user_id


def test_stopped_marketing_is_announced_and_enforced(sim, graph, callback):
    body = {
        "name": "angebot",
        "language": "de",
        "category": "MARKETING",
        "components": [{"type": "BODY", "text": "Neu im Angebot"}],
    }
    graph.call("POST", f"{demo.WABA_ID}/message_templates", body)
    sim.approve_template("angebot")
    sim.customer_prefers(ERIKA, "stop")
    graph.template("angebot")
    sim.flush()
    preference = callback.values[1]["user_preferences"][0]
    assert (preference["value"], preference["category"]) == (
        "stop",
        "marketing_messages",
    )
    assert callback.statuses[0]["errors"][0]["code"] == 131050


def test_call_rings_and_ends_and_writes_nothing(sim, callback):
    sim.customer_calls(ERIKA)
    sim.flush()
    changes = [c for p in callback.payloads for e in p["entry"] for c in e["changes"]]
    assert [change["field"] for change in changes] == ["calls", "calls"]
    begun, ended = (change["value"]["calls"][0] for change in changes)
    assert (begun["event"], ended["event"]) == ("connect", "terminate")
    assert begun["id"] == ended["id"]
    assert (begun["from"], begun["direction"]) == (ERIKA.lstrip("+"), "USER_INITIATED")
    assert sim.written == []


def test_call_opens_the_window_and_lengthens_it(sim, graph):
    """Meta: 24 hours from the last message or call."""
    assert error_code(graph.text()) == 131047
    sim.customer_calls(ERIKA)
    assert graph.text().status_code == 200
    sim.advance(hours=23)
    sim.customer_calls(ERIKA)
    sim.advance(hours=23)
    assert graph.text().status_code == 200
    sim.advance(hours=2)
    assert error_code(graph.text()) == 131047


def test_message_of_a_group_names_it_and_opens_no_window(sim, graph, callback):
    text = {"type": "text", "text": {"body": "Alle da?"}, "group_id": "G1"}
    sim.customer_sends(ERIKA, text)
    sim.flush()
    assert callback.messages[0]["group_id"] == "G1"
    assert error_code(graph.text("Ja")) == 131047


def test_security_code_is_told_where_the_number_asks_for_it(sim, callback):
    sim.update_customer(ERIKA, identity_hash="code-2")
    sim.customer_sends_text(ERIKA, "Hallo")
    sim.configure(numbers=[{"id": demo.PHONE_NUMBER_ID, "identity_check": True}])
    sim.customer_sends_text(ERIKA, "Hallo noch einmal")
    sim.flush()
    contacts = [value["contacts"][0] for value in callback.values]
    assert [one.get("identity_key_hash") for one in contacts] == [None, "code-2"]


def test_blocked_person_cannot_write(sim, graph, open_chat):
    people = {"messaging_product": "whatsapp", "block_users": [{"user": ERIKA}]}
    graph.call("POST", f"{demo.PHONE_NUMBER_ID}/block_users", people)
    with pytest.raises(ValueError, match="blocked"):
        sim.customer_sends_text(ERIKA, "Hallo?")


def test_number_nobody_used_yet_is_a_new_person(sim, callback):
    sim.customer_sends_text("+49 151 5550 0055", "Hallo")
    sim.flush()
    assert callback.messages[0]["from"] == "4915155500055"


@pytest.mark.parametrize("phone", ["12", "+12", "015155500001", "abc"])
def test_wrong_number_is_refused(sim, phone):
    with pytest.raises(ValueError, match="no phone number"):
        sim.customer_sends_text(phone, "Hallo")


def test_own_business_reaction_is_only_reported_as_sent(
    sim, graph, callback, open_chat
):
    reaction = {"message_id": open_chat, "emoji": "👍"}
    graph.post({"to": ERIKA, "type": "reaction", "reaction": reaction})
    sim.flush()
    assert [line["status"] for line in callback.statuses] == ["sent"]


def test_reaction_to_a_message_older_than_30_days_fails(
    sim, graph, callback, open_chat
):
    sim.advance(days=31)
    sim.customer_sends_text(ERIKA, "Hallo")
    reaction = {"message_id": open_chat, "emoji": "👍"}
    graph.post({"to": ERIKA, "type": "reaction", "reaction": reaction})
    sim.flush()
    assert callback.statuses[0]["errors"][0]["code"] == 131009


def test_authentication_template_cannot_go_to_a_user_id(sim, graph):
    person = sim.add_customer(phone=ERIKA)
    body = {
        "name": "code",
        "language": "de",
        "category": "AUTHENTICATION",
        "components": [{"type": "BODY", "text": "Ihr Code"}],
    }
    graph.call("POST", f"{demo.WABA_ID}/message_templates", body)
    sim.approve_template("code")
    answer = graph.template("code", to="", recipient=person.user_id)
    assert error_code(answer) == 131062
