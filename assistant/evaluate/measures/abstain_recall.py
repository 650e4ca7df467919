"""``abstain.recall``: of the questions that have no answer in the collection, the share that was declined."""

from __future__ import annotations

from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.run import Outcome


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    return None if outcome.question.answerable else share(outcome.declined)


MEASURE = Measure("abstain.recall", _part, __doc__)
