"""Search by meaning: cosines of unit vectors with FAISS, exact while that is fast.

Vectors are kept as float16, just as SQLite has them, so the exact index loses nothing of what is stored.
Past ``EXACT_ROWS`` an inverted file (IVF) is trained, and its recall against exact search is measured.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

Halves = NDArray[np.float16]
Mask = NDArray[np.bool_]

#: its own types know nothing of what its Python layer adds
faiss: Any = _faiss

#: rows up to which search is exact: about 5 ms on two cores, and the recall of what is stored is 1
EXACT_ROWS = 200_000
VERSION: str = faiss.__version__
_CHUNK = 16_384
_TRAINING_ROWS_PER_LIST = 64
#: recall over the first 10 that the approximate index must reach on queries made up from its rows
_RECALL = 0.98
_RECALL_QUERIES = 200
_RECALL_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Facts:
    """What was built.

    Attributes:
        recall: over the first 10 against exact search, when it was built; None for the exact index.
        lists: inverted lists of the approximate index, and how many of them a search reads (``probes``).
    """

    kind: str
    recall: float | None = None
    lists: int | None = None
    probes: int | None = None


def build(vectors: Halves, *, exact_rows: int = EXACT_ROWS) -> tuple[Any, Facts]:
    """An index over the rows of ``vectors``, and its facts. *Shape:* ``(rows, dimension)``, unit vectors."""
    kind, metric = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    rows, dimension = vectors.shape
    if rows <= exact_rows:
        index = faiss.IndexScalarQuantizer(dimension, kind, metric)
        _fill(index, vectors)
        return index, Facts("exact")
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    lists = int(2 * rows**0.5)
    index = faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(dimension), dimension, lists, kind, metric)
    index.by_residual = False  # so that the values kept are those of the embedding itself
    index.cp.niter = 10
    index.cp.min_points_per_centroid = 1
    choice = np.random.default_rng(rows)
    some = choice.choice(rows, min(rows, _TRAINING_ROWS_PER_LIST * lists), replace=False)
    index.train(vectors[np.sort(some)].astype(np.float32))
    _fill(index, vectors)
    recall = _tune(index, vectors, choice)
    return index, Facts("approximate", recall, lists, index.nprobe)


def _tune(index: Any, vectors: Halves, choice: np.random.Generator) -> float:
    """Set how many lists a search reads, by doubling until the recall is reached; gives the recall."""
    queries = vectors[choice.choice(len(vectors), _RECALL_QUERIES)].astype(np.float32)
    # as far from their passage as questions are: a cosine of about 0.7
    queries += choice.normal(0.0, 1.0 / queries.shape[1] ** 0.5, queries.shape).astype(np.float32)
    index.nprobe = index.nlist
    _, truth = index.search(queries, _RECALL_DEPTH)
    probes, recall = 4, 0.0
    while recall < _RECALL and probes < index.nlist:
        probes *= 2
        index.nprobe = min(probes, index.nlist)
        _, found = index.search(queries, _RECALL_DEPTH)
        shared = [len(set(one) & set(other)) for one, other in zip(truth.tolist(), found.tolist(), strict=True)]
        recall = float(np.mean(shared)) / _RECALL_DEPTH
    return round(recall, 4)


def _fill(index: Any, vectors: Halves) -> None:
    for first in range(0, len(vectors), _CHUNK):
        index.add(vectors[first : first + _CHUNK].astype(np.float32))


def write(index: Any, put: Callable[[bytes], object]) -> None:
    """Hand the index's bytes to ``put``, piece by piece."""
    faiss.write_index(index, faiss.PyCallbackIOWriter(put, 1 << 20))


class VectorIndex:
    """An index that has been written; its file's checksum was verified before."""

    def __init__(self, path: Path) -> None:
        self._index = faiss.read_index(str(path))
        # None for the exact index
        self._probes: int | None = getattr(self._index, "nprobe", None)

    @property
    def rows(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def search(self, vector: NDArray[np.float32], *, limit: int, within: Mask | None = None) -> list[tuple[int, float]]:
        """Rows and their cosines, best first; of any length, ``vector`` counts as a unit vector.

        Args:
            within: True for the rows that may be found; all of them where None.
        """
        query = unit(vector)
        allowed = self.rows if within is None else int(within.sum())
        if query is None or not allowed:
            return []
        # one question is one thread's work in FAISS; the others would only wait for it, busily
        faiss.omp_set_num_threads(1)
        cosines, rows = self._index.search(query[None], min(limit, allowed), params=self._parameters(within, allowed))
        pairs = [(int(row), float(cosine)) for row, cosine in zip(rows[0], cosines[0], strict=True) if row >= 0]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def _parameters(self, within: Mask | None, allowed: int) -> Any:
        if within is None:
            return None
        selector = faiss.IDSelectorBitmap(np.packbits(within, bitorder="little"))
        if self._probes is None:
            return faiss.SearchParameters(sel=selector)
        # the fewer rows are allowed, the more lists are read, so that as many rows are compared
        probes = min(self._index.nlist, -(-self._probes * self.rows // allowed))
        return faiss.SearchParametersIVF(sel=selector, nprobe=probes)


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """``vector`` at length 1; None where it has no direction (all zeros, or not finite)."""
    length = float(np.linalg.norm(vector.astype(np.float64)))
    if not np.isfinite(length) or length == 0.0:
        return None
    return (vector / length).astype(np.float32)
