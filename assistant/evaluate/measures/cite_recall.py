"""``cite.recall``: share of answerable questions with gold evidence that cite at least one passage of it.

A citation counts where it overlaps the evidence's words in the same source (compare ALCE's citation recall,
Gao et al. 2023, which asks a model whether a citation supports a sentence; here the gold set says so).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts, mean
from assistant.evaluate.measures.evidence import supported
from assistant.evaluate.run import Outcome


def _score(outcomes: Sequence[Outcome], texts: Texts) -> Score:
    asked = [outcome for outcome in outcomes if outcome.question.answerable and outcome.question.evidence]
    return mean([float(_cited(outcome, texts)) for outcome in asked])


def _cited(outcome: Outcome, texts: Texts) -> bool:
    cited = outcome.answer.citations if outcome.answer else ()
    return any(supported(citation, outcome.question.evidence, texts) for citation in cited)


MEASURE = Measure("cite.recall", _score)
