"""Rewrites betrayed by their quotations: much the same was said, in words that were not.

Two reporters quote one speech word for word, but for a slip, or cut it short. Who has a machine reword an
article has the quotations reworded too. Words are compared as sets, with their exact Jaccard similarity; which
articles are worth comparing, an inverted index tells. Its keys are pairs of neighbouring content words, of each
sentence those with the least hashes (a bottom-k sketch, Cohen and Kaplan 2007).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.common import COMMON

#: the number of quoted sentences, the number of different words of each, then the words' hashes in their order
Quotations = NDArray[np.uint32]

#: a quoted sentence counts from so many different words on, and no more of them are kept
_FEWEST_WORDS, _MOST_WORDS = 8, 32
#: sentences of an article that are kept
_MOST_SENTENCES = 24
#: Jaccard similarity of the words from which on a sentence is another, altered
_ALTERED = 0.6
#: words that each sentence has and the other has not; one is how two reporters heard it, or "law" and "laws"
_FEWEST_CHANGED = 2
#: altered sentences that make a rewrite: one may be a slip, or a speaker who repeats himself
_FEWEST_ALTERED = 2
#: keys of a sentence; 8 bytes each
_KEYS = 8
#: keys that two articles share at least before they are compared
_FEWEST_KEYS = 3
#: a key that more articles have is a phrase that everybody uses
_MOST_SHARING = 1000
#: articles that are compared with one
_MOST_COMPARED = 128
#: postings that are kept in a table before they are sorted
_MOST_PENDING = 65_536

# A paragraph that ends inside a quotation ends that part of it, as does the next opening mark. What opens and
# what closes differs between languages; a straight mark opens only where a word starts.
_QUOTED = re.compile(
    r"[“”\"«»„‘](?:"
    r"(?:(?<=“)|(?<=[\"”])(?<![^\s(\[–—-].)(?=\S))([^“”\"\n]+)[”\"]?"
    r"|(?<=«)([^«»\n]+)"
    r"|(?<=»)(?<!\S.)([^«»\n]+)«?"
    r"|(?<=„)([^„“”\"\n]+)[“”\"]?"
    r"|(?<=‘)(?<!\S.)([^‘“”\"\n]+?)’(?!\w))"
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SHORT = (
    "a am an as at be by can't cannot do don't go he he's i i'm i've if in is it it's me my no of on or so that's "
    "they're to up us we we're we've you're".split()
)
_COMMON = np.array([crc32(word.encode()) for word in (*COMMON, *_SHORT)], dtype=np.uint32)


def quotations(text: str) -> Quotations:
    """The long quoted sentences of a canonical text, hashed; empty where there is none."""
    rows = []
    for sentence in _sentences(text):
        words = list(dict.fromkeys(_WORD.findall(sentence.lower().replace("’", "'"))))
        if len(words) >= _FEWEST_WORDS:
            rows.append([crc32(word.encode()) for word in words[:_MOST_WORDS]])
        if len(rows) == _MOST_SENTENCES:
            break
    lengths = [len(row) for row in rows]
    return np.array([len(rows), *lengths, *(word for row in rows for word in row)] if rows else [], dtype=np.uint32)


class Told(StrEnum):
    """How two articles quote: the ``SAME`` words, more or less, ``ALTERED`` ones, or ``OTHER`` things."""

    SAME = "same"
    ALTERED = "altered"
    OTHER = "other"


def told(one: Quotations, others: Sequence[Quotations]) -> list[Told]:
    """How each of ``others`` quotes, beside ``one``; not everything that is quoted must be in both."""
    if not len(one) or not all(map(len, others)):
        return [told(one, [other])[0] if len(one) and len(other) else Told.OTHER for other in others]
    if not others:
        return []
    lengths, words = _parts(others)
    shared = _shared(*_parts([one]), lengths, words)
    own = one[1 : 1 + one[0]].astype(np.int64)[:, np.newaxis]
    # one within the other, but for a slip, is the same sentence, cut short
    same = shared > np.minimum(own, lengths) - _FEWEST_CHANGED
    near = (shared >= _ALTERED * (own + lengths - shared)) & ~same
    ends = np.cumsum([other[0] for other in others])[:-1]
    return [_told(*both) for both in zip(np.split(near, ends, axis=1), np.split(same, ends, axis=1), strict=True)]


def _told(near: NDArray[np.bool_], same: NDArray[np.bool_]) -> Told:
    # a speaker's own variations stand, the same, in both reports
    changed = min(int((near.any(axis=axis) & ~same.any(axis=axis)).sum()) for axis in (0, 1))
    kept = int(same.any(axis=1).sum())
    if changed >= max(_FEWEST_ALTERED, kept):
        return Told.ALTERED
    return Told.SAME if kept > changed else Told.OTHER


def _parts(several: Sequence[Quotations]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The lengths of all sentences, and all their words."""
    lengths = np.concatenate([one[1 : 1 + one[0]] for one in several]).astype(np.int64)
    return lengths, np.concatenate([one[1 + one[0] :] for one in several])


