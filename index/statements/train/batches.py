"""Examples in windows, windows in batches of like length, batches as tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from index.models.batches import batches
from index.models.onnx import padded
from index.statements.labels import LINKS
from index.statements.pairs import features
from index.statements.pieces import CLS, SEP
from index.statements.tags import to_tags
from index.statements.train.data import Example, Span
from index.statements.windows import CONTEXT, CORE, Window, windows


@dataclass(frozen=True, slots=True)
class Piece:
    """One window of one example."""

    example: Example
    window: Window

    @property
    def length(self) -> int:
        """Word pieces read, special ones included."""
        return self.window.end - self.window.start + 2


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as tensors.

    Attributes:
        ids, features, mask: *Shape:* ``(windows, pieces)``.
        first: where in its row each core's words begin, by window. *Shape:* ``(words,)`` each.
    """

    pieces: list[Piece]
    ids: Tensor
    features: Tensor
    mask: Tensor
    first: list[Tensor]


def cut(examples: Sequence[Example], random: Generator | None = None) -> list[Piece]:
    """The windows of all examples; with ``random`` they are cut elsewhere each time."""
    found = []
    for example in examples:
        core = CORE if random is None else int(random.integers(CORE // 3, CORE + 1))
        found += [Piece(example, window) for window in windows(example.pieces, core=core, context=CONTEXT)]
    return found


def batched(pieces: Sequence[Piece], tokens: int, random: Generator | None = None) -> Iterator[list[Piece]]:
    """Windows of like length together, at most ``tokens`` word pieces with padding; shuffled with ``random``."""
    order = list(range(len(pieces))) if random is None else random.permutation(len(pieces)).tolist()
    lengths = [pieces[at].length + (0 if random is None else int(random.integers(0, 24))) for at in order]
    groups = list(batches(lengths, limit=tokens))
    for at in np.arange(len(groups)) if random is None else random.permutation(len(groups)):
        yield [pieces[order[number]] for number in groups[at]]


def collate(pieces: Sequence[Piece]) -> Batch:
    """The tensors of some windows."""
    ids, features, first = [], [], []
    for piece in pieces:
        words, window = piece.example.pieces, piece.window
        inside = slice(window.start, window.end)
        ids.append([CLS, *words.ids[inside].tolist(), SEP])
        features.append([0, *words.features[inside].tolist(), 0])
        first.append(torch.from_numpy(words.first[window.first : window.last] - window.start + 1))
    padded_ids, mask = padded(ids)
    return Batch(
        list(pieces),
        torch.from_numpy(padded_ids),
        torch.from_numpy(padded(features)[0]),
        torch.from_numpy(mask).bool(),
        first,
    )


def gold_tags(piece: Piece, head: str) -> Tensor:
    """The tags of a window's words for one head."""
    first, last = piece.window.first, piece.window.last
    inside = [
        (max(begin, first) - first, min(end, last) - first, kind)
        for begin, end, kind in piece.example.spans[head]
        if begin < last and end > first
    ]
    return torch.from_numpy(to_tags(inside, last - first))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Anchors and arguments of one scorer within one window, in words of the window; which belong together."""

    anchors: Tensor
    arguments: Tensor
    features: Tensor
    together: Tensor


def gold_pairs(piece: Piece, name: str) -> Pairs | None:
    """The pairs of a window for one scorer; None where there are none, or none are marked up."""
    example, window = piece.example, piece.window
    if name not in example.links:
        return None

    def within(head: str) -> list[Span]:
        return [span[:2] for span in example.spans[head] if window.first <= span[0] and span[1] <= window.last]

    anchors = within(LINKS[name][0])
    arguments = within(LINKS[name][1])
    arguments += [s for s in example.extra.get(name, []) if window.first <= s[0] and s[1] <= window.last]
    if not anchors or not arguments:
        return None
    known = example.links[name]
    together = np.array([[(a, b) in known for b in arguments] for a in anchors], dtype=np.float32)
    shift = window.first
    return Pairs(
        torch.tensor(anchors) - shift,
        torch.tensor(arguments) - shift,
        torch.from_numpy(features(anchors, arguments, example.layout)),
        torch.from_numpy(together),
    )
