"""``quote.exact``: share of quotation questions whose bare answer is the gold quotation, word for word.

Compared after Unicode NFKC and folding of white space, and without the quotation marks around it.
"""

from __future__ import annotations

from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.places import fold
from assistant.evaluate.run import Outcome
from assistant.types import Kind

_MARKS = "\"'‘’“”«» "


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    asked = outcome.question
    return share(_right(outcome)) if asked.kind is Kind.QUOTE and asked.answerable and asked.golds else None


def _right(outcome: Outcome) -> bool:
    quoted = outcome.answer.short if outcome.answer else None
    return quoted is not None and _bare(quoted) in {_bare(gold) for gold in outcome.question.golds}


def _bare(quotation: str) -> str:
    return fold(quotation).strip(_MARKS)


MEASURE = Measure("quote.exact", _part, __doc__)
