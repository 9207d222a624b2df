"""One person is taken out of a stored webhook, the others stay."""

import base64
import json

from whatsapp_dsgvo.lib.privacy import redact

ERIKA, MAX = "4915155500001", "4915155500002"


def webhook(*messages, **value):
    change = {"messages": list(messages), **value}
    return json.dumps({"entry": [{"id": "1", "changes": [{"value": change}]}]}).encode()


def message(number, text="Hallo"):
    return {"from": number, "id": f"wamid.{number}", "text": {"body": text}}


def messages(body):
    return json.loads(body)["entry"][0]["changes"][0]["value"]["messages"]


def test_a_webhook_about_others_stays_as_it_is():
    body = webhook(message(MAX))
    assert redact.without(body, [ERIKA]) == body


def test_a_webhook_about_the_person_alone_goes():
    contacts = [{"wa_id": ERIKA, "profile": {"name": "Erika"}}]
    body = webhook(message(ERIKA), contacts=contacts)
    assert redact.without(body, [ERIKA]) is None


def test_of_two_people_the_other_stays_whole():
    contacts = [{"wa_id": ERIKA, "profile": {"name": "Erika"}}, {"wa_id": MAX}]
    body = webhook(message(ERIKA, "geheim"), message(MAX), contacts=contacts)
    rest = redact.without(body, [ERIKA])
    assert messages(rest) == [message(MAX)]
    for gone in (b"geheim", b"Erika", ERIKA.encode()):
        assert gone not in rest


def test_a_number_inside_a_message_id_is_found():
    hidden = base64.b64encode(f"HBgN{ERIKA}".encode()).decode()
    body = webhook({"id": f"wamid.{hidden}", "status": "read"})
    assert redact.without(body, [ERIKA]) is None


def test_an_escaped_spelling_is_found():
    spelled = "".join(f"\\u{ord(digit):04x}" for digit in ERIKA)
    body = webhook({"from": "FROM"}).replace(b"FROM", spelled.encode())
    assert redact.without(body, [ERIKA]) is None


def test_what_is_no_json_goes_as_a_whole():
    assert redact.without(f"{{broken {ERIKA}".encode(), [ERIKA]) is None
    assert redact.without(b"{broken", [ERIKA]) == b"{broken"


def test_a_single_item_is_a_body_too():
    item = json.dumps(message(ERIKA)).encode()
    assert redact.without(item, [ERIKA]) is None
    assert redact.without(item, [MAX]) == item


def test_an_id_that_is_no_base64_does_no_harm():
    assert not redact.mentions("wamid.!!!! wamid.aaaaaaaaa", [ERIKA])


def test_the_number_beside_another_id_is_its_next_owners():
    old, new = "DE.1111", "DE.2222"
    theirs = {**message(ERIKA, "neu"), "from_user_id": new}
    contacts = [{"wa_id": ERIKA, "user_id": one} for one in (old, new)]
    body = webhook(
        {**message(ERIKA, "geheim"), "from_user_id": old},
        message(ERIKA, "ohne Kennung"),
        {**message(MAX, f"Hier ist {ERIKA}"), "from_user_id": "DE.3333"},
        theirs,
        contacts=contacts,
    )
    rest = redact.without(body, [ERIKA, old], has_id=True)
    assert messages(rest) == [theirs]
    assert old.encode() not in rest
    assert redact.without(body, [ERIKA]) is None


def test_of_what_is_the_next_owners_nothing_is_altered():
    body = webhook({**message(ERIKA), "from_user_id": "DE.2222"})
    assert redact.without(body, [ERIKA, "DE.1111"], has_id=True) == body
