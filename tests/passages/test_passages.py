from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.models.embedder import HashingEmbedder
from index.passages import split_passages, split_sentences
from index.settings import PassageSettings
from index.types import Passage

COUNT = HashingEmbedder().count_tokens
SMALL = PassageSettings(max_tokens=12, model_tokens=20)
PIECES = [
    "One two three. ", "Who? ", "Mr. Lee left! ", "\n\n", "\r\n\r\n",
    "a b c d e f g h i j k l m n o p q r s t u v ", "“Go,” she said. ", "👩‍👩‍👧‍👦", "e\u0301", "\u0301",
    "\u200d", "שלום עולם. ",
    "هل؟ ", "!!!", "....",
    " ", "\u00a0", "x" * 50,
    "a.b.c.d.e.f.g.h.i.j.k.l.m.n", "停火" * 9,
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200)


def cut(text: str, settings: PassageSettings = SMALL) -> list[Passage]:
    return split_passages(text, split_sentences(text), settings=settings, count_tokens=COUNT)


def slices(text: str, settings: PassageSettings = SMALL) -> list[str]:
    return [passage.of(text) for passage in cut(text, settings)]


@given(HOSTILE)
def test_passages_are_ordered_disjoint_and_leave_out_only_white_space(text: str) -> None:
    end = 0
    for passage in cut(text):
        assert text[end : passage.start].strip() == ""
        assert passage.start < passage.end
        assert passage.of(text) == passage.of(text).strip()
        end = passage.end
    assert text[end:].strip() == ""


@given(HOSTILE)
def test_no_passage_is_longer_than_the_model_reads(text: str) -> None:
    # a character is at most one word piece here, so every text can be parted, less what its marks add
    for passage in slices(text):
        marks = len(re.findall(r"[\u0300-\u036f\u200d]", passage))
        assert COUNT([passage])[0] <= SMALL.model_tokens + marks


@given(HOSTILE)
def test_passages_are_whole_sentences_except_where_a_sentence_is_too_long(text: str) -> None:
    sentences = split_sentences(text)
    ends = {sentence.end for sentence in sentences}
    long = [s for s in sentences if COUNT([s.of(text)])[0] > SMALL.model_tokens]
    for passage in cut(text):
        assert passage.end in ends or any(s.start <= passage.start and passage.end <= s.end for s in long)


def test_an_empty_text_has_no_passages() -> None:
    assert cut("") == []
    assert cut(" \n\n ") == []


def test_sentences_are_packed_until_the_next_would_not_fit() -> None:
    text = "One two three. " * 7
    assert slices(text) == ["One two three. One two three. One two three."] * 2 + ["One two three."]


def test_a_full_passage_is_closed_at_a_paragraph_where_that_leaves_it_half_full() -> None:
    text = "One two three. One two three.\n\nOne two three. One two three."
    assert slices(text) == ["One two three. One two three."] * 2


def test_a_full_passage_is_closed_at_a_sentence_where_a_paragraph_would_leave_it_nearly_empty() -> None:
    text = "One.\n\nOne two three. One two three. One two three."
    assert slices(text) == ["One.\n\nOne two three. One two three.", "One two three."]


def test_a_sentence_above_the_target_is_a_passage_of_its_own() -> None:
    long = "A b c d e f g h i j k l m n end."
    assert slices(f"{long} Two.") == [long, "Two."]


def test_a_sentence_above_the_model_is_parted_between_words() -> None:
    text = " ".join("abcdefghij"[n % 10] * 3 for n in range(50))
    parts = slices(text)
    assert " ".join(parts) == text
    assert [len(part.split()) for part in parts] == [20, 20, 10]


def test_a_word_above_the_model_is_parted_without_tearing_a_character() -> None:
    text = "👩‍👩‍👧‍👦" * 40
    parts = slices(text)
    assert "".join(parts) == text
    assert all(part.startswith("👩") and part.endswith("👦") for part in parts)


def test_counting_is_asked_for_in_a_few_batches_not_sentence_by_sentence() -> None:
    calls = 0

    def count(texts: Sequence[str]) -> list[int]:
        nonlocal calls
        calls += 1
        return COUNT(texts)

    text = "One two three. " * 500
    split_passages(text, split_sentences(text), settings=SMALL, count_tokens=count)
    assert calls == 1


@pytest.mark.parametrize("unit", ["a ", "停", "One two. ", "\u0301", "!", "a.b", "x" * 100 + " "])
def test_word_pieces_counted_grow_in_step_with_the_text(unit: str) -> None:
    def counted(length: int) -> int:
        characters = 0

        def count(texts: Sequence[str]) -> list[int]:
            nonlocal characters
            characters += sum(map(len, texts))
            return COUNT(texts)

        text = unit * (length // len(unit))
        split_passages(text, split_sentences(text), settings=SMALL, count_tokens=count)
        return characters

    assert counted(40_000) <= 2.5 * counted(20_000)


def test_settings_within_a_smaller_model_shrink_and_within_a_larger_one_stay() -> None:
    assert PassageSettings(160, 250).within(126) == PassageSettings(126, 126)
    assert PassageSettings(160, 250).within(510) == PassageSettings(160, 250)
