import json
from datetime import datetime, timezone
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.cloud_api import json_values
from whatsapp_dsgvo.lib.cloud_api.json_values import (
    MAX_DEPTH,
    BrokenBody,
    load,
    moment,
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        b"[]",
        b'"text"',
        b"null",
        b'{"a":',
        b"\xff\xfe\xfd",
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_what_is_no_json_object_is_broken(body):
    with pytest.raises(BrokenBody):
        load(body)


def test_a_broken_body_does_not_quote_what_it_held():
    with pytest.raises(BrokenBody) as caught:
        load(b'{"text": "secret"')
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("number", [1689556908129832, 10**40, 0, -3])
def test_integers_keep_every_digit(number):
    assert load(b'{"id": %d}' % number) == {"id": number}


@pytest.mark.parametrize("number", ["52.520008123456789012", "1e400", "NaN"])
def test_fractions_are_kept_as_they_were_written(number):
    assert load(f'{{"x": {number}}}'.encode()) == {"x": number}


def test_an_integer_of_a_million_digits_is_kept_as_text():
    digits = "1" * 1_000_000
    assert load(f'{{"x": {digits}}}'.encode()) == {"x": digits}


def test_characters_no_database_takes_are_replaced():
    body = rb'{"a\u0000": ["\ud800", "\ud83d\ude00"]}'
    assert load(body) == {"a\ufffd": ["\ufffd", "😀"]}


def test_what_lies_too_deep_is_cut():
    depth = MAX_DEPTH + 10
    value = load(b'{"a":' * depth + b"1" + b"}" * depth)
    for _level in range(MAX_DEPTH):
        value = value["a"]
    assert value == {"a": None}


@pytest.mark.parametrize("seconds", [1795420800, "1795420800"])
def test_a_timestamp_may_be_text_or_number(seconds):
    assert moment(seconds) == datetime(2026, 11, 23, 8, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "odd", [None, "", "soon", "-1", -1, True, 1.5, "1.5", 10**12, 10**11 * 9, [], "١"]
)
def test_an_odd_timestamp_is_none(odd):
    assert moment(odd) is None


_TEXTS = st.text(st.sampled_from("aä\x00😀\ud800\udfff\\u0{["), max_size=8)
_VALUES = st.recursive(
    _TEXTS | st.integers() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3)
    ),
    max_leaves=5,
)


@given(
    st.dictionaries(_TEXTS, _VALUES, max_size=3),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16", "utf-32-be"]),
    st.integers(0, MAX_DEPTH + 5),
)
def test_the_quick_way_gives_what_the_long_way_gives(value, encoding, depth):
    for _level in range(depth):
        value = {"a": value}
    body = json.dumps(value).encode(encoding)
    with patch.object(json_values, "_is_clean", lambda _body: False):
        expected = load(body)
    assert load(body) == expected