def _shared(
    own_lengths: NDArray[np.int64], own: NDArray[np.uint32], lengths: NDArray[np.int64], words: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """How many words each own sentence has in common with each other one."""
    vocabulary = np.unique(own)
    places = np.minimum(np.searchsorted(vocabulary, words), len(vocabulary) - 1)
    known = vocabulary[places] == words
    ours = np.zeros((len(own_lengths), len(vocabulary)), dtype=np.float32)
    ours[np.repeat(np.arange(len(own_lengths)), own_lengths), np.searchsorted(vocabulary, own)] = 1
    theirs = np.zeros((len(lengths), len(vocabulary)), dtype=np.float32)
    theirs[np.repeat(np.arange(len(lengths)), lengths)[known], places[known]] = 1
    counts: NDArray[np.int64] = (ours @ theirs.T).astype(np.int64)
    return counts


def _sentences(text: str) -> Iterator[str]:
    for quoted in _QUOTED.finditer(text):
        yield from _SENTENCE_END.split(quoted[quoted.lastindex or 0])


class Quoted:
    """Finds the articles whose quotations are worth comparing. Not for use from two threads at once.

    Up to 64 bytes a quoted sentence.
    """

    def __init__(self) -> None:
        # sorted, each at least twice as long as the next; a posting has the key's hash in its upper half, the
        # article's key in its lower
        self._runs: list[NDArray[np.uint64]] = []
        self._pending: defaultdict[int, list[int]] = defaultdict(list)
        self._waiting = 0

    def add(self, key: int, quotations: Quotations) -> None:
        """Makes the article ``key``, below 2**32, known."""
        if not len(quotations):
            return
        hashes = np.unique(_keys(*_parts([quotations]))[0]).tolist()
        for one in hashes:
            self._pending[one].append(key)
        self._waiting += len(hashes)
        if self._waiting >= _MOST_PENDING:
            high = np.repeat(np.array(list(self._pending), dtype=np.uint64), [*map(len, self._pending.values())])
            self._take(_joined(high, np.array([*chain(*self._pending.values())], dtype=np.uint64)))
            self._pending.clear()
            self._waiting = 0

    def add_all(self, keys: NDArray[np.int64], several: Sequence[Quotations]) -> None:
        """Makes many articles known at once."""
        rows = [row for row, one in enumerate(several) if len(one)]
        if rows:
            hashes, sentences = _keys(*_parts([several[row] for row in rows]))
            article = np.repeat(keys[rows], [several[row][0] for row in rows])
            self._take(_joined(hashes, article[sentences].astype(np.uint64)))

    def alike(self, quotations: Quotations) -> list[int]:
        """The known articles that share several keys, those that share most first."""
        if not len(quotations):
            return []
        asked = np.unique(_keys(*_parts([quotations]))[0])
        keys, counts = np.unique(np.concatenate([self._sorted(asked), self._unsorted(asked)]), return_counts=True)
        keys, counts = keys[counts >= _FEWEST_KEYS], counts[counts >= _FEWEST_KEYS]
        nearest: list[int] = keys[np.argsort(-counts, kind="stable")[:_MOST_COMPARED]].tolist()
        return nearest

    def _sorted(self, asked: NDArray[np.uint64]) -> NDArray[np.int64]:
        first, last = (_joined(asked + np.uint64(add), np.uint64(0)) for add in (0, 1))
        some = [np.zeros(0, dtype=np.uint64)]
        for run in self._runs:
            spans = zip(np.searchsorted(run, first), np.searchsorted(run, last), strict=True)
            some += [run[start:end] for start, end in spans if 0 < end - start <= _MOST_SHARING]
        return (np.concatenate(some) & np.uint64(0xFFFFFFFF)).astype(np.int64)

    def _unsorted(self, asked: NDArray[np.uint64]) -> NDArray[np.int64]:
        some = [self._pending.get(one, ()) for one in asked.tolist()]
        return np.array([key for keys in some if len(keys) <= _MOST_SHARING for key in keys], dtype=np.int64)

    def _take(self, postings: NDArray[np.uint64]) -> None:
        # np.unique is several times slower than this
        ordered = np.sort(postings)
        self._runs.append(ordered[np.flatnonzero(np.diff(ordered, prepend=~ordered[:1]))])
        while len(self._runs) > 1 and len(self._runs[-2]) < 2 * len(self._runs[-1]):
            # a stable sort merges what is sorted in linear time
            self._runs[-2:] = [np.sort(np.concatenate(self._runs[-2:]), kind="stable")]


def _joined(high: NDArray[np.uint64], low: NDArray[np.uint64] | np.uint64) -> NDArray[np.uint64]:
    return (high << np.uint64(32)) | low


def _keys(lengths: NDArray[np.int64], words: NDArray[np.uint32]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Keys of 31 bits, and the number of the sentence that each is of."""
    content = ~np.isin(words, _COMMON)
    sentences = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)[content]
    wide = words[content].astype(np.uint64)
    # a sum has no order; the multiplication spreads it (multiply-shift, Dietzfelbinger et al. 1997)
    pairs = np.concatenate([wide[:-1] + wide[1:], wide[:-2] + wide[2:]]) * np.uint64(0x9E3779B97F4A7C15)
    inside = np.concatenate([sentences[:-1] == sentences[1:], sentences[:-2] == sentences[2:]])
    of = np.concatenate([sentences[:-1], sentences[:-2]])[inside]
    ordered = np.sort(_joined(of, pairs[inside] >> np.uint64(33)))
    of, hashes = ordered >> np.uint64(32), ordered & np.uint64(0xFFFFFFFF)
    firsts = np.searchsorted(of, np.arange(len(lengths), dtype=np.uint64))
    least = np.arange(len(of)) - firsts[of] < _KEYS
    return hashes[least], of[least]
