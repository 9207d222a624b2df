import pytest

from whatsapp_dsgvo.lib.cloud_api import payloads
from whatsapp_dsgvo.lib.cloud_api.client import ClientSettings, CloudApi
from whatsapp_dsgvo.lib.cloud_api.errors import NotOffered
from whatsapp_dsgvo.lib.cloud_api.signature import appsecret_proof

from . import builders as b
from .conftest import TOKEN
from .server import Reply

HELLO = payloads.text(payloads.Recipient(phone=f"+{b.ERIKA}"), "Grüß Gott")


def test_a_message_is_posted_to_the_number_with_the_token_in_a_header(server, api):
    server.answer(b.accepted())
    api.send(HELLO)
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.query) == (
        "POST",
        f"/v26.0/{b.NUMBER_ID}/messages",
        {},
    )
    assert seen.headers["Authorization"] == f"Bearer {TOKEN}"
    assert seen.json == HELLO


def test_the_result_names_message_and_person(server, api):
    server.answer(b.accepted(message_status="accepted"))
    result = api.send(HELLO)
    assert (result.wamid, result.wa_id, result.user_id, result.message_status) == (
        b.WAMID,
        b.ERIKA,
        None,
        "accepted",
    )


def test_360dialog_gets_its_own_header_and_path(server, settings):
    server.answer(b.accepted())
    style = {"auth_scheme": "D360-API-KEY: {}", "path_style": "d360"}
    CloudApi(settings(**style)).send(HELLO)
    (seen,) = server.seen
    assert (seen.path, seen.headers["D360-API-KEY"]) == ("/messages", TOKEN)
    assert "Authorization" not in seen.headers


@pytest.mark.parametrize("call", ["subscribed_apps", "debug_token"])
def test_what_360dialog_does_not_offer_is_refused_before_it_is_sent(settings, call):
    api = CloudApi(settings(path_style="d360"))
    with pytest.raises(NotOffered):
        getattr(api, call)()


def test_the_proof_is_sent_if_the_app_demands_it(server, settings):
    CloudApi(settings(app_secret="example-secret")).settings()
    (seen,) = server.seen
    assert seen.query == {"appsecret_proof": appsecret_proof("example-secret", TOKEN)}


def test_a_netrc_file_does_not_replace_the_token(server, api, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    api.settings()
    assert server.seen[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_reading_is_told_with_typing(server, api):
    server.answer({"success": True})
    api.mark_read(b.WAMID, typing=True)
    assert server.seen[0].json == payloads.mark_read(b.WAMID, typing=True)


PEOPLE = [payloads.Recipient(phone=f"+{b.ERIKA}"), payloads.Recipient(bsuid="DE.1a")]


@pytest.mark.parametrize(
    ("call", "method", "key"),
    [
        ("block_users", "POST", "added_users"),
        ("unblock_users", "DELETE", "removed_users"),
    ],
)
def test_blocking_tells_what_became_of_each_person(server, api, call, method, key):
    refused = {"input": "DE.1a", "errors": [{"code": 131047, "message": "no"}]}
    told = {key: [{"input": f"+{b.ERIKA}"}], "failed_users": [refused]}
    server.answer({"messaging_product": "whatsapp", "block_users": told})
    result = getattr(api, call)(PEOPLE)
    (seen,) = server.seen
    assert (seen.method, seen.path) == (method, f"/v26.0/{b.NUMBER_ID}/block_users")
    assert seen.json == {
        "messaging_product": "whatsapp",
        "block_users": [{"user": f"+{b.ERIKA}"}, {"user_id": "DE.1a"}],
    }
    assert (result.done, result.failed) == ({f"+{b.ERIKA}"}, {"DE.1a": 131047})
    assert b.ERIKA not in repr(result)


def test_a_person_meta_names_no_reason_for_has_failed_all_the_same(server, api):
    told = {"added_users": [], "failed_users": [{"input": "DE.1a"}]}
    server.answer({"block_users": told})
    result = api.block_users(PEOPLE[1:])
    assert (result.done, result.failed) == (frozenset(), {"DE.1a": 139100})


def test_nobody_can_not_be_blocked(server, api):
    with pytest.raises(payloads.InvalidPayload):
        api.block_users([])
    assert not server.seen


@pytest.mark.parametrize(
    ("call", "path", "query"),
    [
        (lambda api: api.settings(), f"{b.NUMBER_ID}/settings", {}),
        (lambda api: api.phone_number(["id"]), b.NUMBER_ID, {"fields": "id"}),
        (lambda api: api.waba(["id", "name"]), b.WABA, {"fields": "id,name"}),
        (lambda api: api.subscribed_apps(), f"{b.WABA}/subscribed_apps", {}),
        (lambda api: api.debug_token(), "debug_token", {"input_token": TOKEN}),
    ],
)
def test_every_question_asks_the_right_address(server, api, call, path, query):
    call(api)
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.query) == ("GET", f"/v26.0/{path}", query)


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        (
            ("https://desk.example/hook", "v1"),
            {
                "override_callback_uri": "https://desk.example/hook",
                "verify_token": "v1",
            },
        ),
        ((), {}),
    ],
)
def test_subscribing_may_override_the_address(server, api, arguments, body):
    api.subscribe(*arguments)
    assert (server.seen[0].method, server.seen[0].json) == ("POST", body)


