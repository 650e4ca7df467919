"""The llama-index retriever gives exact places."""

from __future__ import annotations

from datetime import date

from assistant.engine import Engine
from assistant.retriever import PassageRetriever
from index.types import Filters


def test_nodes_are_exact_slices_with_their_metadata(sample_engine: Engine) -> None:
    retriever = PassageRetriever(sample_engine.collection, sample_engine.embedder, top_k=5)
    found = retriever.retrieve("Why was Suella Braverman sacked?")
    assert 0 < len(found) <= 5
    assert [node.score for node in found] == sorted((node.score or 0.0 for node in found), reverse=True)
    for scored in found:
        node = scored.node
        article = sample_engine.collection.article(node.metadata["article"])
        assert article is not None
        assert node.get_content() == article.text[node.start_char_idx : node.end_char_idx]  # type: ignore[attr-defined]
        assert node.metadata["source"] == article.source


def test_filters_reach_the_retriever(sample_engine: Engine) -> None:
    within = Filters(date_from=date(2023, 11, 13))
    retriever = PassageRetriever(sample_engine.collection, sample_engine.embedder, filters=within)
    found = retriever.retrieve("ceasefire")
    assert found
    assert all(scored.node.metadata["date"] >= "2023-11-13" for scored in found)
