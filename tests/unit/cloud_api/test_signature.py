import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.cloud_api.signature import appsecret_proof, is_valid, sign

SECRET = "example-app-secret"
BODY = b'{"text":"gr\\u00fc\\u00dfe"}'


def test_the_signature_is_hmac_sha256_of_the_body():
    # RFC 4231, test case 2
    assert sign("Jefe", b"what do ya want for nothing?") == (
        "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_the_proof_is_hmac_sha256_of_the_token():
    assert appsecret_proof("Jefe", "what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_a_body_signed_with_the_secret_is_valid():
    assert is_valid([SECRET], BODY, sign(SECRET, BODY))


def test_during_a_rotation_both_secrets_are_valid():
    valid = [
        is_valid(["old", "new"], BODY, sign(used, BODY)) for used in ("old", "new")
    ]
    assert valid == [True, True]


def test_the_same_json_in_other_bytes_is_not_valid():
    assert not is_valid([SECRET], '{"text":"grüße"}'.encode(), sign(SECRET, BODY))


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        sign(SECRET, BODY).removeprefix("sha256="),
        sign(SECRET, BODY).replace("sha256", "sha1"),
        sign(SECRET, BODY)[:-1],
        sign(SECRET, BODY) + "0",
        sign(SECRET, BODY) + "\n",
        "sha256=" + "ä" * 64,
        "sha256=" + "\udc80" * 64,
        sign("another-secret", BODY),
    ],
)
def test_any_other_header_is_not_valid(header):
    assert not is_valid([SECRET], BODY, header)


@pytest.mark.parametrize("secrets", [[], [""], [None], ["", None]])
def test_without_a_secret_nothing_is_valid(secrets):
    assert not is_valid(secrets, BODY, sign("", BODY))


def test_a_single_secret_instead_of_a_list_is_refused():
    with pytest.raises(TypeError):
        is_valid(SECRET, BODY, sign(SECRET[0], BODY))


@given(st.text())
def test_no_header_raises(header):
    assert not is_valid([SECRET], BODY, header)


@given(st.text(min_size=1), st.binary())
def test_what_was_signed_is_valid(secret, body):
    assert is_valid([secret], body, sign(secret, body))
