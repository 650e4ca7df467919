"""From a topic to positions: which articles are read, which statements are taken, who is one holder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.positions import find_positions
from index.build import ingest
from index.collection import Collection
from index.errors import UsageError
from index.models.embedder import HashingEmbedder
from index.settings import Settings
from index.statements.labels import Act, HolderType, Stance
from index.statements.records import Holder, Kind, Ledger, Named, Statement
from index.statements.stance import Floats
from index.statements.topics import Weighed, taken
from index.statements.views import Marked, Shown
from index.types import Article, Filters, Sentence, Span

EMBEDDER = HashingEmbedder(64)
TEXTS = {
    "one": ("Toll", "Echo", "2024-01-02", "Ann Lee wants a toll. Bob Day is not for a toll."),
    "two": ("Toll", "Mail", "2024-01-05", "Ann Lee spoke for a toll again, at a fair in Holt."),
    "far": ("Cakes", "Mail", "2024-01-06", "Cy Poe wants sponge, jam and cream at every tea."),
}
ROWS = [
    dict(zip(("id", "title", "outlet", "date", "text"), (name, *fields), strict=True)) for name, fields in TEXTS.items()
]


class EveryName:
    """A reader that finds each of the names, and one statement a sentence that names one."""

    digest = "every name"

    def read(self, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]) -> list[Ledger]:
        return [self._ledger(*one) for one in zip(articles, sentences, strict=True)]

    def _ledger(self, article: Article, sentences: Sequence[Sentence]) -> Ledger:
        holders, statements = [], []
        for sentence in sentences:
            words = sentence.of(article.text)
            for name in ("Ann Lee", "Bob Day", "Cy Poe"):
                if name in words:
                    at = sentence.start + words.index(name)
                    holders.append(Holder(name, HolderType.PERSON, None, (), (Named(at, at + 7, "name"),)))
                    statements.append(made(len(holders) - 1, at, Span(sentence.start, sentence.end)))
        return Ledger(tuple(holders), tuple(statements))


def made(holder: int, at: int, evidence: Span) -> Statement:
    return Statement(
        holder=holder,
        mention=Span(at, at + 7),
        cue=Span(at + 8, at + 13),
        content=(),
        act=Act.CALLS_FOR,
        stance=Stance.FOR,
        kind=Kind.NARRATED,
        reporter=None,
        evidence=evidence,
        when=None,
        certainty=0.9,
    )


class Judge:
    """Sure of a stance for or against where the sentence says "not"; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def judge(self, topic: str, shown: Sequence[Shown], told: Sequence[Floats]) -> list[Floats]:
        del topic, told
        self.asked += [one.text for one in shown]
        return [np.array([_stances(one, said) for said in one.statements], dtype=np.float32) for one in shown]


def _stances(one: Shown, said: Marked) -> list[float]:
    return [0.1, 0.1, 0.8, 0, 0] if "not" in one.text[said.cue.start : said.cue.start + 14] else [0.1, 0.8, 0.1, 0, 0]


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    ingest([str(source)], Settings(tmp_path / "c"), EMBEDDER, reader=EveryName())
    return Collection.open(tmp_path / "c", embedder_digest=EMBEDDER.digest)


def found(collection: Collection, topic: str, **given: Any) -> tuple[Judge, dict[tuple[str, Stance], int]]:
    judge = Judge()
    made = find_positions(collection, EMBEDDER, topic, model=judge, **given)
    return judge, {(one.name, one.stance): len(one.evidence) for one in made.positions}


def test_one_holder_of_two_articles_is_one_row_with_both_as_evidence(collection: Collection) -> None:
    _, rows = found(collection, "a toll")
    assert rows == {("Ann Lee", Stance.FOR): 2, ("Bob Day", Stance.AGAINST): 1}


def test_the_earliest_day_of_the_evidence_is_the_positions_date(collection: Collection) -> None:
    (first, *_) = find_positions(collection, EMBEDDER, "a toll", model=Judge()).positions
    assert first.date == date(2024, 1, 2)


def test_articles_that_are_not_near_the_topic_are_not_read_for_it(collection: Collection) -> None:
    judge, _ = found(collection, "a toll")
    assert not any("sponge" in text for text in judge.asked)


def test_filters_hold_before_anything_is_read(collection: Collection) -> None:
    judge, rows = found(collection, "a toll", filters=Filters(outlet="mail"))
    assert rows == {("Ann Lee", Stance.FOR): 1}
    assert len(judge.asked) == 1


def test_what_was_screened_is_counted(collection: Collection) -> None:
    counted = find_positions(collection, EMBEDDER, "a toll", model=Judge(), filters=Filters(outlet="mail"))
    assert (counted.articles, counted.screened, counted.candidates) == (3, 2, 1)


@pytest.mark.parametrize("topic", ["", "   ", "x" * 501])
def test_a_topic_that_cannot_be_asked_is_refused(collection: Collection, topic: str) -> None:
    with pytest.raises(UsageError, match="topic"):
        find_positions(collection, EMBEDDER, topic, model=Judge())


def weighed(on: float, stance: Stance, sure: float = 1.0, holder: int = 0) -> Weighed:
    return Weighed("a", holder, made(holder, 0, Span(0, 20)), on, stance, sure)


def test_a_second_stance_must_be_surer_than_the_first_need_be() -> None:
    weak = taken([weighed(0.9, Stance.FOR), weighed(0.6, Stance.AGAINST)], needed=0.5, second=0.8)
    strong = taken([weighed(0.9, Stance.FOR), weighed(0.85, Stance.AGAINST)], needed=0.5, second=0.8)
    assert [one.stance for one in weak] == [Stance.FOR]
    assert [one.stance for one in strong] == [Stance.FOR, Stance.AGAINST]


def test_what_is_not_sure_enough_is_not_taken() -> None:
    assert taken([weighed(0.4, Stance.FOR), weighed(0.9, Stance.FOR, holder=1)], needed=0.5)[0].holder == 1


def test_the_surest_proof_comes_first() -> None:
    (one,) = taken([weighed(0.6, Stance.FOR), weighed(0.9, Stance.FOR)], needed=0.5)
    assert [proof.on for proof in one.proofs] == [0.9, 0.6]
