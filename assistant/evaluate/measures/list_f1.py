"""``list.f1``: harmonic mean of precision and recall of one list; macro over list questions.

F with equal weights (van Rijsbergen 1979, "Information Retrieval", chapter 7), each question averaged after
it.
"""

from __future__ import annotations

from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.measures.list_names import count
from assistant.evaluate.run import Outcome


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    counted = count(outcome)
    return share(counted.f1) if counted else None


MEASURE = Measure("list.f1", _part, __doc__)
