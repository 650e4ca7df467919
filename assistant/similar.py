"""How close two single words are in meaning: "quit" and "resigned", "cost" and "price"."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

import numpy as np

from index.models.embedder import Embedder, Vectors

# a vocabulary of news is about this large; a vector is kept as float16, so the cache stays under 20 MB
_CAPACITY = 20_000


class WordSimilarity:
    """Cosine of the embedding model's vectors of single words, each encoded once. Safe to share among threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: OrderedDict[str, np.ndarray[tuple[int], np.dtype[np.float16]]] = OrderedDict()
        self._lock = threading.Lock()

    def between(self, left: Iterable[str], right: Iterable[str]) -> Vectors:
        """Cosines of every word on the left with every word on the right. *Shape:* ``(left, right)``."""
        left, right = list(left), list(right)
        known = self._lookup({*left, *right})
        rows = np.array([known[word] for word in left], dtype=np.float32)
        columns = np.array([known[word] for word in right], dtype=np.float32)
        if not left or not right:
            return np.zeros((len(left), len(right)), dtype=np.float32)
        return rows @ columns.T

    def _lookup(self, wanted: set[str]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float16]]]:
        with self._lock:
            known = {word: self._vectors[word] for word in wanted if word in self._vectors}
            for word in known:
                self._vectors.move_to_end(word)
        unknown = sorted(wanted - known.keys())
        if unknown:
            fresh = dict(zip(unknown, self._embedder.encode(unknown).astype(np.float16), strict=True))
            known |= fresh
            with self._lock:
                self._vectors.update(fresh)
                while len(self._vectors) > _CAPACITY:
                    self._vectors.popitem(last=False)
        return known