def test_the_answer_to_debug_token_is_its_data(server, api):
    server.answer({"data": {"is_valid": True, "expires_at": 0}})
    assert api.debug_token() == {"is_valid": True, "expires_at": 0}


def test_templates_of_all_pages_are_read_by_cursor(server, api):
    first = {
        "data": [{"name": "eins"}],
        "paging": {"cursors": {"after": "c1"}, "next": "https://elsewhere.example/"},
    }
    last = {"data": [{"name": "zwei"}], "paging": {"cursors": {"after": "c2"}}}
    server.replies = [Reply(body=b.to_bytes(first)), Reply(body=b.to_bytes(last))]
    assert [template["name"] for template in api.templates()] == ["eins", "zwei"]
    assert [seen.query.get("after") for seen in server.seen] == [None, "c1"]


def test_a_template_is_submitted_as_it_was_given(server, api):
    server.answer({"id": "1", "status": "PENDING", "category": "UTILITY"})
    components = [{"type": "BODY", "text": "Hallo {{name}}"}]
    answer = api.create_template("hallo", "de", "UTILITY", components, "named")
    assert answer["status"] == "PENDING"
    assert server.seen[0].json == {
        "name": "hallo",
        "language": "de",
        "category": "UTILITY",
        "components": components,
        "parameter_format": "named",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"base_url": "graph.facebook.com"},
        {"base_url": "ftp://graph.facebook.com"},
        {"base_url": "https://user:pw@graph.facebook.com"},
        {"base_url": "https://graph.facebook.com/?x=1"},
        {"token": ""},
        {"token": "two words"},
        {"token": "line\r\nInjected: 1"},
        {"auth_scheme": "Bearer"},
        {"path_style": "other"},
        {"timeout": 0},
        {"timeout": (3, 10)},
    ],
)
def test_settings_that_cannot_work_are_refused_without_quoting_them(change):
    with pytest.raises(ValueError) as caught:
        ClientSettings(**{"token": TOKEN, **change})
    assert not any(
        str(word) in str(caught.value) for word in (TOKEN, "pw@", "Injected")
    )


def test_the_repr_of_settings_shows_no_secret():
    shown = repr(ClientSettings(token=TOKEN, app_secret="example-secret"))
    assert not any(word in shown for word in (TOKEN, "example-secret"))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"success": True, "deleted": True}, True),
        ({"success": True, "deleted": False}, False),
        ({"success": False, "deleted": True}, None),
        ({}, None),
    ],
)
def test_an_entry_of_the_contact_book_goes_by_its_bsuid(server, api, told, expected):
    server.answer({"messaging_product": "whatsapp", **told})
    assert api.forget_contact("DE.1a") is expected
    (seen,) = server.seen
    path = f"/v26.0/{b.NUMBER_ID}/contact_book"
    assert (seen.method, seen.path) == ("DELETE", path)
    assert seen.query == {"messaging_product": "whatsapp", "bsuid": "DE.1a"}


@pytest.mark.parametrize("wrong", ["", "DE.ENT.1a", f"+{b.ERIKA}"])
def test_the_contact_book_is_not_asked_for_what_it_does_not_take(server, api, wrong):
    with pytest.raises(payloads.InvalidPayload):
        api.forget_contact(wrong)
    assert not server.seen
