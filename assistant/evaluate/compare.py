"""Two runs side by side, question by question: what differs, and whether it may be chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy import stats

from assistant.evaluate.measures import MEASURES, Measure
from assistant.evaluate.measures.base import Floats, arrays
from assistant.evaluate.results import RESAMPLES, SEED, Interval, Row, bootstrapped

#: a difference that chance makes less often than this is one
SIGNIFICANT = 0.05
_SAME = 1e-12


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in both runs, over the questions of both.

    Attributes:
        difference: ours less theirs; ``interval`` is where it lies over questions drawn anew.
        p: how often runs that differ by chance alone would differ as much.
    """

    ours: float
    theirs: float
    difference: float
    interval: Interval | None
    p: float


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose answer is more right, or less, than it was."""

    id: str
    question: str
    ours: float
    theirs: float

    @property
    def difference(self) -> float:
        return self.ours - self.theirs


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our run against theirs.

    Attributes:
        common: how many questions both have, by their ids.
        better, worse: the questions that changed, the largest change first.
    """

    name: str
    common: int
    differences: dict[str, Difference]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, as ``scores.json`` has them."""
        return {
            "run": self.name,
            "common": self.common,
            "measures": {name: asdict(one) for name, one in self.differences.items()},
            "better": [asdict(one) for one in self.better],
            "worse": [asdict(one) for one in self.worse],
        }


def compare(ours: Sequence[Row], theirs: Sequence[Row], name: str) -> Comparison:
    """Both runs over the questions whose ids they share.

    Args:
        name: of their run.
    """
    before = {row.id: row for row in theirs}
    pairs = [(row, before[row.id]) for row in ours if row.id in before]
    found = {name: one for name, measure in MEASURES.items() if (one := _difference(pairs, measure))}
    changes = [
        Change(now.id, now.question, now.right, then.right)
        for now, then in pairs
        if now.right is not None and then.right is not None and abs(now.right - then.right) > _SAME
    ]
    changes.sort(key=lambda one: (-abs(one.difference), one.id))
    better, worse = (tuple(one for one in changes if (one.difference > 0) is up) for up in (True, False))
    return Comparison(name, len(pairs), found, better, worse)


def worsened(ours: Sequence[Row], theirs: Sequence[Row], name: str) -> list[str]:
    """The ids of the questions that add less to a measure than they did, or more where less is better."""
    sign = -1 if MEASURES[name].less_is_better else 1
    before = {row.id: row.parts[name].value for row in theirs if name in row.parts}
    return [
        row.id
        for row in ours
        if row.id in before and name in row.parts and sign * (row.parts[name].value - before[row.id]) < -_SAME
    ]


def _difference(pairs: Sequence[tuple[Row, Row]], measure: Measure) -> Difference | None:
    """None where one of the runs has no question of the measure's kind."""
    own = [(now.parts.get(measure.name), then.parts.get(measure.name)) for now, then in pairs]
    own = [(now, then) for now, then in own if now or then]
    (a, a_over), (b, b_over) = arrays([now for now, _ in own]), arrays([then for _, then in own])
    ours, theirs = float(measure.total(a, a_over)), float(measure.total(b, b_over))
    if np.isnan(ours) or np.isnan(theirs):
        return None
    samples = (a, a_over, b, b_over)
    return Difference(
        ours,
        theirs,
        ours - theirs,
        bootstrapped(lambda a, m, b, n: measure.total(a, m) - measure.total(b, n), *samples),
        _chance(measure, samples),
    )


def _chance(measure: Measure, samples: tuple[Floats, Floats, Floats, Floats]) -> float:
    """The paired randomisation test, two-sided (Smucker, Allan and Carterette 2007), by SciPy.

    Which of the two runs gave which answer is drawn for every question; all draws are made where they are few.
    """
    a, a_over, b, b_over = samples
    values, over = np.concatenate([a, b]), np.concatenate([a_over, b_over])

    def difference(now: Floats, then: Floats, axis: int = -1) -> Floats:
        del axis
        first, second = now.astype(int), then.astype(int)
        made = measure.total(values[first], over[first]) - measure.total(values[second], over[second])
        return np.nan_to_num(made)

    ways = np.arange(len(values))
    if np.array_equal(a, b) and np.array_equal(a_over, b_over):
        return 1.0
    found = stats.permutation_test(
        (ways[: len(a)], ways[len(a) :]),
        difference,
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=100,
        rng=np.random.default_rng(SEED),
    )
    return float(found.pvalue)
