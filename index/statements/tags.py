"""Spans as tags and back: begin, inside, end, single, and the best legal sequence of them.

A span of words is tagged S, or B I … I E; O stands between spans. A conditional random field (Lafferty et al. 2001)
scores each tag where it stands and each pair of neighbours; pairs that make no span score ``ILLEGAL``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Spans = list[tuple[int, int, int]]  # first word, word after the last, kind

ILLEGAL = -1e4
_B, _I, _E, _S = range(4)


def tag_count(kinds: int) -> int:
    """Tags for spans of ``kinds`` kinds: O, and B, I, E, S of each."""
    return 1 + 4 * kinds


def legal(kinds: int) -> NDArray[np.bool_]:
    """Which tag may follow which; the last row and column are the outside. *Shape:* ``(tags + 1, tags + 1)``."""
    count = tag_count(kinds)
    allowed = np.zeros((count + 1, count + 1), dtype=np.bool_)
    closed = [0, count, *(1 + 4 * kind + tag for kind in range(kinds) for tag in (_E, _S))]
    opening = [0, count, *(1 + 4 * kind + tag for kind in range(kinds) for tag in (_B, _S))]
    allowed[np.ix_(closed, opening)] = True
    for kind in range(kinds):
        first = 1 + 4 * kind
        allowed[np.ix_([first + _B, first + _I], [first + _I, first + _E])] = True
    return allowed


def to_tags(spans: Sequence[tuple[int, int, int]], length: int) -> NDArray[np.int64]:
    """Tags of ``length`` words; a span that overlaps an earlier one of the sequence is left out."""
    tags = np.zeros(length, dtype=np.int64)
    for first, last, kind in spans:
        if first >= last or last > length or tags[first:last].any():
            continue
        base = 1 + 4 * kind
        if last - first == 1:
            tags[first] = base + _S
        else:
            tags[first:last] = base + _I
            tags[first], tags[last - 1] = base + _B, base + _E
    return tags


def to_spans(tags: NDArray[np.int64]) -> Spans:
    """The spans of a legal sequence of tags, in order."""
    found = []
    first = 0
    for at in np.flatnonzero(tags).tolist():
        kind, tag = divmod(int(tags[at]) - 1, 4)
        if tag in (_B, _S):
            first = at
        if tag in (_E, _S):
            found.append((first, at + 1, kind))
    return found


def best_tags(emissions: Sequence[Floats], transitions: Sequence[Floats]) -> list[NDArray[np.int64]]:
    """The best sequence of tags (Viterbi 1967) for each of several texts, all in one pass over their words.

    Args:
        emissions: *Shape:* ``(words, tags)`` each, the same number of tags for all.
        transitions: *Shape:* ``(tags + 1, tags + 1)`` each, the last row and column the outside of the text.
    """
    lengths = np.array([len(own) for own in emissions])
    if not lengths.any():
        return [np.zeros(0, dtype=np.int64) for _ in emissions]
    # the longest first, so that those still going on are always the first rows
    order = np.argsort(-lengths, kind="stable")
    count = emissions[0].shape[1]
    whole = np.zeros((int(lengths.max()), len(emissions), count), dtype=np.float32)
    for row, at in enumerate(order):
        whole[: lengths[at], row] = emissions[at]
    edges = np.stack([transitions[at] for at in order])
    # from the tag reached to the tag left: the maximum is then taken over neighbours in memory
    inner = np.ascontiguousarray(edges[:, :count, :count].transpose(0, 2, 1))
    going = np.searchsorted(-lengths[order], -np.arange(len(whole)), side="left")
    back = np.zeros(whole.shape, dtype=np.int64)
    score = edges[:, count, :count] + whole[0]
    for at in range(1, len(whole)):
        some = int(going[at])
        reached = score[:some, None, :] + inner[:some]
        back[at, :some] = reached.argmax(axis=2)
        score[:some] = reached.max(axis=2) + whole[at, :some]
    last = (score + edges[:, :count, count]).argmax(axis=1)
    found: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)] * len(emissions)
    for row, at in enumerate(order):
        found[at] = _followed(back[:, row], int(last[row]), int(lengths[at]))
    return found


def _followed(back: NDArray[np.int64], last: int, length: int) -> NDArray[np.int64]:
    """The tags that lead to the last one."""
    tags = np.zeros(length, dtype=np.int64)
    steps = back[:length].tolist()
    for at in range(length - 1, -1, -1):
        tags[at] = last
        last = steps[at][last]
    return tags
