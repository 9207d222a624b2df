import json

import pytest

from whatsapp_dsgvo.lib.cloud_api import errors
from whatsapp_dsgvo.lib.cloud_api.api_error import read_error

from . import builders as b


def from_code(code, http_status=400, headers=None, **more):
    return errors.from_response(http_status, b.api_error(code, **more), headers or {})


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (2, errors.TemporaryError),
        (4, errors.TemporaryError),
        (80007, errors.TemporaryError),
        (130429, errors.TemporaryError),
        (131000, errors.TemporaryError),
        (131016, errors.TemporaryError),
        (131056, errors.TemporaryError),
        (131057, errors.TemporaryError),
        (133004, errors.TemporaryError),
        (0, errors.AccountError),
        (10, errors.AccountError),
        (190, errors.AccountError),
        (200, errors.AccountError),
        (299, errors.AccountError),
        (368, errors.AccountError),
        (131031, errors.AccountError),
        (131042, errors.AccountError),
        (131045, errors.AccountError),
        (133010, errors.AccountError),
        (131026, errors.RecipientError),
        (131047, errors.RecipientError),
        (131049, errors.RecipientError),
        (131050, errors.RecipientError),
        (132001, errors.RecipientError),
    ],
)
def test_the_code_decides_what_the_caller_does(code, expected):
    assert type(from_code(code)) is expected


@pytest.mark.parametrize("http_status", [400, 401, 500])
def test_the_http_status_does_not_overrule_a_known_code(http_status):
    assert type(from_code(131045, http_status)) is errors.AccountError


@pytest.mark.parametrize(
    ("http_status", "expected"),
    [
        (500, errors.TemporaryError),
        (429, errors.TemporaryError),
        (401, errors.AccountError),
        (302, errors.AccountError),
        (403, errors.RecipientError),
        (400, errors.RecipientError),
    ],
)
def test_for_an_unknown_code_the_http_status_decides(http_status, expected):
    assert type(from_code(999999, http_status)) is expected


def test_an_unknown_code_that_meta_calls_transient_is_temporary():
    assert type(from_code(999999, is_transient=True)) is errors.TemporaryError


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>502 Bad Gateway</html>", b"[]", b'{"error": "text"}', b"\xff" * 9],
)
def test_an_answer_without_metas_error_is_judged_by_its_status(body):
    error = errors.from_response(502, body, {})
    assert (type(error), error.error) == (errors.TemporaryError, None)


@pytest.mark.parametrize("body", [b.api_error(999999), b"<html></html>"])
def test_an_outage_is_worth_another_attempt(body):
    error = errors.from_response(503, body, {})
    assert errors.retry_delay(error.rule, 0) is not None


@pytest.mark.parametrize(
    "error", [errors.UncertainOutcome(), errors.NotOffered(), errors.RecipientError()]
)
def test_what_may_have_been_sent_is_never_sent_again(error):
    assert errors.retry_delay(error.rule, 0) is None


@pytest.mark.parametrize(
    "kind",
    [
        errors.TemporaryError,
        errors.RecipientError,
        errors.AccountError,
        errors.UncertainOutcome,
        errors.NotSent,
        errors.NotOffered,
    ],
)
def test_a_failure_without_metas_code_is_found_again_by_our_own(kind):
    rule = kind().rule
    assert (rule.code < 0, errors.rule_for(rule.code)) == (True, rule)


def test_a_message_that_never_left_is_tried_again():
    assert errors.retry_delay(errors.NotSent().rule, 0) is not None


def test_subcodes_are_kept():
    assert from_code(190, error_subcode=463).safe_code == "190/463"


def test_a_missing_object_is_not_a_broken_message():
    rule = from_code(100, error_subcode=33).rule
    assert rule.agent_en != from_code(100).rule.agent_en


@pytest.mark.parametrize("code", ["131047", 131047])
def test_a_code_may_be_written_as_text(code):
    assert read_error({"code": code}).code == 131047


@pytest.mark.parametrize("code", [None, "ERROR_CODE", True, {}, "9" * 30])
def test_a_code_that_cannot_be_read_is_unknown(code):
    assert read_error({"code": code}).safe_code == "unknown"


def test_no_text_of_an_error_quotes_metas_words():
    details = "number +4915112345678 is not registered"
    error = from_code(
        133010, message=details, error_user_msg=details, error_data={"details": details}
    )
    shown = f"{error} {error!r} {error.args} {error.error!r}"
    assert error.error.details == details
    assert "4915112345678" not in shown


def test_a_webhook_error_has_the_same_classes():
    error = errors.from_api_error(read_error({"code": 131042}))
    assert type(error) is errors.AccountError


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "30"}, 30),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({"X-Business-Use-Case-Usage": "no json"}, None),
        ({"X-Business-Use-Case-Usage": "[1]"}, None),
        ({"X-Business-Use-Case-Usage": '{"1": [7]}'}, None),
    ],
)
def test_the_wait_is_read_from_the_headers(headers, seconds):
    assert from_code(4, headers=headers).retry_after == seconds


def test_the_longest_wait_for_regained_access_counts():
    usage = {
        "1": [{"estimated_time_to_regain_access": 3}, {"call_count": 5}],
        "2": [{"estimated_time_to_regain_access": 10}],
    }
    headers = {"x-business-use-case-usage": json.dumps(usage), "Retry-After": "5"}
    assert from_code(80007, headers=headers).retry_after == 600
