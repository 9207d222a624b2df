"""Numbers, accounts, settings, tokens: what set-up and health checks read."""

import pytest
from sim_business import ERIKA, error_code

from tests.simulator import demo

PHONE = demo.PHONE_NUMBER_ID
DE = {"status": "IN_COUNTRY_STORAGE_ENABLED", "data_localization_region": "DE"}


def test_only_the_fields_asked_for_are_shown(graph):
    answer = graph.call("GET", PHONE, params={"fields": "status,verified_name"})
    assert answer.json() == {
        "status": "CONNECTED",
        "verified_name": "Muster GmbH",
        "id": PHONE,
    }


def test_unknown_field_fails_the_whole_call(graph):
    answer = graph.call("GET", PHONE, params={"fields": "status,colour"})
    assert (answer.status_code, error_code(answer)) == (400, 100)


def test_webhook_configuration_names_the_callback_in_use(graph, callback):
    answer = graph.call("GET", PHONE, params={"fields": "webhook_configuration"})
    assert answer.json()["webhook_configuration"] == {"application": callback.url}


def test_account_shows_its_verification(graph):
    query = {"fields": "business_verification_status"}
    answer = graph.call("GET", demo.WABA_ID, params=query).json()
    assert answer["business_verification_status"] == "verified"


def test_account_lists_its_numbers(graph):
    rows = graph.call("GET", f"{demo.WABA_ID}/phone_numbers").json()["data"]
    assert [row["id"] for row in rows] == [PHONE]


def test_settings_show_the_storage_region(graph):
    answer = graph.call("GET", f"{PHONE}/settings").json()
    assert answer["storage_configuration"] == DE


def test_storage_cannot_be_changed_on_a_registered_number(graph):
    answer = graph.call("POST", f"{PHONE}/settings", {"storage_configuration": DE})
    assert error_code(answer) == 100


def test_storage_is_changed_between_deregistering_and_registering(graph):
    swiss = DE | {"data_localization_region": "CH"}
    graph.call("POST", f"{PHONE}/deregister")
    graph.call("POST", f"{PHONE}/settings", {"storage_configuration": swiss})
    pin = {"messaging_product": "whatsapp", "pin": "123456"}
    assert graph.call("POST", f"{PHONE}/register", pin).json() == {"success": True}
    answer = graph.call("GET", f"{PHONE}/settings").json()
    assert answer["storage_configuration"] == swiss


def test_unknown_storage_region_is_refused(graph):
    graph.call("POST", f"{PHONE}/deregister")
    europe = DE | {"data_localization_region": "EU"}
    answer = graph.call("POST", f"{PHONE}/settings", {"storage_configuration": europe})
    assert error_code(answer) == 100


@pytest.mark.parametrize(("pin", "code"), [("654321", 133005), ("12", 100)])
def test_wrong_pin_is_refused(graph, pin, code):
    body = {"messaging_product": "whatsapp", "pin": pin}
    assert error_code(graph.call("POST", f"{PHONE}/register", body)) == code


def test_eleventh_registration_in_72_hours_is_refused(sim, graph):
    body = {"messaging_product": "whatsapp", "pin": "123456"}
    for _n in range(10):
        graph.call("POST", f"{PHONE}/register", body)
    assert error_code(graph.call("POST", f"{PHONE}/register", body)) == 133016
    sim.advance(hours=73)
    assert graph.call("POST", f"{PHONE}/register", body).status_code == 200


def test_debug_token_shows_scopes_and_expiry(graph):
    query = {"input_token": demo.ACCESS_TOKEN}
    token = graph.call("GET", "debug_token", params=query).json()["data"]
    assert token["is_valid"] is True
    assert "whatsapp_business_messaging" in token["scopes"]


def test_debug_token_says_when_a_token_is_not_valid(graph):
    query = {"input_token": "somebody-else"}
    token = graph.call("GET", "debug_token", params=query).json()["data"]
    assert token["is_valid"] is False


def test_inspected_token_is_not_kept(sim, graph):
    graph.call("GET", "debug_token", params={"input_token": "secret-one"})
    assert "secret-one" not in str(sim.received)


def test_subscription_can_be_taken_away_and_given_back(graph):
    path = f"{demo.WABA_ID}/subscribed_apps"
    graph.call("DELETE", path)
    assert graph.call("GET", path).json() == {"data": []}
    graph.call("POST", path)
    assert len(graph.call("GET", path).json()["data"]) == 1


def test_only_people_who_wrote_today_can_be_blocked(sim, graph, open_chat):
    path = f"{PHONE}/block_users"
    people = {"block_users": [{"user": ERIKA}, {"user": "+4915155500002"}]}
    answer = graph.call("POST", path, people).json()["block_users"]
    assert answer["added_users"] == [{"input": ERIKA, "wa_id": ERIKA[1:]}]
    assert answer["failed_users"] == [{"input": "+4915155500002"}]
    blocked = graph.call("GET", path).json()["data"]
    assert blocked == [{"messaging_product": "whatsapp", "wa_id": ERIKA[1:]}]


def test_unblocked_person_can_be_written_to(sim, graph, open_chat):
    people = {"block_users": [{"user": ERIKA}]}
    graph.call("POST", f"{PHONE}/block_users", people)
    graph.call("DELETE", f"{PHONE}/block_users", people)
    assert graph.text().status_code == 200


def test_management_calls_are_limited_with_80007(sim, graph):
    sim.configure(management_per_hour=1)
    codes = [graph.call("GET", PHONE).status_code for _n in range(2)]
    assert codes == [200, 400]


def test_second_business_number_has_its_own_window(sim, graph, open_chat):
    second = {"id": "100000000000002", "waba_id": demo.WABA_ID, "display": "+49 30 5"}
    sim.configure(numbers=[second])
    assert error_code(graph.text(phone_id="100000000000002")) == 131047
