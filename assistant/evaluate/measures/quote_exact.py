"""``quote.exact``: share of quotation questions whose bare answer is the gold quotation, word for word.

Compared after Unicode NFKC and folding of white space, and without the quotation marks around it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts, mean
from assistant.evaluate.places import fold
from assistant.evaluate.run import Outcome
from assistant.types import Kind

_MARKS = "\"'‘’“”«» "


def _score(outcomes: Sequence[Outcome], _texts: Texts) -> Score:
    asked = [
        outcome
        for outcome in outcomes
        if outcome.question.kind is Kind.QUOTE and outcome.question.answerable and outcome.question.golds
    ]
    return mean([float(_right(outcome)) for outcome in asked])


def _right(outcome: Outcome) -> bool:
    quoted = outcome.answer.short if outcome.answer else None
    return quoted is not None and _bare(quoted) in {_bare(gold) for gold in outcome.question.golds}


def _bare(quotation: str) -> str:
    return fold(quotation).strip(_MARKS)


MEASURE = Measure("quote.exact", _score)
