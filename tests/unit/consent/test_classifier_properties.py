"""What holds for every text there is."""

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.consent import words
from whatsapp_dsgvo.lib.consent.classifier import (
    MAX_LENGTH,
    classify,
    is_contract_word,
    privacy_request,
)
from whatsapp_dsgvo.lib.consent.normalise import normalise

ANYTHING = st.text(st.characters(exclude_categories=()))
SWITCHES = list(product((False, True), repeat=2))
YES = st.sampled_from(words.YES)
QUESTION_MARKS = st.sampled_from("?？؟¿❓❔⁇⁈‽\u037e")
NOISE = st.text("\u200b\u200d\u00ad\u202e\u2066\ufe0f*_!. \n\u00a0🙏", max_size=5)
EMOJI = st.text(
    st.sampled_from("👍👎❤️😊🙏✅❌🆗🔥🏽\u200d\ufe0f ")
    | st.characters(categories=["So"])
)


def every_answer(text):
    return [
        classify(text, question_open=asked, ok_counts=ok_counts)
        for asked, ok_counts in SWITCHES
    ]


@given(ANYTHING)
def test_any_text_gets_a_known_class(text):
    known = {"stop", "start", "yes", "no", "review", None}
    assert set(every_answer(text)) <= known


@given(ANYTHING)
def test_any_text_gets_a_known_request(text):
    assert privacy_request(text) in {"erasure", "access", "objection", None}


@given(ANYTHING)
def test_a_contract_word_is_always_a_stop(text):
    assert not is_contract_word(text) or classify(text) == "stop"


@given(ANYTHING | YES, QUESTION_MARKS, ANYTHING | st.just(""))
def test_a_question_is_never_a_yes(before, mark, after):
    assert "yes" not in every_answer(before + mark + after)


@given(YES, st.text(min_size=MAX_LENGTH))
def test_a_long_text_is_never_a_yes(start, rest):
    if len((start + rest).strip()) > MAX_LENGTH:
        assert "yes" not in every_answer(start + rest)


@given(
    st.sampled_from(words.STOP["de"]),
    st.lists(st.text("bcdfg", min_size=4, max_size=9), min_size=15, unique=True),
)
def test_a_long_text_is_never_a_stop(start, rest):
    assert classify(" ".join([start, *rest])) != "stop"


def test_a_stop_said_twenty_times_is_still_a_stop():
    assert classify("STOP " * 20) == "stop"


@given(EMOJI)
def test_emoji_alone_are_never_a_yes(text):
    assert "yes" not in every_answer(text)


@given(YES | st.sampled_from(["Stop", "Nein"]), ANYTHING)
def test_open_question_never_turns_a_stop_into_anything_else(word, rest):
    found = every_answer(word + rest)
    assert found.count("stop") in (0, len(found))


@given(st.sampled_from(["STOP", "Stopp", "abmelden"]), NOISE, NOISE, st.data())
def test_noise_around_and_invisible_signs_inside_do_not_hide_a_stop(
    word, before, after, data
):
    cut = data.draw(st.integers(0, len(word)))
    inside = data.draw(st.text("\u200b\u00ad\ufe0f\u2060", max_size=3))
    assert classify(before + word[:cut] + inside + word[cut:] + after) == "stop"


@given(ANYTHING)
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "stopp " * 11000,
        "a" * 65536,
        "keine " * 11000,
        "daten " * 11000,
        "\u200b" * 65536,
    ],
)
def test_the_longest_possible_message_is_classified_within_a_second(text):
    start = time.process_time()
    classify(text, question_open=True)
    assert time.process_time() - start < 1
