"""Words and meaning together: two rankings fused by rank, copies of one passage shown once.

Reciprocal rank fusion with k = 60: Cormack, Clarke and Büttcher 2009, "Reciprocal rank fusion outperforms
Condorcet and individual rank learning methods" (SIGIR).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.collection.catalogue import Found
from index.collection.copies import Group, group
from index.collection.generations import Derived
from index.collection.records import Hit, PassageRef
from index.collection.vectors import unit
from index.types import Filters

_RRF_K = 60
#: how deep each ranking is read, at least
_DEPTH = 100
#: passages read for each one asked for, because copies fall together
_SPARE = 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row with what the two rankings say of it."""

    row: int
    score: float
    bm25: float | None
    cosine: float | None


def rank(
    derived: Derived, text: str, vector: NDArray[np.float32] | None, *, limit: int, filters: Filters
) -> list[Ranked]:
    """Rows by fused score, best first; rows of equal score in their own order."""
    condition = derived.rows.condition(filters)
    depth = max(_DEPTH, 4 * limit)
    by_words = derived.words.search(
        text,
        limit=depth,
        days=condition.days if condition else None,
        outlet=condition.outlet if condition else None,
    )
    by_meaning: list[tuple[int, float]] = []
    if vector is not None:
        within = None if condition is None else derived.rows.within(condition)
        by_meaning = derived.vectors.search(vector, limit=depth, within=within)
    return _fuse(by_words, by_meaning)


def _fuse(by_words: Sequence[tuple[int, float]], by_meaning: Sequence[tuple[int, float]]) -> list[Ranked]:
    scores: dict[int, float] = {}
    for ranking in (by_words, by_meaning):
        for place, (row, _) in enumerate(ranking, start=1):
            scores[row] = scores.get(row, 0.0) + 1.0 / (_RRF_K + place)
    bm25, cosine = dict(by_words), dict(by_meaning)
    ranked = [Ranked(row, score, bm25.get(row), cosine.get(row)) for row, score in scores.items()]
    return sorted(ranked, key=lambda found: (-found.score, found.row))


def gather(
    ranked: Sequence[Ranked],
    keys: NDArray[np.int64],
    fetch: Callable[[Sequence[int]], dict[int, Found]],
    *,
    limit: int,
    vector: NDArray[np.float32] | None,
) -> list[Hit]:
    """The first ``limit`` passages that are not copies of each other.

    Args:
        keys: of the passages, by row.
        fetch: gives passages by their keys.
    """
    direction = None if vector is None else unit(vector)
    groups: list[Group] = []
    by_key: dict[int, Ranked] = {}
    read: list[Found] = []
    step = _SPARE * limit
    for first in range(0, len(ranked), step):
        some = {int(keys[one.row]): one for one in ranked[first : first + step]}
        by_key |= some
        fetched = fetch(list(some))
        read += [fetched[key] for key in some if key in fetched]
        groups = group(read)
        if len(groups) >= limit:
            break
    return [_hit(one, by_key[one.shown.key], direction) for one in groups[:limit]]


def _hit(one: Group, ranked: Ranked, direction: NDArray[np.float32] | None) -> Hit:
    shown = one.shown
    cosine = ranked.cosine
    if cosine is None and direction is not None:
        cosine = float(shown.vector @ direction)
    return Hit(
        key=shown.key,
        article_id=shown.article_id,
        start=shown.start,
        end=shown.end,
        text=shown.text,
        score=ranked.score,
        cosine=cosine,
        bm25=ranked.bm25,
        family=shown.family,
        duplicates=tuple(PassageRef(copy.article_id, copy.start, copy.end) for copy in one.copies),
    )
