"""What the stance model is shown: the topic, the title and lead of an article, and a window of its text.

One view holds all statements of its window, so that what stands around them is read once for all of them. Every word
carries its feature, as for the tagger, its part (topic, title, or what the statements have it as), and whether topic
and window share it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.common import COMMON
from index.statements.pieces import CLS, SEP, Ints, Piecer, Pieces
from index.types import Sentence, Span

#: word pieces at most: of a topic, a title, a lead that stands outside the window, an article in one window
TOPIC, TITLE, LEAD, WHOLE = 32, 24, 32, 320
#: a longer article's windows: pieces with statements, and what is read before and behind them
CORE, BEFORE, BEHIND = 208, 80, 32
#: what a statement is seen by: the mean vectors of its holder, its cue, its content and its sentence
SEEN = 4
Floats = NDArray[np.float32]


class Part(IntEnum):
    """What a word is in a view; a word that is several things is the last of them."""

    PLAIN = 0
    TOPIC = 1
    TITLE = 2
    CONTENT = 3
    CUE = 4
    HOLDER = 5


#: a part is this much more where the word also stands in the topic, or, in the topic, in the view
MATCHED = len(Part)
#: letters by which words are the same: "closure", "closed"
_LETTERS = 4
_SHORT = frozenset("am an as at be by do go he if in is it me my no of on or so to up us we".split())


@dataclass(frozen=True, slots=True)
class Marked:
    """Where a statement stands, in characters; no holder for a first-person author."""

    holder: Span | None
    cue: Span
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An article with the statements that are asked about."""

    title: str
    text: str
    sentences: Sequence[Sentence]
    statements: Sequence[Marked]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Word pieces with features and parts. *Shape:* ``(pieces,)`` each.

    Attributes:
        keys: the same number for words that begin alike; 0 for words that tell nothing.
    """

    ids: Ints
    features: Ints
    parts: Ints
    keys: Ints


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A window of an article, without the topic.

    Attributes:
        statements: by their number in ``Shown``.
        seen: what is averaged for each of them. *Shape:* ``(statements, SEEN, pieces)``.
    """

    segment: Segment
    statements: tuple[int, ...]
    seen: Floats


class Viewer:
    """Makes views."""

    def __init__(self, piecer: Piecer) -> None:
        self._piecer = piecer

    def topic(self, topic: str) -> Segment:
        """The beginning of every view of this topic."""
        return _joined([_special(CLS), self._plain(topic, TOPIC, Part.TOPIC), _special(SEP)])

    def article(self, shown: Shown) -> list[View]:
        """The windows in which statements stand, in order."""
        pieces = self._piecer.cut(shown.text)
        if not len(pieces):
            return []
        places = _Places(pieces)
        keys = _keys(shown.text, pieces)
        parts = np.full(len(pieces.ids), Part.PLAIN, dtype=np.int64)
        for part in (Part.CONTENT, Part.CUE, Part.HOLDER):
            for one in shown.statements:
                for span in _spans(one, part):
                    parts[slice(*places.of(span))] = part
        title = self._plain(shown.title, TITLE, Part.TITLE)
        lead = self._plain(shown.sentences[0].of(shown.text), LEAD, Part.TITLE)
        cues = [places.of(one.cue)[0] for one in shown.statements]
        starts = [places.of(sentence)[0] for sentence in shown.sentences]
        views = []
        for low, first, last, high in _windows(starts, len(parts)):
            own = tuple(number for number, at in enumerate(cues) if first <= at < last)
            if not own:
                continue
            head = [title, _special(SEP)]
            if low > 0:  # what the article is about is said at its head, and meant by "it" below
                head += [lead, _special(SEP)]
            window = Segment(pieces.ids[low:high], pieces.features[low:high], parts[low:high], keys[low:high])
            segment = _joined([*head, window, _special(SEP)])
            shift = sum(len(one.ids) for one in head) - low
            seen = np.zeros((len(own), SEEN, len(segment.ids)), dtype=np.float32)
            for row, number in enumerate(own):
                for column, spans in enumerate(_seen(shown, number)):
                    for begin, end in map(places.of, spans):
                        seen[row, column, max(begin, low) + shift : max(min(end, high), low) + shift] = 1.0
            seen /= np.maximum(seen.sum(axis=2, keepdims=True), 1.0)
            views.append(View(segment, own, seen))
        return views

    def _plain(self, text: str, limit: int, part: Part) -> Segment:
        pieces = self._piecer.cut(text)
        parts = np.full(len(pieces.ids), part, dtype=np.int64)
        whole = (pieces.ids, pieces.features, parts, _keys(text, pieces))
        return Segment(*(one[:limit] for one in whole))


