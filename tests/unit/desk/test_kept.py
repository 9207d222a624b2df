import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cloud_api import builders as b
from whatsapp_dsgvo.lib.cloud_api.events import parse
from whatsapp_dsgvo.lib.desk.kept import kept

NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=9,
)
KINDS = "text button location contacts reaction interactive order edit revoke".split()


def of(kind="text", content=None, **more):
    (event,) = parse(b.webhook(b.messages(b.message(kind, content, **more))))
    return kept(event)


def test_a_text_keeps_its_text_and_nothing_else():
    assert of() == {"text": "Guten Tag"}


def test_coordinates_are_numbers_to_a_tenth_of_a_metre():
    place = of("location", {"latitude": 52.52000812345, "longitude": -13.4})["location"]
    assert place == {"latitude": "52.520008", "longitude": "-13.400000"}


@pytest.mark.parametrize("wrong", ["nan", "inf", 91, True, None, {}, "1e999", "x"])
def test_what_is_no_latitude_is_dropped(wrong):
    assert "latitude" not in of("location", {"latitude": wrong}).get("location", {})


def test_we_know_when_we_had_asked_for_the_number():
    assert of("contacts", [{"name": {}}], origin="contact_request")["asked"]
    assert "asked" not in of("contacts", [{"name": {}}], origin="other")


@pytest.mark.parametrize("sent", ['{"a": ', "[]", "", None, 7])
def test_a_broken_form_has_no_rows(sent):
    form = {"nfm_reply": {"name": "flow", "response_json": sent}}
    found = of("interactive", form)
    assert "rows" not in found
    assert found["payload"]["nfm_reply"]["response_json"] == sent


def test_a_reply_of_an_unknown_kind_is_not_lost():
    content = {"type": "product", "product": {"id": "4711"}}
    assert of("interactive", content)["payload"] == content


def test_a_form_with_nested_values_is_flat():
    answers = {"values": {"city": "Berlin"}, "flow_token": "t", "floor": 3}
    form = {"nfm_reply": {"response_json": json.dumps(answers)}}
    assert of("interactive", form)["rows"] == [["floor", "3"], ["city", "Berlin"]]


def test_an_order_item_without_price():
    items = [{"product_retailer_id": "A", "quantity": 2}, {}]
    rows = of("order", {"product_items": items})["rows"]
    assert rows == [["A", "2"], ["?", "1"]]


def test_a_reaction_that_was_taken_back_has_no_emoji():
    assert "emoji" not in of("reaction", {"message_id": "w0"})


def test_a_reaction_is_no_place_for_a_novel():
    assert len(of("reaction", {"message_id": "w0", "emoji": "x" * 999})["emoji"]) == 32


@pytest.mark.parametrize(
    ("context", "how"), [("forwarded", "yes"), ("frequently_forwarded", "often")]
)
def test_forwarded_and_how_often(context, how):
    assert of(context={context: True})["forwarded"] == how


def test_of_an_ad_only_headline_and_type_stay():
    referral = {
        "source_url": "https://muster.example",
        "source_id": "1",
        "source_type": "ad",
        "headline": "Sommer",
        "image_url": "https://muster.example/i",
        "ctwa_clid": "c",
    }
    assert of(referral=referral)["ad"] == {"headline": "Sommer", "type": "ad"}


def test_of_an_error_only_the_code_stays():
    error = {"code": 131052, "title": "Media download error", "message": "+49 1515 5"}
    assert of("unsupported", errors=[error]) == {"text": None, "error": 131052}


def test_an_error_without_a_code_is_none():
    assert "error" not in of(errors=[{"title": "Strange"}])


def test_a_type_nobody_knows_keeps_everything():
    assert of("hologram", {"id": "1"})["payload"] == {"id": "1"}


@given(kind=st.sampled_from(KINDS), content=NESTED, more=NESTED)
def test_whatever_comes_can_be_kept_and_written_as_json(kind, content, more):
    (event,) = parse(b.webhook(b.messages(b.message())))
    payload = content if isinstance(content, dict) else {"type": content}
    keys = ("nfm_reply", "list_reply", "contacts", "product_items", "message", "name")
    strange = replace(
        event, kind=kind, payload={**payload, **dict.fromkeys(keys, more)}
    )
    assert json.dumps(kept(strange))
