"""Wire copies and rewrites of an article, linked as one family.

Each article has a signature: 128 minimum hashes (Broder 1997) over the pairs of neighbouring content words.
Pairs without regard to order or inflection survive a rewriter's synonyms and reordering far better than runs
of words do, and two reporters at one event hardly share any. Two hashes make one band of a locality-sensitive
index (Indyk and Motwani 1998): articles that share a band are compared, the others never are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.common import COMMON

#: 64 bands of two 32-bit minimum hashes, then the number of pairs that they stand for
Signature = NDArray[np.uint64]

_BANDS = 64
SIGNATURE_LENGTH = _BANDS + 1
#: Jaccard similarity of the pairs from which on two articles are copies or rewrites
_SAME = 0.2
#: a short copy of a long article: so much of the shorter one lies in the longer, at this similarity at least
_CONTAINED, _CONTAINED_SAME = 0.5, 0.1
#: articles below so many pairs are captions: chance decides what they share
_FEWEST_PAIRS = 20
#: additions that are kept in a table before they are sorted in
_MOST_PENDING = 4096

_WORD = re.compile(r"[^\W_]+")
#: letters that decide a word: a crude stem that every language with suffixes shares
_STEM = 5
_ODD = np.random.default_rng(7).integers(1, 2**63, size=(2 * _BANDS, 1), dtype=np.uint64) * np.uint64(2) + np.uint64(1)


@dataclass(frozen=True, slots=True)
class Near:
    """An article near another: its key, and the estimated Jaccard similarity of the two, 0 to 1."""

    key: int
    similarity: float


def signature(text: str) -> Signature:
    """The signature of a canonical text; zeros where it is too short. *Shape:* ``(SIGNATURE_LENGTH,)``."""
    stems = [word[:_STEM] for word in _WORD.findall(text.lower()) if len(word) > 2 and word not in COMMON]
    words = np.array([crc32(stem.encode()) for stem in stems], dtype=np.uint64)
    # a sum has no order; the multiplication spreads it over 64 bits
    pairs = np.concatenate([words[:-1] + words[1:], words[:-2] + words[2:]]) * np.uint64(0x9E3779B97F4A7C15)
    pairs = np.unique(pairs ^ (pairs >> np.uint64(29)))
    if len(pairs) < _FEWEST_PAIRS:
        return np.zeros(SIGNATURE_LENGTH, dtype=np.uint64)
    # multiply-shift hashing (Dietzfelbinger et al. 1997); overflow is the modulus
    least = (((_ODD * pairs) >> np.uint64(32)).min(axis=1)).astype("<u4")
    return np.append(least.view("<u8"), np.uint64(len(pairs)))


def similarity(one: Signature, other: Signature) -> float:
    """The estimated Jaccard similarity of two articles, 0 to 1."""
    return float(_similarities(one, other[np.newaxis])[0])


def are_family(one: Signature, other: Signature) -> bool:
    """Whether two articles are copies or rewrites of each other."""
    return bool(_family_mask(one, other[np.newaxis])[0])


class Families:
    """Finds the family of an article among many. Not for use from two threads at once.

    About 1 KB an article; a search looks only at articles that share a band.
    """

    def __init__(self) -> None:
        self._keys = np.zeros(0, dtype=np.int64)
        self._matrix = np.zeros((SIGNATURE_LENGTH, 0), dtype=np.uint64)
        self._order = np.zeros((_BANDS, 0), dtype=np.intp)
        self._pending: dict[int, Signature] = {}
        self._tables: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, key: int, signature: Signature) -> None:
        """Makes the article ``key`` known; articles with too little text to tell are never near another."""
        if not signature.any():
            return
        self._pending[key] = signature
        for band in signature[:_BANDS].tolist():
            self._tables[band].append(key)
        if len(self._pending) >= max(_MOST_PENDING, len(self._keys) // 8):
            self._sort_in()

    def add_all(self, keys: NDArray[np.int64], signatures: NDArray[np.uint64]) -> None:
        """Makes many articles known at once. *Shapes:* ``(n,)`` and ``(n, SIGNATURE_LENGTH)``."""
        known = signatures.any(axis=1)
        self._take(keys[known], signatures[known])

    def near(self, signature: Signature) -> list[Near]:
        """The known articles of the same family, nearest first, the first added before the others."""
        if not signature.any():
            return []
        found = [*self._near_sorted(signature), *self._near_pending(signature)]
        return sorted(found, key=lambda near: (-near.similarity, near.key))

    def _near_sorted(self, signature: Signature) -> Iterator[Near]:
        rows = np.unique(np.concatenate([np.zeros(0, dtype=np.intp), *self._sharing(signature)]))
        yield from _verified(signature, self._keys[rows], self._matrix[:, rows].T)

    def _sharing(self, signature: Signature) -> Iterator[NDArray[np.intp]]:
        for band, word in enumerate(signature[:_BANDS]):
            column, order = self._matrix[band], self._order[band]
            start = np.searchsorted(column, word, side="left", sorter=order)
            if start < len(order) and column[order[start]] == word:
                yield order[start : np.searchsorted(column, word, side="right", sorter=order)]

    def _near_pending(self, signature: Signature) -> Iterator[Near]:
        bands = signature[:_BANDS].tolist()
        keys = sorted({key for band in bands for key in self._tables.get(band, ())})
        if keys:
            yield from _verified(signature, np.array(keys), np.array([self._pending[key] for key in keys]))

    def _sort_in(self) -> None:
        keys, signatures = (
            np.array(list(self._pending), dtype=np.int64),
            np.array(list(self._pending.values())),
        )
        self._pending.clear()
        self._tables.clear()
        self._take(keys, signatures)

    def _take(self, keys: NDArray[np.int64], signatures: NDArray[np.uint64]) -> None:
        self._keys = np.concatenate([self._keys, keys])
        # each row is searched by itself
        self._matrix = np.ascontiguousarray(np.concatenate([self._matrix, signatures.T], axis=1))
        self._order = np.argsort(self._matrix[:_BANDS], axis=1, kind="stable")


def _verified(signature: Signature, keys: NDArray[np.int64], candidates: NDArray[np.uint64]) -> Iterator[Near]:
    shared = _similarities(signature, candidates)
    for row in np.flatnonzero(_family_mask(signature, candidates)):
        yield Near(int(keys[row]), float(shared[row]))


def _similarities(one: Signature, others: NDArray[np.uint64]) -> NDArray[np.float64]:
    same = _hashes(one[np.newaxis]) == _hashes(others)
    told = one.any() & others.any(axis=1)
    similar: NDArray[np.float64] = np.where(told, same.mean(axis=1), 0.0)
    return similar


def _hashes(signatures: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return np.ascontiguousarray(signatures[:, :_BANDS]).astype("<u8").view("<u4")


def _family_mask(one: Signature, others: NDArray[np.uint64]) -> NDArray[np.bool_]:
    jaccard = _similarities(one, others)
    sizes, own = others[:, _BANDS].astype(np.float64), float(one[_BANDS])
    shared = jaccard / (1 + jaccard) * (sizes + own)
    contained = shared / np.maximum(np.minimum(sizes, own), 1)
    mask: NDArray[np.bool_] = (jaccard >= _SAME) | ((jaccard >= _CONTAINED_SAME) & (contained >= _CONTAINED))
    return mask
