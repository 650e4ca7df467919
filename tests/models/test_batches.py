from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.models.batches import batches

LENGTHS = st.lists(st.integers(1, 300), max_size=80)


@given(LENGTHS)
def test_every_text_is_in_exactly_one_batch(lengths: list[int]) -> None:
    assert sorted(index for batch in batches(lengths, limit=512) for index in batch) == list(range(len(lengths)))


@given(LENGTHS)
def test_no_batch_of_several_is_above_the_limit_once_padded(lengths: list[int]) -> None:
    for batch in batches(lengths, limit=512):
        assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= 512


def test_texts_of_like_length_are_together() -> None:
    assert list(batches([5, 100, 6, 99], limit=200)) == [[1, 3], [2, 0]]
