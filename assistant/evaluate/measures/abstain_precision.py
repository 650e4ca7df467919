"""``abstain.precision``: of the questions that were declined, the share that has no answer in the collection.

A failure is no refusal: it is counted among the errors, and as wrong wherever an answer was due.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts, mean
from assistant.evaluate.run import Outcome


def _score(outcomes: Sequence[Outcome], _texts: Texts) -> Score:
    return mean([float(not outcome.question.answerable) for outcome in outcomes if outcome.declined])


MEASURE = Measure("abstain.precision", _score)
