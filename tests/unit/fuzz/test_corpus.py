"""What fuzzing found once is tried again by each run."""

import pytest

from . import corpus
from .__main__ import one_round
from .targets import TARGETS, Target


@pytest.mark.parametrize("name", TARGETS)
def test_every_kept_example_keeps_the_promises(name):
    examples = corpus.examples(name)
    assert examples
    for example in examples:
        assert isinstance(TARGETS[name].check(example), set)


@pytest.mark.parametrize("name", TARGETS)
def test_kept_examples_are_small(name):
    assert max(map(len, corpus.examples(name))) <= corpus.LONGEST


def test_a_broken_promise_is_found_and_its_example_kept(monkeypatch, tmp_path):
    def never_yes(text):
        assert b"ja" not in text
        return set()

    inputs = TARGETS["classifier"].inputs
    monkeypatch.setitem(TARGETS, "sample", Target(never_yes, inputs))
    monkeypatch.setattr(corpus, "FOLDER", tmp_path)
    found = (one_round("sample", number, set())[1] for number in range(20))
    path, _error = next(filter(None, found))
    assert b"ja" in path.read_bytes()


def test_an_input_that_shows_something_new_is_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(corpus, "FOLDER", tmp_path)
    kept, failure = one_round("classifier", 1, set())
    assert kept and failure is None
    again, _failure = one_round("classifier", 1, corpus.seen("classifier"))
    assert again == []
