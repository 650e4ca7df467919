"""``position.accuracy``: share of position and comparison questions whose verdict is the gold one.

Where the gold answer states a stance too, a holder of the answer must have it: "no" for who asked for a
pause and "no" for who refused are different answers.
"""

from __future__ import annotations

from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.run import Outcome
from assistant.types import Kind


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    asked = outcome.question.kind in (Kind.POSITION, Kind.COMPARE) and outcome.question.answerable
    return share(_right(outcome)) if asked else None


def _right(outcome: Outcome) -> bool:
    question, answer = outcome.question, outcome.answer
    if answer is None or answer.verdict is None:
        return False
    if answer.verdict.casefold() not in {gold.casefold() for gold in question.golds}:
        return False
    return question.stance is None or any(holder.stance is question.stance for holder in answer.holders)


MEASURE = Measure("position.accuracy", _part, __doc__)
