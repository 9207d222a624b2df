"""Transactions that last as long as others may wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.privacy import batches
from whatsapp_dsgvo.lib.privacy.batches import FIRST, LARGEST, LASTS, next_size


@given(st.integers(0, 10_000), st.floats(0, 1e6))
def test_it_stays_within_its_limits(done, seconds):
    size = next_size(done, seconds)
    assert FIRST <= size <= LARGEST
    assert size <= max(2 * done, FIRST)


@pytest.mark.parametrize("cost", [0.0001, 0.00015, 0.0003, 0.001])
def test_it_settles_where_a_batch_lasts_as_wanted(cost):
    size = FIRST
    for _batch in range(8):
        size = next_size(size, 0.008 + size * cost)
    lasts = 0.008 + size * cost
    assert lasts == pytest.approx(LASTS, rel=0.05) or size in (FIRST, LARGEST)
    assert lasts < 1.1 * LASTS


def test_rows_that_became_dear_are_fewer_at_once():
    assert next_size(400, 8 * LASTS) == 50


def test_what_files_cut_short_does_not_count_as_a_whole_batch():
    """Twenty rows in the time of a batch: the next one takes no more."""
    assert next_size(20, batches.LASTS) == 20
