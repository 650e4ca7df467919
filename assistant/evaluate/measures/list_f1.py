"""``list.f1``: harmonic mean of precision and recall of one list; macro over list questions.

F with equal weights (van Rijsbergen 1979, "Information Retrieval", chapter 7), each question averaged after
it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts, mean
from assistant.evaluate.measures.list_names import counts
from assistant.evaluate.run import Outcome


def _score(outcomes: Sequence[Outcome], _texts: Texts) -> Score:
    return mean([count.f1 for count in counts(outcomes)])


MEASURE = Measure("list.f1", _score)
