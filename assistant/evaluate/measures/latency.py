"""``latency.p50`` and ``latency.p95``: percentiles of the milliseconds a question took, failed ones included.

Nearest rank: the smallest time that at least p per cent of the questions did not exceed; always a time that
occurred.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts
from assistant.evaluate.run import Outcome


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile of at least one value."""
    return sorted(values)[max(math.ceil(percent * len(values) / 100), 1) - 1]


def _measure(percent: int) -> Measure:
    def score(outcomes: Sequence[Outcome], _texts: Texts) -> Score:
        times = [outcome.milliseconds for outcome in outcomes]
        return Score(percentile(times, percent) if times else None, len(times))

    return Measure(f"latency.p{percent}", score, less_is_better=True)


P50 = _measure(50)
P95 = _measure(95)
