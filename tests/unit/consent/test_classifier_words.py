"""The word lists themselves: counsel may edit them, and then these must still hold."""

import pytest

from whatsapp_dsgvo.lib.consent import words
from whatsapp_dsgvo.lib.consent.classifier import classify, is_contract_word
from whatsapp_dsgvo.lib.consent.normalise import normalise


def listed(table):
    return [word for spellings in table.values() for word in spellings]


@pytest.mark.parametrize("word", listed(words.STOP))
def test_every_listed_stop_stops_in_any_case(word):
    assert {classify(word), classify(word.upper()), classify(word.lower())} == {"stop"}


@pytest.mark.parametrize("word", words.CONTRACT)
def test_every_contract_word_is_a_stop(word):
    assert classify(word) == "stop" and is_contract_word(word)


@pytest.mark.parametrize("word", words.YES)
def test_every_listed_yes_is_a_yes(word):
    assert classify(word) == "yes"


@pytest.mark.parametrize("word", listed(words.YES_WHILE_ASKED))
def test_every_wider_yes_is_a_yes_while_asked(word):
    assert classify(word, question_open=True) == "yes"


@pytest.mark.parametrize("word", [*words.NO, *words.NO_WHILE_ASKED])
def test_every_listed_no_is_a_no_while_asked(word):
    assert classify(word, question_open=True) == "no"


def test_no_word_vanishes_when_normalised():
    tables = (words.STOP, words.YES_WHILE_ASKED)
    flat = (words.START, words.YES, words.OK, words.NO, words.FILLERS, words.CONTRACT)
    every = [w for t in tables for w in listed(t)] + [w for t in flat for w in t]
    assert all(normalise(word) for word in every)


@pytest.mark.parametrize("filler", words.FILLERS)
def test_a_filler_alone_means_nothing(filler):
    assert classify(filler, question_open=True, ok_counts=True) is None


def test_lists_of_opposite_meaning_share_no_word():
    yes = {normalise(w) for w in [*words.YES, *listed(words.YES_WHILE_ASKED)]}
    no = {normalise(w) for w in [*words.NO, *words.NO_WHILE_ASKED]}
    stop = {normalise(w) for w in listed(words.STOP)}
    start = {normalise(w) for w in words.START}
    assert not (yes & no or yes & stop or stop & start or yes & start)
