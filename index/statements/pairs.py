"""Pairs of spans, and what stands between them, as small numbers: what the linker sees beside the words.

Distances are signed (the argument's place minus the anchor's), in buckets that widen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.passages import split_sentences
from index.statements.pieces import Gap, Ints, Pieces, Quoted

#: kinds of each of the columns that ``features`` gives
SIZES = (21, 9, 7, 15, 16)
_WIDTHS = np.array([1, 2, 3, 4, 6, 9, 15, 30, 60, 120])


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Which sentence and paragraph each word is in, and where it stands to quotation marks. *Shape:* ``(words,)``."""

    sentence: Ints
    paragraph: Ints
    quoted: Ints


def layout(text: str, pieces: Pieces) -> Layout:
    """Where the words of ``text`` stand."""
    begins = np.array([sentence.start for sentence in split_sentences(text)] or [0], dtype=np.int64)
    of_words = pieces.features[pieces.first]
    return Layout(
        sentence=np.searchsorted(begins, pieces.starts, side="right"),
        paragraph=np.cumsum(of_words // 4 % 4 >= Gap.LINE),
        quoted=(of_words % 4 != Quoted.OUTSIDE).astype(np.int64),
    )


def features(
    anchors: Sequence[tuple[int, int]], arguments: Sequence[tuple[int, int]], where: Layout
) -> NDArray[np.int64]:
    """For every anchor and argument, both spans of words: distance in words, sentences, paragraphs, arguments; quotes.

    *Shape:* ``(anchors, arguments, 5)``.
    """
    a, b = _spans(anchors), _spans(arguments)
    found = np.zeros((len(a), len(b), len(SIZES)), dtype=np.int64)
    if not len(a) or not len(b):
        return found
    before = a[:, None, 0] - b[None, :, 1] + 1  # of an argument before its anchor
    after = b[None, :, 0] - a[:, None, 1] + 1
    words = np.where(after > 0, after, np.where(before > 0, -before, 0))
    found[..., 0] = 10 + np.sign(words) * np.searchsorted(_WIDTHS, np.abs(words), side="right")
    sentences = where.sentence[b[None, :, 0]] - where.sentence[a[:, None, 0]]
    found[..., 1] = 4 + np.clip(sentences, -4, 4)
    paragraphs = where.paragraph[b[None, :, 0]] - where.paragraph[a[:, None, 0]]
    found[..., 2] = 3 + np.clip(paragraphs, -3, 3)
    order = np.argsort(np.argsort(b[:, 0], kind="stable"), kind="stable")
    place = np.searchsorted(np.sort(b[:, 0]), a[:, 0])
    ahead = order[None, :] - place[:, None]
    found[..., 3] = 7 + np.clip(np.where(ahead >= 0, ahead + 1, ahead), -7, 7)
    inside = (b[None, :, 0] >= a[:, None, 0]) & (b[None, :, 1] <= a[:, None, 1])
    around = (a[:, None, 0] >= b[None, :, 0]) & (a[:, None, 1] <= b[None, :, 1])
    quotes = 2 * where.quoted[a[:, 0]][:, None] + where.quoted[b[:, 0]][None, :]
    found[..., 4] = quotes + 4 * (inside + 2 * around)
    return found


def _spans(spans: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    return np.array([span[:2] for span in spans], dtype=np.int64).reshape(-1, 2)
