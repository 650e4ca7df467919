"""The seam to an embedding model: one method, and a fake that needs no model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Texts to unit vectors.

    Attributes:
        name: of the model, as the settings name it.
        digest: hex sha256 of everything that decides its vectors; another digest means another vector space.
        dimension: length of a vector.
        window: word pieces that it reads of one text, the special ones left out; it is blind to the rest.
    """

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def window(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows in the order of ``texts``, each of Euclidean length 1. *Shape:* ``(texts, dimension)``."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text as this model sees it, without the special ones, not truncated."""
        ...


class HashingEmbedder:
    """A fake: words hashed into a vector. Deterministic, fast, and texts that share words are close."""

    def __init__(self, dimension: int = 384) -> None:
        self.dimension = dimension
        self.window = 254
        self.name = f"hashing-{dimension}"
        self.digest = hashlib.sha256(self.name.encode()).hexdigest()

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()) or [""]:
                digest = hashlib.sha256(word.encode()).digest()
                vectors[row, int.from_bytes(digest[:4]) % self.dimension] += 1.0 if digest[4] % 2 else -1.0
        # a word may cancel another: never divide by zero
        vectors[~vectors.any(axis=1), 0] = 1.0
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(re.findall(r"\w+|[^\w\s]", text)) for text in texts]
