"""What a caller may conclude when a call fails, tried on real connections."""

import json
import traceback

import pytest
import requests

from whatsapp_dsgvo.lib.cloud_api import errors, payloads
from whatsapp_dsgvo.lib.cloud_api.client import CloudApi

from . import builders as b
from .conftest import TOKEN
from .server import Reply, free_port

HELLO = payloads.text(payloads.Recipient(phone=f"+{b.ERIKA}"), "Hallo")


def failure(api, call=lambda api: api.send(HELLO)):
    with pytest.raises(errors.CloudApiError) as caught:
        call(api)
    return caught.value


def test_a_refused_connection_means_nothing_was_sent(settings):
    api = CloudApi(settings(base_url=f"http://127.0.0.1:{free_port()}"))
    assert type(failure(api)) is errors.NotSent


def test_an_unknown_host_means_nothing_was_sent(settings):
    api = CloudApi(settings(base_url="http://no-such-host.invalid"))
    assert type(failure(api)) is errors.NotSent


def test_a_failed_handshake_means_nothing_was_sent(server, settings):
    api = CloudApi(settings(base_url=server.url.replace("http:", "https:")))
    assert type(failure(api)) is errors.NotSent


@pytest.mark.parametrize(
    "reply",
    [
        Reply(fault="cut"),
        Reply(body=b.to_bytes(b.accepted()), fault="half"),
        Reply(body=b"{}"),
        Reply(body=b"<html>welcome</html>"),
        Reply(body=b""),
        Reply(504, b"<html>Gateway Timeout</html>"),
    ],
    ids=["cut", "half an answer", "no wamid", "HTML", "empty", "gateway"],
)
def test_without_a_clear_answer_the_message_may_have_been_sent(server, api, reply):
    server.replies = [reply]
    assert type(failure(api)) is errors.UncertainOutcome


def test_silence_until_the_timeout_may_mean_it_was_sent(server, settings):
    server.replies = [Reply(fault="hang")]
    assert type(failure(CloudApi(settings(timeout=0.2)))) is errors.UncertainOutcome


@pytest.mark.parametrize("fault", ["cut", "half"])
@pytest.mark.parametrize(
    "call", [lambda api: api.send(HELLO), lambda api: api.settings()]
)
def test_a_request_is_never_repeated_by_itself(server, api, call, fault):
    server.replies = [Reply(body=b.to_bytes(b.accepted()), fault=fault)]
    failure(api, call)
    assert len(server.seen) == 1


def test_an_earlier_failure_of_the_caller_does_not_count(server, api):
    """A call inside `except` must not make a cut connection look harmless."""
    server.replies = [Reply(fault="cut")]
    try:
        requests.get(f"http://127.0.0.1:{free_port()}", timeout=5)
    except requests.ConnectionError:
        error = failure(api)
    assert type(error) is errors.UncertainOutcome


def test_a_question_without_answer_is_simply_asked_again(server, api):
    server.replies = [Reply(fault="cut")]
    assert type(failure(api, lambda api: api.settings())) is errors.TemporaryError


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(502, b"<html>Bad Gateway</html>"), errors.TemporaryError),
        (Reply(503, b""), errors.TemporaryError),
        (Reply(504, b.api_error(131016)), errors.TemporaryError),
        (Reply(401, b.api_error(190, error_subcode=463)), errors.AccountError),
        (Reply(400, b.api_error(190)), errors.AccountError),
        (Reply(400, b.api_error(131047)), errors.RecipientError),
        (Reply(400, b.api_error(131056)), errors.TemporaryError),
    ],
)
def test_an_error_answer_says_what_to_do(server, api, reply, expected):
    server.replies = [reply]
    assert type(failure(api)) is expected


def test_a_redirect_is_not_followed(server, api):
    server.replies = [Reply(307, headers={"Location": f"{server.url}/elsewhere"})]
    assert type(failure(api)) is errors.AccountError
    assert len(server.seen) == 1


def test_the_wait_meta_asks_for_reaches_the_caller(server, api):
    server.replies = [Reply(429, b.api_error(4), {"Retry-After": "17"})]
    assert failure(api).retry_after == 17


def test_an_endless_answer_is_cut_off(server, api):
    # whole, it would be a good answer: only its length speaks against it
    whole = json.dumps({"messages": [{"id": "wamid.1"}]}).encode()
    server.replies = [Reply(body=whole), Reply(body=whole + b" " * (9 * 1024 * 1024))]
    assert api.send(HELLO)
    assert type(failure(api)) is errors.UncertainOutcome


@pytest.mark.parametrize(
    "reply",
    [
        Reply(fault="cut"),
        Reply(400, b.api_error(190, message=f"token {TOKEN} for {b.ERIKA}")),
        Reply(502, TOKEN.encode()),
    ],
)
def test_no_failure_carries_token_or_number(server, api, reply):
    server.replies = [reply]
    error = failure(api, lambda api: api.debug_token())
    trace = "".join(traceback.format_exception(error))
    shown = f"{error!r} {error.args} {error.__cause__!r} {error.__context__!r} {trace}"
    assert not any(secret in shown for secret in (TOKEN, b.ERIKA))


def test_nothing_is_logged(server, api, caplog):
    caplog.set_level("INFO")
    server.answer(b.accepted())
    api.send(HELLO)
    assert caplog.text == ""


def test_the_log_of_the_http_library_shows_no_token(api, caplog):
    caplog.set_level("DEBUG")
    api.debug_token()
    assert "/debug_token?…" in caplog.text
    assert TOKEN not in caplog.text
