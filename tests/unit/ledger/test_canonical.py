import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.ledger.canonical import canonical, utc_second

scalars = st.none() | st.booleans() | st.integers() | st.text()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(values)
def test_what_is_spelled_is_read_again(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(), scalars, min_size=2))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_the_spelling_is_sorted_without_spaces_in_utf8():
    assert canonical({"b": [1, None], "a": "ü"}) == '{"a":"ü","b":[1,null]}'.encode()


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), b"x", {1: "a"}, {"a": [0.5]}, datetime(2026, 1, 1), {"a"}],
)
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(ValueError, match="canonical"):
        canonical(value)


def test_a_lone_surrogate_is_refused():
    with pytest.raises(ValueError, match="surrogates"):
        canonical("\ud800")


def test_a_time_is_spelled_in_utc_to_the_second():
    berlin = timezone(timedelta(hours=2))
    at = datetime(2026, 7, 1, 0, 30, 59, 999_999, tzinfo=berlin)
    assert utc_second(at) == "2026-06-30T22:30:59Z"


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        utc_second(datetime(2026, 7, 1))
