"""``list.recall``: of the gold names of a list, the share that the answer has; macro over list questions.

Recall of a set (van Rijsbergen 1979, "Information Retrieval", chapter 7), not cut at any rank: a list is to
be complete.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts, mean
from assistant.evaluate.measures.list_names import counts
from assistant.evaluate.run import Outcome


def _score(outcomes: Sequence[Outcome], _texts: Texts) -> Score:
    return mean([count.recall for count in counts(outcomes)])


MEASURE = Measure("list.recall", _score)
