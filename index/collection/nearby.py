"""Which articles are near a topic, by words or by meaning of any of their passages: no text is read for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.collection.generations import Derived
from index.types import Filters


@dataclass(frozen=True, slots=True)
class Nearby:
    """An article near a topic.

    Attributes:
        article: its key in SQLite.
        cosine: of its nearest passage to the topic; None where all are farther away than the ``depth`` nearest.
        bm25: of its best passage; 0 where none holds a word of the topic, or it is not among the ``depth`` best.
    """

    article: int
    cosine: float | None
    bm25: float


def nearby(derived: Derived, words: str, vector: NDArray[np.float32], *, depth: int, filters: Filters) -> list[Nearby]:
    """Articles with a passage among the ``depth`` best by words or by meaning, the nearest first."""
    condition = derived.rows.condition(filters)
    by_words = derived.words.search(
        words,
        limit=depth,
        days=condition.days if condition else None,
        outlet=condition.outlet if condition else None,
    )
    within = None if condition is None else derived.rows.within(condition)
    by_meaning = derived.vectors.search(vector, limit=depth, within=within)
    articles = derived.rows.table["article"]
    cosine: dict[int, float] = {}
    bm25: dict[int, float] = {}
    for ranking, best in ((by_meaning, cosine), (by_words, bm25)):
        for row, score in ranking:
            article = int(articles[row])
            best[article] = max(score, best.get(article, -1.0))
    found = [Nearby(article, cosine.get(article), bm25.get(article, 0.0)) for article in cosine.keys() | bm25.keys()]
    return sorted(found, key=lambda one: (-(one.cosine or 0.0), -one.bm25, one.article))
