"""Copies and rewrites are one family; two reports of one event are not."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.reading.clean import clean
from index.reading.duplicates import (
    SIGNATURE_LENGTH,
    Families,
    Signature,
    are_family,
    signature,
    similarity,
)

_SHARED = Path(__file__).parents[3] / "shared"


def _texts(*names: str) -> list[str]:
    texts = []
    for name in names:
        path = _SHARED / name
        if not path.exists():
            pytest.skip(f"../shared/{name} is not beside this checkout")
        with path.open(encoding="utf-8") as lines:
            texts += [clean(json.loads(line)["text"]) for line in lines]
    return texts


def _made_up(rng: random.Random, words: int = 400) -> str:
    """Sentences of words that are drawn, as in a language, some often and most seldom."""
    vocabulary = ["".join(rng.choices("aeioubcdfglmnprst", k=rng.randint(4, 9))) for _ in range(1_500)]
    weights = [1 / (rank + 5) for rank in range(len(vocabulary))]
    drawn = rng.choices(vocabulary, weights, k=words)
    return " ".join(". ".join([" ".join(drawn[start : start + 15]) for start in range(0, words, 15)]).split())


def _spun(text: str, rng: random.Random, *, replaced: float, dropped: float, shuffled: bool) -> str:
    sentences = [sentence for sentence in re.split(r"(?<=[.!?”])\s+", text) if rng.random() >= dropped]
    if shuffled:
        rng.shuffle(sentences)

    def synonym(word: re.Match[str]) -> str:
        return word[0][::-1] if rng.random() < replaced else word[0]

    return " ".join(re.sub(r"\b[a-z]{4,}\b", synonym, sentence) for sentence in sentences)


@pytest.mark.parametrize(
    ("replaced", "dropped", "shuffled"),
    [(0, 0.1, False), (0, 0.3, False), (0, 0.2, True), (0.2, 0.1, False), (0.25, 0, True)],
)
def test_copies_cuts_and_rewrites_are_family(replaced: float, dropped: float, shuffled: bool) -> None:
    rng = random.Random(5)
    texts = [_made_up(rng) for _ in range(40)]
    found = [
        are_family(
            signature(text),
            signature(_spun(text, rng, replaced=replaced, dropped=dropped, shuffled=shuffled)),
        )
        for text in texts
    ]
    assert sum(found) >= 39


def test_different_texts_are_no_family() -> None:
    rng = random.Random(6)
    signatures = [signature(_made_up(rng)) for _ in range(60)]
    assert not any(are_family(one, other) for row, one in enumerate(signatures) for other in signatures[:row])


def test_a_short_copy_of_the_beginning_is_family() -> None:
    rng = random.Random(7)
    texts = [_made_up(rng, 600) for _ in range(30)]
    assert sum(are_family(signature(text), signature(text[: len(text) // 3])) for text in texts) >= 28


def test_a_signature_is_of_the_words_alone() -> None:
    text = _made_up(random.Random(8))
    assert similarity(signature(text), signature(text.upper().replace(" ", "\n\n"))) == 1.0
    assert signature(text).shape == (SIGNATURE_LENGTH,)


@pytest.mark.parametrize("text", ["", "Yes.", "The mayor spoke.", "He said. " * 400])
def test_texts_with_too_little_to_tell_are_near_nothing(text: str) -> None:
    families = Families()
    families.add(1, signature(text))
    assert families.near(signature(text)) == []
    assert not are_family(signature(text), signature(text))


def _everything_near(signatures: Sequence[Signature]) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row, one in enumerate(signatures)
        for column, other in enumerate(signatures[:row])
        if are_family(one, other)
    }


def _indexed_near(texts: Sequence[str]) -> set[tuple[int, int]]:
    families, found = Families(), set()
    for row, text in enumerate(texts):
        one = signature(text)
        found |= {(row, near.key) for near in families.near(one)}
        families.add(row, one)
    return found


def test_the_index_finds_what_comparing_everything_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reading.duplicates._MOST_PENDING", 16)  # sorts in many times
    rng = random.Random(9)
    texts = [_made_up(rng) for _ in range(60)]
    texts += [_spun(text, rng, replaced=0.1, dropped=0.1, shuffled=True) for text in texts[:30]]
    found = _indexed_near(texts)
    assert len(found) >= 30
    assert found == _everything_near([signature(text) for text in texts])


def test_many_at_once_and_one_by_one_find_the_same() -> None:
    rng = random.Random(10)
    signatures = np.array([signature(_made_up(rng)) for _ in range(50)])
    at_once, one_by_one = Families(), Families()
    at_once.add_all(np.arange(50), signatures)
    for row, one in enumerate(signatures):
        one_by_one.add(row, one)
    copy = signatures[7]
    assert at_once.near(copy) == one_by_one.near(copy)
    assert [(near.key, near.similarity) for near in at_once.near(copy)] == [(7, 1.0)]


def test_two_reports_of_one_event_are_no_family() -> None:
    texts = _texts("positions/dev.jsonl", "positions/train.jsonl")
    assert _indexed_near(texts) == set()


def test_in_real_news_only_true_copies_are_family() -> None:
    texts = _texts("polnear/dev.jsonl", "polnear/train.jsonl")
    near = _indexed_near(texts)

    def shingles(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return set(zip(words, words[1:], words[2:], strict=False))

    for row, column in near:
        one, other = shingles(texts[row]), shingles(texts[column])
        assert len(one & other) > 0.4 * min(len(one), len(other))
    assert len(near) == 8
