"""A long text in windows that the encoder reads: a core that counts, and context on both sides of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.statements.pieces import Gap, Ints, Pieces

#: word pieces of a core at most, and of the context on either side of it
CORE, CONTEXT = 256, 40


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces ``[start, end)`` are read; the words ``[first, last)`` are decided here."""

    start: int
    end: int
    first: int
    last: int


def windows(pieces: Pieces, *, core: int = CORE, context: int = CONTEXT) -> Iterator[Window]:
    """Windows over all words, in order; each word is in the core of one. Cores end with a paragraph if they can."""
    total = len(pieces.ids)
    bounds = np.append(pieces.first, total)
    gaps = pieces.features[pieces.first] // 4 % 4
    first = 0
    while first < len(pieces):
        last = _last(bounds, gaps, first, core)
        start = max(0, int(bounds[first]) - context)
        yield Window(start, min(total, int(bounds[last]) + context), first, last)
        first = last


def _last(bounds: Ints, gaps: Ints, first: int, core: int) -> int:
    """The word (excluded) with which a core that starts at ``first`` ends."""
    last = int(np.searchsorted(bounds, bounds[first] + core, side="right")) - 1
    last = max(last, first + 1)
    if last >= len(gaps):
        return len(gaps)
    # as long as possible, but not into a paragraph that fits into the next window, if half of the core is used
    half = first + max(1, (last - first) // 2)
    paragraphs = np.flatnonzero(gaps[half : last + 1] == Gap.PARAGRAPH)
    if len(paragraphs):
        return half + int(paragraphs[-1])
    return last
