"""The linker's small networks in NumPy: how well an argument goes with an anchor, and which act a cue is.

The equations are those of ``train/model.py``; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Arrays = Mapping[str, Floats]


#: pairs that are scored at once: their vectors stay in a core's cache
_PAIRS = 1024


def pair_scores(
    weights: Arrays,
    name: str,
    anchors: Floats,
    arguments: Floats,
    features: NDArray[np.int64],
    *,
    earlier: bool = False,
) -> Floats:
    """Logits of all pairs for the scorer ``name``.

    Args:
        anchors, arguments: vectors of spans. *Shape:* ``(anchors, width)`` and ``(arguments, width)``.
        features: as ``pairs.features`` gives them.
        earlier: only those of each anchor with arguments of a lower number are wanted; the others are not to be used.

    Returns:
        *Shape:* ``(anchors, arguments)``.
    """

    def linear(part: str, given: Floats) -> Floats:
        made: Floats = given @ weights[f"links.{name}.{part}.weight"].T + weights[f"links.{name}.{part}.bias"]
        return made

    a, b = linear("anchor", anchors), linear("argument", arguments)
    tables = [weights[f"links.{name}.between.{column}.weight"] for column in range(features.shape[-1])]
    out = weights[f"links.{name}.out.weight"][0]
    scores: NDArray[Any] = (a * weights[f"links.{name}.product.weight"]) @ b.T
    step = max(1, _PAIRS // max(1, len(b)))
    for first in range(0, len(a), step):
        rows, columns = slice(first, first + step), slice(first + step if earlier else None)
        mixed = a[rows, None] + b[None, columns]
        for column, table in enumerate(tables):
            mixed += table[features[rows, columns, column]]
        scores[rows, columns] += np.maximum(mixed, 0.0, out=mixed) @ out
    found: Floats = scores + weights[f"links.{name}.out.bias"]
    return found


def decisions(weights: Arrays, cues: Floats, claims: Floats) -> tuple[Floats, Floats]:
    """Logits of acts and of stances, from the vectors of cues and of their contents (zeros where there is none)."""
    both = np.concatenate([cues, claims], axis=1)
    hidden = np.maximum(both @ weights["decide.weight"].T + weights["decide.bias"], 0.0)
    act: Floats = hidden @ weights["act.weight"].T + weights["act.bias"]
    stance: Floats = hidden @ weights["stance.weight"].T + weights["stance.bias"]
    return act, stance


def sigmoid(logits: Floats) -> Floats:
    """Logits as probabilities."""
    found: Floats = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
    return found


def softmax(logits: Floats) -> Floats:
    """Rows of logits as probabilities."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    found: Floats = (raised / raised.sum(axis=-1, keepdims=True)).astype(np.float32)
    return found
