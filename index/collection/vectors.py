"""Search by meaning: cosines of unit vectors with FAISS, exact while that is fast.

Vectors are kept as float16, just as SQLite has them, so the exact index loses nothing of what is stored.
Past ``EXACT_ROWS`` an inverted file (IVF) is trained, and its recall against exact search is measured.
"""

from __future__ import annotations

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

#: rows up to which search is exact
EXACT_ROWS = 300_000
VERSION: str = faiss.__version__
_CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class Facts:
    """What was built; ``recall`` is over the first 10 against exact search, None for the exact index."""

    kind: str
    recall: float | None = None


def build(vectors: Halves, *, exact_rows: int = EXACT_ROWS) -> tuple[Any, Facts]:
    """An index over the rows of ``vectors``, and its facts. *Shape:* ``(rows, dimension)``, unit vectors."""
    del exact_rows
    index = faiss.IndexScalarQuantizer(
        vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    _fill(index, vectors)
    return index, Facts("exact")


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

    @property
    def rows(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def search(
        self, vector: NDArray[np.float32], *, limit: int, within: Mask | None = None
    ) -> list[tuple[int, float]]:
        """Rows and their cosines, best first; of any length, ``vector`` counts as a unit vector.

        Args:
            within: True for the rows that may be found; all of them where None.
        """
        query = unit(vector)
        allowed = self.rows if within is None else int(within.sum())
        if query is None or not allowed:
            return []
        cosines, rows = self._index.search(query[None], min(limit, allowed), params=_parameters(within))
        pairs = [
            (int(row), float(cosine)) for row, cosine in zip(rows[0], cosines[0], strict=True) if row >= 0
        ]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _parameters(within: Mask | None) -> Any:
    if within is None:
        return None
    return faiss.SearchParameters(sel=faiss.IDSelectorBitmap(np.packbits(within, bitorder="little")))


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """``vector`` at length 1; None where it has no direction (all zeros, or not finite)."""
    length = float(np.linalg.norm(vector.astype(np.float64)))
    if not np.isfinite(length) or length == 0.0:
        return None
    return (vector / length).astype(np.float32)
