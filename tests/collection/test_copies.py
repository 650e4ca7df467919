"""What counts as a copy of a passage, and what does not."""

from __future__ import annotations

import numpy as np

from index.collection.catalogue import Found
from index.collection.copies import group

WORDS = [f"word{number}" for number in range(40)]


def passage(key: int, text: str, *, family: int | None = None, angle: float = 0.0) -> Found:
    vector = np.array([np.cos(angle), np.sin(angle)], dtype=np.float32)
    return Found(key, f"{key:016d}", 0, len(text), text, family, vector)


def groups(*passages: Found) -> list[list[int]]:
    return [[one.shown.key, *(copy.key for copy in one.copies)] for one in group(passages)]


def overlapping(key: int, start: int, *, family: int | None = None) -> Found:
    """Twenty words from ``start`` on: their triples shared with the first twenty fall with it."""
    return passage(key, " ".join(WORDS[start : start + 20]), family=family)


def test_nothing_is_in_no_group() -> None:
    assert group([]) == []


def test_the_same_words_are_a_copy_whatever_their_case_and_marks() -> None:
    assert groups(passage(1, "The bridge, they said, is shut."), passage(2, "the BRIDGE they said is shut")) == [[1, 2]]


def test_the_same_words_in_another_order_are_none() -> None:
    backwards = " ".join(reversed(WORDS))
    assert groups(passage(1, " ".join(WORDS)), passage(2, backwards)) == [[1], [2]]


def test_the_same_words_with_another_meaning_are_none() -> None:
    assert groups(passage(1, "a b c d"), passage(2, "a b c d", angle=1.0)) == [[1], [2]]


def test_half_of_the_words_make_a_copy_in_a_family_only() -> None:
    half = 9  # 9 of 18 triples are shared
    assert groups(overlapping(1, 0), overlapping(2, half)) == [[1], [2]]
    assert groups(overlapping(1, 0, family=1), overlapping(2, half, family=2)) == [[1], [2]]
    assert groups(overlapping(1, 0, family=1), overlapping(2, half, family=1)) == [[1, 2]]
    assert groups(overlapping(1, 0), overlapping(2, 5)) == [[1, 2]]


def test_a_short_passage_within_a_long_one_is_its_copy() -> None:
    assert groups(passage(1, " ".join(WORDS)), passage(2, " ".join(WORDS[10:16]))) == [[1, 2]]


def test_copies_are_those_of_the_one_shown_not_of_each_other() -> None:
    assert groups(overlapping(1, 0), overlapping(2, 7), overlapping(3, 14)) == [[1, 2], [3]]


def test_passages_of_one_or_two_words_are_compared_whole() -> None:
    assert groups(passage(1, "Order!"), passage(2, "order"), passage(3, "Disorder")) == [[1, 2], [3]]
