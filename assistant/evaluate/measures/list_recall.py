"""``list.recall``: of the gold names of a list, the share that the answer has; macro over list questions.

Recall of a set (van Rijsbergen 1979, "Information Retrieval", chapter 7), not cut at any rank: a list is to
be complete.
"""

from __future__ import annotations

from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.measures.list_names import count
from assistant.evaluate.run import Outcome


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    counted = count(outcome)
    return share(counted.recall) if counted else None


MEASURE = Measure("list.recall", _part, __doc__)
