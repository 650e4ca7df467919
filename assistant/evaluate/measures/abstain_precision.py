"""``abstain.precision``: of the questions that were declined, the share that has no answer in the collection.

A failure is no refusal: it is counted among the errors, and as wrong wherever an answer was due.
"""

from __future__ import annotations

from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.run import Outcome


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    return share(not outcome.question.answerable) if outcome.declined else None


MEASURE = Measure("abstain.precision", _part, __doc__)
