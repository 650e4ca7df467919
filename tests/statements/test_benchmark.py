"""The benchmark of statements scores what is found in a real collection, and nothing of it gets lost on the way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant import positions
from index.collection import Collection
from index.models.embedder import Embedder, HashingEmbedder
from index.settings import Settings
from index.statements.found import Evidence, FoundPositions, Position
from index.statements.labels import Act, HolderType, Stance
from index.statements.reader import Placed
from index.statements.records import Holder, Kind, Ledger, Named, NoReader, Statement
from index.types import Article, Sentence, Span
from tests.benchmarks import statements

TEXT = (
    "Ann Lee has called for a ceasefire in the valley. Bob Day, who leads the opposition, said that he was against it."
)
LEE = Holder("Ann Lee", HolderType.PERSON, None, (), (Named(0, 7, "name"),))
SAID = Statement(
    holder=0,
    mention=Span(0, 7),
    cue=Span(12, 22),
    content=(Span(23, 48),),
    act=Act.CALLS_FOR,
    stance=Stance.FOR,
    kind=Kind.INDIRECT,
    reporter=None,
    evidence=Span(0, 49),
    when=None,
    certainty=1.0,
)


class OneStatement(NoReader):
    """Reads the same statement in every article."""

    digest = "one"

    def read(self, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]) -> list[Ledger]:
        """The ledger of each."""
        return [Ledger((LEE,), (SAID,)) for _, _ in zip(articles, sentences, strict=True)]


def marked(holder: str, stance: str, span: list[int]) -> dict[str, Any]:
    """A gold position on a truce."""
    return {
        "holder": holder,
        "type": "person",
        "count": None,
        "act": "says",
        "stance": stance,
        "topic": "a truce",
        "holder_span": span,
        "evidence": span,
    }


def find_stored(collection: Collection, _embedder: Embedder, topic: str) -> FoundPositions:
    """Every stored statement is on the topic."""
    found = [
        Position(holder.name, holder.type, None, None, said.stance, None, (proof,), ())
        for info in collection.articles()
        for ledger in collection.statements([info.id]).values()
        for said in ledger.statements
        for holder in [ledger.holders[said.holder or 0]]
        for proof in [Evidence(info.id, said, holder, said.stance, 1.0, None, ())]
    ]
    return FoundPositions(topic, tuple(found), (), 1, 1, len(found))


@pytest.fixture
def scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Of one article of which half is found."""
    monkeypatch.setattr(statements, "load_embedder", lambda _: HashingEmbedder())
    monkeypatch.setattr(positions, "find_positions", find_stored)
    gold = tmp_path / "gold.jsonl"
    row = {"id": "a1", "title": "Truce", "outlet": None, "date": "2024-01-01", "text": TEXT}
    holders = [marked("Ann Lee", "against", [0, 7]), marked("Bob Day", "against", [50, 57])]
    gold.write_text(json.dumps(row | {"positions": holders}) + "\n", encoding="utf-8")
    return statements.measured(gold, OneStatement(), Settings(tmp_path / "unused"))


def test_positions_are_scored_through_ingest_and_named_by_the_rows_id(scores: dict[str, Any]) -> None:
    assert [scores["found"][name] for name in ("right", "predicted", "gold")] == [1, 1, 2]
    assert scores["full"]["right"] == 0
    assert statements.errors(scores) == [
        "MISSED  a1 | a truce | Bob Day (Bob Day) | says against",
        "STANCE  a1 | a truce | Ann Lee (Ann Lee) | says against, found for",
    ]


def test_every_row_has_a_cell_under_every_head(scores: dict[str, Any]) -> None:
    assert {len(row) for row in statements.of_positions(scores, "gold")} == {len(statements.HEADS)}
    for table in statements.details(scores, "gold"):
        assert {len(row) for row in table.rows} == {len(table.heads)}


def test_relations_come_from_the_ledger_in_characters() -> None:
    assert statements.relations(OneStatement(), TEXT) == [
        {"holder": [0, 7], "cue": [12, 22], "content": [[23, 48]], "act": "calls_for", "stance": "for"}
    ]


def test_attributions_are_in_characters() -> None:
    class Marking:
        def attributions(self, texts: Sequence[str]) -> list[list[Placed]]:
            assert texts == [TEXT]
            return [[Placed((), (Span(0, 2),), (Span(3, 5), Span(6, 8)))]]

    found = statements.attributions(Marking(), TEXT)  # type: ignore[arg-type]
    assert found == [{"source": [], "cue": [[0, 2]], "content": [[3, 5], [6, 8]]}]
