"""What the business is told, how often, and in which order."""

import hashlib
import hmac

import pytest
from sim_business import ERIKA, Callback

from tests.simulator import demo, webhooks


def _signature(body):
    secret = demo.APP_SECRET.encode()
    return "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()


def test_webhook_is_signed_over_the_exact_bytes(sim, callback):
    sim.customer_sends_text(ERIKA, "Grüße / 👍")
    sim.flush()
    body, headers = callback.posts[0]
    assert headers["X-Hub-Signature-256"] == _signature(body)


def test_umlauts_and_slashes_are_escaped_as_meta_does():
    body = webhooks.encode({"body": "Ü/"})
    assert body == b'{"body":"\\u00dc\\/"}'


def test_text_names_the_person_and_the_number_it_came_to(sim, callback):
    wamid = sim.customer_sends_text(ERIKA, "Hallo")
    sim.flush()
    person = sim.add_customer(phone=ERIKA)
    value = callback.values[0]
    assert value["metadata"]["phone_number_id"] == demo.PHONE_NUMBER_ID
    assert value["contacts"] == [
        {
            "profile": {"name": "Erika Muster"},
            "wa_id": ERIKA[1:],
            "user_id": person.user_id,
        }
    ]
    assert value["messages"] == [
        {
            "from": ERIKA[1:],
            "from_user_id": person.user_id,
            "id": wamid,
            "timestamp": "1795600000",
            "type": "text",
            "text": {"body": "Hallo"},
        }
    ]


def test_hidden_number_appears_nowhere_in_the_webhook(sim, callback):
    phone = "+4915155500004"
    sim.customer_sends_text(phone, "Hallo")
    sim.flush()
    assert phone[1:].encode() not in callback.posts[0][0]


def test_statuses_come_in_order_with_price_and_callback_data(
    sim, graph, callback, open_chat
):
    body = {"to": ERIKA, "type": "text", "text": {"body": "x"}}
    graph.post({**body, "biz_opaque_callback_data": "row-7"})
    sim.flush()
    sim.customer_reads(ERIKA)
    sim.flush()
    states = [line["status"] for line in callback.statuses]
    assert states == ["sent", "delivered", "read"]
    assert {line["biz_opaque_callback_data"] for line in callback.statuses} == {"row-7"}
    assert callback.statuses[0]["pricing"] == {
        "billable": True,
        "pricing_model": "PMP",
        "type": "regular",
        "category": "service",
    }


def test_status_of_a_message_to_a_hidden_number_names_the_user_id_only(
    sim, graph, callback
):
    sim.customer_sends_text("+4915155500004", "Hallo")
    person = sim.add_customer(phone="+4915155500004")
    graph.post({"recipient": person.user_id, "type": "text", "text": {"body": "x"}})
    sim.flush()
    assert "recipient_id" not in callback.statuses[0]
    assert callback.statuses[0]["recipient_user_id"] == person.user_id


def test_person_without_read_receipts_never_reports_read(
    sim, graph, callback, open_chat
):
    sim.update_customer(ERIKA, read_receipts=False)
    graph.text()
    sim.customer_reads(ERIKA)
    sim.flush()
    assert [line["status"] for line in callback.statuses] == ["sent", "delivered"]


def test_offline_phone_gets_its_messages_when_it_is_back(
    sim, graph, callback, open_chat
):
    sim.update_customer(ERIKA, online=False)
    graph.text()
    sim.flush()
    sim.update_customer(ERIKA, online=True)
    sim.flush()
    assert [line["status"] for line in callback.statuses] == ["sent", "delivered"]


def test_message_to_somebody_without_whatsapp_fails_later_without_contacts(
    sim, graph, callback, open_chat
):
    sim.update_customer(ERIKA, on_whatsapp=False)
    graph.text()
    sim.flush()
    assert callback.statuses[0]["errors"][0]["code"] == 131026
    assert "contacts" not in callback.values[0]


def test_closed_window_can_be_reported_later_instead_of_at_once(
    sim, graph, callback, open_chat
):
    sim.configure(window_as="status")
    sim.advance(hours=25)
    assert graph.text().status_code == 200
    sim.flush()
    assert callback.statuses[0]["errors"][0]["code"] == 131047


def test_account_without_subscription_gets_no_webhooks(sim, graph, callback):
    graph.call("DELETE", f"{demo.WABA_ID}/subscribed_apps")
    sim.customer_sends_text(ERIKA, "Hallo")
    sim.flush()
    assert callback.posts == []


def test_callback_is_verified_before_it_is_used(sim, callback):
    callback.verify_token = "another"
    with pytest.raises(ValueError, match="403"):
        sim.configure(callback_url=callback.url)


@pytest.fixture
def other():
    server = Callback()
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("path", "wrap"),
    [
        (f"{demo.WABA_ID}/subscribed_apps", lambda url: url),
        (demo.PHONE_NUMBER_ID, lambda url: {"webhook_configuration": url}),
    ],
)
def test_override_of_account_or_number_wins_over_the_app(
    sim, graph, callback, other, path, wrap
):
    override = {"override_callback_uri": other.url, "verify_token": demo.VERIFY_TOKEN}
    assert graph.call("POST", path, wrap(override)).json()["success"]
    sim.customer_sends_text(ERIKA, "Hallo")
    sim.flush()
    assert (len(callback.posts), len(other.posts)) == (0, 1)


def test_override_that_does_not_verify_is_refused_with_2200(graph, other):
    body = {"override_callback_uri": other.url, "verify_token": "wrong"}
    answer = graph.call("POST", f"{demo.WABA_ID}/subscribed_apps", body)
    assert answer.json()["error"]["code"] == 2200


def test_raw_webhook_can_be_signed_wrongly(sim, callback):
    sim.post_raw(b"{}", signature="sha256=00")
    body, headers = callback.posts[0]
    assert (body, headers["X-Hub-Signature-256"]) == (b"{}", "sha256=00")


def test_raw_webhook_can_be_unsigned(sim, callback):
    assert sim.post_raw({"a": "ü"}, signature="none")["status"] == 200
    assert "X-Hub-Signature-256" not in callback.posts[0][1]


def test_ledger_holds_every_attempt_with_its_bytes(sim, callback):
    callback.answers = [500]
    sim.customer_sends_text(ERIKA, "Hallo")
    sim.flush()
    told = [row["body"].encode() for row in sim.deliveries]
    assert told == [body for body, _headers in callback.posts]
