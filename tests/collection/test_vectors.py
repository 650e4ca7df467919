"""Search by meaning against the truth: NumPy, every row compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.collection import vectors
from index.collection.vectors import Facts, Halves, VectorIndex

DIMENSION = 48
ROWS = 4000


@pytest.fixture(scope="module")
def halves() -> Halves:
    """Rows in clusters, as texts are."""
    choice = np.random.default_rng(5)
    centres = choice.normal(size=(60, DIMENSION))
    rows = centres[choice.integers(60, size=ROWS)] + 0.6 * choice.normal(size=(ROWS, DIMENSION))
    unit: Halves = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)
    return unit


@pytest.fixture(scope="module", params=["exact", "approximate"])
def built(request: pytest.FixtureRequest, halves: Halves, memory: Path) -> tuple[VectorIndex, Facts]:
    index, facts = vectors.build(halves, exact_rows=ROWS if request.param == "exact" else ROWS - 1)
    assert facts.kind == request.param
    path = memory / f"{request.param}.faiss"
    with path.open("wb") as file:
        vectors.write(index, file.write)
    return VectorIndex(path), facts


def queries(halves: Halves, count: int) -> NDArray[np.float32]:
    choice = np.random.default_rng(6)
    rows = halves[choice.integers(len(halves), size=count)].astype(np.float32)
    return rows + choice.normal(0, 0.1, size=rows.shape).astype(np.float32)


def brute(halves: Halves, query: NDArray[np.float32], allowed: NDArray[np.bool_]) -> list[tuple[int, float]]:
    cosines = halves.astype(np.float32) @ (query / np.linalg.norm(query))
    rows = np.flatnonzero(allowed)
    order = rows[np.lexsort((rows, -cosines[rows]))]
    return [(int(row), float(cosines[row])) for row in order]


def recall(found: list[tuple[int, float]], truth: list[tuple[int, float]]) -> float:
    return len({row for row, _ in found} & {row for row, _ in truth}) / len(truth) if truth else 1.0


@pytest.mark.parametrize("length", [1.0, 7.5, 1e-3])
@pytest.mark.parametrize("share", [1.0, 0.5, 0.01, 0.0])
def test_finds_what_brute_force_finds(
    built: tuple[VectorIndex, Facts], halves: Halves, length: float, share: float
) -> None:
    index, facts = built
    allowed = np.random.default_rng(7).random(ROWS) < share
    recalls = []
    for query in queries(halves, 30):
        truth = brute(halves, query, allowed)[:10]
        found = index.search(query * length, limit=10, within=None if share == 1.0 else allowed)
        assert len(found) == len(truth)
        assert all(allowed[row] for row, _ in found)
        cosines = dict(brute(halves, query, allowed))
        for row, cosine in found:
            assert cosine == pytest.approx(cosines[row], abs=1e-3)
        recalls.append(recall(found, truth))
        if facts.kind == "exact":
            assert [row for row, _ in found] == [row for row, _ in truth]
    assert np.mean(recalls) >= (1.0 if facts.kind == "exact" else 0.95)


def test_order_is_by_cosine_then_by_row(halves: Halves, memory: Path) -> None:
    same = np.repeat(halves[:1], 20, axis=0)
    index, _ = vectors.build(same)
    path = memory / "same.faiss"
    with path.open("wb") as file:
        vectors.write(index, file.write)
    found = VectorIndex(path).search(same[0].astype(np.float32), limit=20)
    assert [row for row, _ in found] == list(range(20))


def test_the_recall_of_the_approximate_index_is_measured(built: tuple[VectorIndex, Facts]) -> None:
    _, facts = built
    if facts.kind == "exact":
        assert facts == Facts("exact", None, None, None)
    else:
        assert facts.recall is not None
        assert facts.recall >= 0.98
        assert facts.lists == int(2 * ROWS**0.5)
        assert facts.probes is not None
        assert 8 <= facts.probes < facts.lists


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf])
def test_a_vector_without_direction_finds_nothing(built: tuple[VectorIndex, Facts], value: float) -> None:
    index, _ = built
    assert index.search(np.full(DIMENSION, value, dtype=np.float32), limit=5) == []


def test_more_than_there_is_gives_all(built: tuple[VectorIndex, Facts], halves: Halves) -> None:
    index, _ = built
    allowed = np.zeros(ROWS, dtype=np.bool_)
    allowed[[3, 77]] = True
    found = index.search(halves[3].astype(np.float32), limit=50, within=allowed)
    assert sorted(row for row, _ in found) == [3, 77]
