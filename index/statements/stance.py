"""Whether and how statements take a position on a topic: a small network, asked when the topic is."""

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
from index.statements.pieces import Piecer
from index.statements.scorer import Arrays, softmax
from index.statements.views import Segment, Shown, View, Viewer, joined
from index.statements.weights import STANCE, Weights

#: what a statement is to a topic: nothing, or one of the stances
LABELS = ("none", *map(str, Stance))
_PADDED = 512
Floats = NDArray[np.float32]


def known(act: Act, stance: Stance, certainty: float) -> Floats:
    """What the linker says of a statement, in numbers. *Shape:* ``(17,)``."""
    found = np.zeros(len(Act) + len(Stance) + 1, dtype=np.float32)
    found[list(Act).index(act)] = 1.0
    found[len(Act) + list(Stance).index(stance)] = 1.0
    found[-1] = certainty
    return found


class Judge(Protocol):
    """What tells whether and how statements take a position on a topic."""

    def judge(self, topic: str, shown: Sequence[Shown], told: Sequence[Floats]) -> list[Floats]:
        """As ``StanceModel.judge`` has it."""


class StanceModel:
    """Safe to call from several threads."""

    def __init__(self, weights: Weights, *, threads: int) -> None:
        self._viewer = Viewer(Piecer(Tokenizer.from_buffer(weights.tokenizer)))
        self._encoder = Encoder(weights, STANCE)
        self._weights = weights.linker
        self._threads = threads
        #: of ``decide``, where the weights have been fitted for it
        self.decider = weights.linker if "decider.weight" in weights.linker else None

    def judge(self, topic: str, shown: Sequence[Shown], told: Sequence[Floats]) -> list[Floats]:
        """Probabilities of ``LABELS`` for each statement of each article.

        Args:
            told: of each article's statements, as ``known`` gives it. *Shape:* ``(statements, 17)`` each.

        Returns:
            *Shape:* ``(statements, 5)`` each.

        Raises:
            ModelError: ONNX Runtime failed.
        """
        head = self._viewer.topic(topic)
        views = [(number, view) for number, one in enumerate(shown) for view in self._viewer.article(one)]
        whole = [joined(head, view) for _, view in views]
        found = [np.zeros((len(one.statements), len(LABELS)), dtype=np.float32) for one in shown]

        def run(batch: list[int]) -> None:
            parts, _ = padded([whole[at].parts.tolist() for at in batch])
            (hidden,) = self._encoder.run(
                [whole[at].ids.tolist() for at in batch], [whole[at].features.tolist() for at in batch], parts=parts
            )
            for row, at in enumerate(batch):
                number, view = views[at]
                own = list(view.statements)
                logits = decided(self._weights, hidden[row], whole[at], head, view, told[number][own])
                found[number][own] = softmax(logits)

        run_each(run, list(batches([len(one.ids) for one in whole], limit=_PADDED)), threads=self._threads)
        return found


def decided(weights: Arrays, hidden: Floats, whole: Segment, topic: Segment, view: View, told: Floats) -> Floats:
    """Logits of a view's statements. *Shape:* ``(statements, 5)``; hidden ``(pieces, width)``, padding allowed."""
    inside = hidden[len(topic.ids) : len(whole.ids)]
    seen = (view.seen @ inside).reshape(len(told), -1)
    asked = hidden[: len(topic.ids)].mean(axis=0, dtype=np.float32)
    given = np.concatenate([seen, np.broadcast_to(asked, (len(told), len(asked))), told], axis=1)
    inner = np.maximum(given @ weights["judge.hidden.weight"].T + weights["judge.hidden.bias"], 0.0)
    found: Floats = inner @ weights["judge.out.weight"].T + weights["judge.out.bias"]
    return found
