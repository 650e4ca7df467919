"""A run in figures: what each question adds to each measure, and every measure with an interval."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from assistant.evaluate.measures import MEASURES, Measure, Part, Score, Texts
from assistant.evaluate.measures.base import Floats, arrays
from assistant.evaluate.run import Outcome
from assistant.types import Kind

#: draws of the bootstrap and of the randomisation test, and the seed of both: the same run gives the same figures
RESAMPLES, SEED = 2_000, 0
#: share of the draws that an interval has
CONFIDENCE = 0.95
#: what says how right an answer is, by the kind of question; the first that a question has counts
_RIGHT = ("list.f1", "position.accuracy", "quote.exact", "span.f1", "abstain.recall")

Parts = Mapping[str, Part]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One question in figures.

    Attributes:
        kind: what was asked for: ``none`` where nothing can be answered, empty where the set does not say.
        parts: what it adds, by measure; without those that are not about it.
        confidence: of the answer, where it has one.
    """

    id: str
    question: str
    kind: str
    parts: Parts
    error: str | None = None
    declined: bool = False
    confidence: float | None = None

    @property
    def right(self) -> float | None:
        """How right the answer is, from 0 to 1; None where the set has no gold answer."""
        return next((self.parts[name].value for name in _RIGHT if name in self.parts), None)


def rows(outcomes: Sequence[Outcome], texts: Texts) -> list[Row]:
    """The questions of a run in figures, in their order."""
    return [_row(outcome, texts) for outcome in outcomes]


def _row(outcome: Outcome, texts: Texts) -> Row:
    asked, answer = outcome.question, outcome.answer
    parts = {name: part for name, measure in MEASURES.items() if (part := measure.part(outcome, texts))}
    kind = (asked.kind.value if asked.kind else "") if asked.answerable else Kind.NONE.value
    confidence = answer.confidence if answer else None
    return Row(asked.id, asked.question, kind, parts, outcome.error, outcome.declined, confidence)


def scores(some: Sequence[Row]) -> dict[str, Score]:
    """Every measure over some questions."""
    return {name: measure.of([row.parts.get(name) for row in some]) for name, measure in MEASURES.items()}


def interval(some: Sequence[Row], measure: Measure) -> Interval | None:
    """Where the measure lies over questions drawn anew with replacement; None over fewer than two.

    The percentile bootstrap (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13), by SciPy.
    """
    values, over = arrays([row.parts[measure.name] for row in some if measure.name in row.parts])
    return bootstrapped(measure.total, values, over)


def bootstrapped(statistic: Callable[..., Floats], *samples: Floats) -> Interval | None:
    """The interval of a statistic of paired samples. *Shape:* ``(questions,)`` each.

    Args:
        statistic: of samples drawn many times over. *Shape:* ``(draws, questions)`` each -> ``(draws,)``.
    """
    if len(samples[0]) < 2:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of samples that do not vary
        found = stats.bootstrap(
            samples,
            lambda *drawn, axis: statistic(*drawn),  # noqa: ARG005 - SciPy names the axis, which is the last
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            batch=100,
            confidence_level=CONFIDENCE,
            method="percentile",
            rng=np.random.default_rng(SEED),
        ).confidence_interval
    low, high = float(found.low), float(found.high)
    return None if np.isnan(low) or np.isnan(high) else (low, high)