def joined(topic: Segment, view: View) -> Segment:
    """A whole view: what the network reads. Words that topic and window share are told by their parts."""
    ours, theirs = topic.keys, view.segment.keys
    shared = np.concatenate([np.isin(ours, theirs) & (ours > 0), np.isin(theirs, ours) & (theirs > 0)])
    whole = _joined([topic, view.segment])
    return replace(whole, parts=whole.parts + MATCHED * shared)


def _keys(text: str, pieces: Pieces) -> Ints:
    words = [_key(text[start:end]) for start, end in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True)]
    counts = np.diff(np.append(pieces.first, len(pieces.ids)))
    return np.repeat(np.array(words, dtype=np.int64), counts)


@lru_cache(maxsize=50_000)
def _key(word: str) -> int:
    folded = word.casefold()
    if len(folded) < 2 or not folded[0].isalnum() or folded in COMMON or folded in _SHORT:
        return 0
    return crc32(folded[:_LETTERS].encode()) or 1


class _Places:
    """Characters to pieces."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._first = np.append(pieces.first, len(pieces.ids))

    def of(self, span: Span) -> tuple[int, int]:
        """The pieces of the words that a span touches, first and behind the last; those at it where it has none."""
        first = int(np.searchsorted(self._pieces.ends, span.start, side="right"))
        last = int(np.searchsorted(self._pieces.starts, span.end, side="left"))
        first = min(first, len(self._pieces) - 1)
        return int(self._first[first]), int(self._first[max(last, first + 1)])


def _windows(starts: Sequence[int], length: int) -> Iterator[tuple[int, int, int, int]]:
    """Of each window: where it begins, where its core begins and ends, where it ends; in pieces.

    Args:
        starts: of the sentences; cores are whole sentences unless one is longer than a core.
    """
    if length <= WHOLE:
        yield 0, 0, length, length
        return
    first = 0
    while first < length:
        last = length
        if first + CORE < length:
            last = starts[bisect_right(starts, first + CORE) - 1]
            last = last if last > first else first + CORE
        yield max(0, first - BEFORE), first, last, min(length, last + BEHIND)
        first = last


def _seen(shown: Shown, number: int) -> tuple[Sequence[Span], ...]:
    one = shown.statements[number]
    at = max(0, bisect_right(shown.sentences, one.cue.start, key=lambda sentence: sentence.start) - 1)
    return _spans(one, Part.HOLDER), _spans(one, Part.CUE), one.content, (shown.sentences[at],)


def _spans(one: Marked, part: Part) -> Sequence[Span]:
    if part is Part.HOLDER:
        return () if one.holder is None else (one.holder,)
    return (one.cue,) if part is Part.CUE else one.content


def _joined(segments: Sequence[Segment]) -> Segment:
    return Segment(
        np.concatenate([one.ids for one in segments]),
        np.concatenate([one.features for one in segments]),
        np.concatenate([one.parts for one in segments]),
        np.concatenate([one.keys for one in segments]),
    )


def _special(piece: int) -> Segment:
    zero = np.zeros(1, dtype=np.int64)
    return Segment(np.array([piece], dtype=np.int64), zero, zero, zero)
