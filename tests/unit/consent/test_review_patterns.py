"""What says quickly that a text fits no pattern is never wrong."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.consent import review_patterns

# what stands in a gap has no part in it
GAP = re.compile(r"\.\{0,\d+\}")
PATTERNS = (
    *review_patterns.ERASURE,
    *review_patterns.ACCESS,
    *review_patterns.OBJECTION,
    *review_patterns.WITHDRAWAL,
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_fits_a_pattern_has_a_stem(pattern):
    @given(st.from_regex(GAP.sub(" ", pattern)))
    @settings(max_examples=40, deadline=None)
    def holds(text):
        assert any(stem in text for stem in review_patterns.STEMS)

    holds()


def test_an_ordinary_message_has_none():
    words = "guten tag, meine rechnung nr. 4711 stimmt nicht. konnen sie das prufen?"
    assert not any(stem in words for stem in review_patterns.STEMS)
