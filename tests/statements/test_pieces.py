"""Words, their places and features: what the tagger reads of a text."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.models.sources import packaged_folder
from index.statements.pieces import Case, Gap, Piecer, Pieces, Quoted
from index.statements.tags import best_tags, legal, tag_count, to_spans, to_tags
from index.statements.windows import windows


@cache
def vocabulary() -> Piecer:
    folder = packaged_folder()
    assert folder is not None
    return Piecer(Tokenizer.from_file(str(folder / "tokenizer.json")))


@pytest.fixture(scope="module")
def piecer() -> Piecer:
    return vocabulary()


def words(pieces: Pieces, text: str) -> list[str]:
    return [text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)]


def quoted(pieces: Pieces, text: str) -> str:
    inside = pieces.features[pieces.first] % 4 == Quoted.INSIDE
    return " ".join(word for word, is_in in zip(words(pieces, text), inside, strict=True) if is_in)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_words_are_slices_of_the_text_in_order(text: str) -> None:
    pieces = vocabulary().cut(text)
    assert all(0 <= a < b <= len(text) for a, b in zip(pieces.starts, pieces.ends, strict=True))
    assert (np.diff(pieces.starts) >= 0).all()


def test_places_count_characters_and_not_bytes(piecer: Piecer) -> None:
    text = "🚒🚒 Café Zoë’s owner said “no”."
    assert {"Café", "Zoë", "owner", "no"} <= set(words(piecer.cut(text), text))


def test_the_shape_of_a_word_is_seen(piecer: Piecer) -> None:
    text = "Ann saw NATO in 2023, a McCoy"
    pieces = piecer.cut(text)
    shapes = dict(zip(words(pieces, text), pieces.features[pieces.first] // 16, strict=True))
    assert shapes["Ann"] == Case.TITLE
    assert shapes["saw"] == Case.LOWER
    assert shapes["NATO"] == Case.UPPER
    assert shapes["2023"] == Case.DIGIT
    assert shapes["McCoy"] == Case.MIXED


def test_paragraphs_and_lines_are_seen(piecer: Piecer) -> None:
    text = "One two\nthree\n\nfour"
    pieces = piecer.cut(text)
    assert (pieces.features[pieces.first] // 4 % 4).tolist() == [Gap.PARAGRAPH, Gap.SPACE, Gap.LINE, Gap.PARAGRAPH]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("She said “we go now” and left", "we go now"),
        ('He said "stop it" twice', "stop it"),
        ("‘It’s over,’ he said", "It ’ s over ,"),
        ("the players' bus and the dogs' home", ""),
        ("“One goes on\n\nand two does not", "One goes on"),
    ],
)
def test_what_stands_in_quotation_marks_is_seen(piecer: Piecer, text: str, inside: str) -> None:
    assert quoted(piecer.cut(text), text) == inside


def test_every_word_is_in_the_core_of_one_window(piecer: Piecer) -> None:
    text = "\n\n".join("The council of Barford met and " * (number % 9 + 1) for number in range(60))
    pieces = piecer.cut(text)
    cores = list(windows(pieces))
    assert [w for one in cores for w in range(one.first, one.last)] == list(range(len(pieces)))
    assert max(one.end - one.start for one in cores) <= 256 + 80


def test_a_word_of_more_pieces_than_a_core_is_still_read(piecer: Piecer) -> None:
    pieces = piecer.cut("1" * 99 + " " + "word " * 10)
    assert [one.last for one in windows(pieces, core=2, context=0)][-1] == len(pieces)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6), st.integers(0, 2)), max_size=8))
def test_spans_survive_being_tagged(marks: list[tuple[int, int, int]]) -> None:
    spans, end = [], 0
    for gap, length, kind in marks:
        spans.append((end + gap, end + gap + length, kind))
        end += gap + length
    assert to_spans(to_tags(spans, end)) == spans


def test_the_best_tags_are_those_that_trying_all_finds() -> None:
    random = np.random.default_rng(5)
    count = tag_count(1)
    texts = [random.normal(size=(length, count)).astype(np.float32) for length in (4, 0, 1, 5)]
    steps = [
        np.where(legal(1), random.normal(size=(count + 1, count + 1)), -1e4).astype(np.float32)
        for _ in range(len(texts))
    ]
    for emissions, transitions, found in zip(texts, steps, best_tags(texts, steps), strict=True):

        def score(tags: Sequence[int], own: Any = emissions, edges: Any = transitions) -> float:
            moves = sum(edges[a, b] for a, b in zip((count, *tags), (*tags, count), strict=True))
            return float(moves + sum(own[at, tag] for at, tag in enumerate(tags)))

        every = itertools.product(range(count), repeat=len(emissions))
        assert found.tolist() == (max(map(list, every), key=score) if len(emissions) else [])
