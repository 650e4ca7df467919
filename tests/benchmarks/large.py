"""Collections of a wanted size, built in minutes: real articles, then shuffled ones with mixed vectors."""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import build
from index.models.embedder import Embedder
from index.settings import Settings
from tests.benchmarks.data import polnear, shuffled

#: passages whose real vectors the others are mixed from
POOL = 1_000


class MixingEmbedder:
    """Real vectors for the first ``POOL`` texts; then two of them mixed, with noise, chosen by the text.

    Mixed vectors lie where real ones lie (their cosine to their nearest neighbours is like that of real
    ones), which random directions would not; embedding 100,000 passages would take an hour.
    """

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self._pool = np.zeros((0, real.dimension), dtype=np.float32)
        self.name = real.name
        self.digest = real.digest
        self.dimension = real.dimension
        self.window = real.window

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, one a text."""
        missing = POOL - len(self._pool)
        fresh = self._real.encode(texts[:missing]) if missing > 0 else self._pool[:0]
        self._pool = np.concatenate([self._pool, fresh])
        mixed = [self._mix(text) for text in texts[len(fresh) :]]
        return np.concatenate([fresh, *mixed])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces, by the real model's own count."""
        return self._real.count_tokens(texts)

    def _mix(self, text: str) -> NDArray[np.float32]:
        chance = np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))
        first, second = chance.integers(len(self._pool), size=2)
        share = chance.uniform(0.3, 0.7)
        vector = share * self._pool[first] + (1 - share) * self._pool[second]
        vector += chance.normal(scale=0.3 / np.sqrt(self.dimension), size=self.dimension)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)[None, :]


def build_collection(settings: Settings, embedder: Embedder, passages: int) -> int:
    """A collection of about ``passages`` passages; how many there are in the end.

    Real articles come first (in random order, so that a small collection is a sample of a large one).
    """
    mixing = MixingEmbedder(embedder)
    texts = list(polnear())
    random.Random(7).shuffle(texts)
    endless = shuffled(texts, seed=7)
    made = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(1_000):
            # an article gives some ten passages: ask for half of what is missing until it is little
            wanted = max(5, min(2_000, (passages - made) // 20))
            batch = folder / f"{number:04d}"
            batch.mkdir()
            chosen, texts = texts[:wanted], texts[wanted:]
            for at, text in enumerate([*chosen, *islice(endless, wanted - len(chosen))]):
                (batch / f"{at:05d}.txt").write_text(text, encoding="utf-8")
            made = build.ingest([str(batch)], settings, mixing).passages
            if made >= passages:
                break
    return made
