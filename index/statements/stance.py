"""Whether and how a statement takes a position on a topic: a small network, asked when the topic is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.models.batches import batches, run_each
from index.models.onnx import padded
from index.statements.encoder import Encoder
from index.statements.labels import Act, Stance
from index.statements.pieces import Ints, Piecer
from index.statements.scorer import softmax
from index.statements.views import Part, Shown, Viewer, joined
from index.statements.weights import STANCE, Weights

#: parts of a view whose mean vectors are looked at, beside the first piece
POOLED = (Part.TOPIC, Part.HOLDER, Part.CUE, Part.CONTENT)
_PADDED = 512
Floats = NDArray[np.float32]


def pooling(parts: Ints, mask: Ints) -> Floats:
    """What is averaged: the first piece, and each of ``POOLED``. *Shape:* ``(views, 5, pieces)``."""
    found = np.zeros((parts.shape[0], 1 + len(POOLED), parts.shape[1]), dtype=np.float32)
    found[:, 0, 0] = 1.0
    for row, part in enumerate(POOLED, 1):
        inside = (parts == part) & (mask > 0)
        found[:, row] = inside / np.maximum(inside.sum(axis=1, keepdims=True), 1)
    return found


def known(act: Act, stance: Stance, certainty: float) -> Floats:
    """What the linker says of a statement, in numbers. *Shape:* ``(17,)``."""
    found = np.zeros(len(Act) + len(Stance) + 1, dtype=np.float32)
    found[list(Act).index(act)] = 1.0
    found[len(Act) + list(Stance).index(stance)] = 1.0
    found[-1] = certainty
    return found


class Judge(Protocol):
    """What tells whether and how statements take a position on a topic."""

    def judge(self, topic: str, shown: Sequence[Shown], told: Sequence[Floats]) -> Floats:
        """As ``StanceModel.judge`` has it."""


class StanceModel:
    """Safe to call from several threads."""

    def __init__(self, weights: Weights, *, threads: int) -> None:
        self._viewer = Viewer(Piecer(Tokenizer.from_buffer(weights.tokenizer)))
        self._encoder = Encoder(weights, STANCE)
        self._threads = threads
        #: of ``decide``, where the weights have been fitted for it
        self.decider = weights.linker if "decider.weight" in weights.linker else None

    def judge(self, topic: str, shown: Sequence[Shown], told: Sequence[Floats]) -> Floats:
        """Probabilities of "none" and of each stance, in the order of ``Stance``.

        Args:
            told: of each statement, as ``known`` gives it.

        Returns:
            *Shape:* ``(statements, 5)``.

        Raises:
            ModelError: ONNX Runtime failed.
        """
        head = self._viewer.topic(topic)
        views = [joined([head, self._viewer.statement(one)]) for one in shown]
        found = np.zeros((len(views), 1 + len(Stance)), dtype=np.float32)

        def run(batch: list[int]) -> None:
            parts, mask = padded([views[at].parts.tolist() for at in batch])
            (logits,) = self._encoder.run(
                [views[at].ids.tolist() for at in batch],
                [views[at].features.tolist() for at in batch],
                parts=parts,
                pool=pooling(parts, mask),
                known=np.stack([told[at] for at in batch]),
            )
            found[batch] = softmax(logits)

        todo = list(batches([len(view.ids) for view in views], limit=_PADDED))
        run_each(run, todo, threads=self._threads)
        return found
