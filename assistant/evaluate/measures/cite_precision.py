"""``cite.precision``: share of an answer's citations that overlap gold evidence.

Macro over the questions whose gold evidence is complete, which a set says with ``"complete": true``; an
answer without citations scores 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts, mean
from assistant.evaluate.measures.evidence import supported
from assistant.evaluate.run import Outcome


def _score(outcomes: Sequence[Outcome], texts: Texts) -> Score:
    asked = [outcome for outcome in outcomes if outcome.question.complete and outcome.question.answerable]
    return mean([_share(outcome, texts) for outcome in asked])


def _share(outcome: Outcome, texts: Texts) -> float:
    cited = outcome.answer.citations if outcome.answer else ()
    good = sum(supported(citation, outcome.question.evidence, texts) for citation in cited)
    return good / len(cited) if cited else 0.0


MEASURE = Measure("cite.precision", _score)
