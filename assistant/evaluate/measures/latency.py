"""``latency.p50`` and ``latency.p95``: percentiles of the milliseconds a question took, failed ones included.

Nearest rank: the smallest time that at least p per cent of the questions did not exceed; always a time that
occurred.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from assistant.evaluate.measures.base import Floats, Measure, Part, Texts, Total
from assistant.evaluate.run import Outcome


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile of at least one value."""
    return sorted(values)[max(math.ceil(percent * len(values) / 100), 1) - 1]


def _total(percent: int) -> Total:
    """The same of the values that are over something, row by row."""

    def total(values: Floats, over: Floats) -> Floats:
        counted = over.sum(axis=-1)
        if values.shape[-1] == 0:
            return np.full(np.shape(counted), np.nan)
        ordered = np.sort(np.where(over > 0, values, np.inf), axis=-1)
        rank = np.maximum(np.ceil(percent * counted / 100), 1).astype(int) - 1
        found: Floats = np.take_along_axis(ordered, rank[..., None], axis=-1)[..., 0]
        return np.where(counted > 0, found, np.nan)

    return total


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    return Part(outcome.milliseconds)


def _measure(percent: int) -> Measure:
    return Measure(f"latency.p{percent}", _part, __doc__, _total(percent), less_is_better=True, is_noisy=True)


P50 = _measure(50)
P95 = _measure(95)
