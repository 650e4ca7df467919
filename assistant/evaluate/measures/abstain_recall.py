"""``abstain.recall``: of the questions that have no answer in the collection, the share that was declined."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts, mean
from assistant.evaluate.run import Outcome


def _score(outcomes: Sequence[Outcome], _texts: Texts) -> Score:
    return mean([float(outcome.declined) for outcome in outcomes if not outcome.question.answerable])


MEASURE = Measure("abstain.recall", _score)
