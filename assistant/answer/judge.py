"""Which of several proposals answers the question, and how likely it is that none does.

A conditional log-linear model over the proposals of one question and "none of them", whose score is 0:
``P(i) = exp(w·f_i) / (1 + Σ_j exp(w·f_j))``. The weights are fitted on question sets by ``fit.py`` and kept in
``judge.json`` with the sets, their scores, and the thresholds chosen on them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("judge.json")
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of one decision.

    Attributes:
        threshold: the least probability at which a proposal is shown.
    """

    weights: dict[str, float]
    threshold: float

    def probabilities(self, proposals: Sequence[Features]) -> list[float]:
        """The probability of each proposal, in their order; what they lack to 1 is that of "none"."""
        scores = [self.score(proposal) for proposal in proposals]
        top = max([0.0, *scores])
        parts = [math.exp(score - top) for score in scores]
        total = math.exp(-top) + sum(parts)
        return [part / total for part in parts]

    def score(self, features: Features) -> float:
        """The weighted sum; a feature without a weight counts nothing."""
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items()) + self.weights["bias"]


@cache
def load(name: str) -> Judge:
    """The judge called ``name`` ("short" or "sentence") as fitted."""
    fitted = json.loads(WEIGHTS.read_text(encoding="utf-8"))[name]
    return Judge(fitted["weights"], fitted["threshold"])
