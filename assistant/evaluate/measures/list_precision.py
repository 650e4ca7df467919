"""``list.precision``: of the holders that a list names, the share that is right; macro over list questions.

Names are compared as ``assistant.evaluate.names`` says; a gold name counts once, so a holder named twice is
wrong once.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts, mean
from assistant.evaluate.measures.list_names import counts
from assistant.evaluate.run import Outcome


def _score(outcomes: Sequence[Outcome], _texts: Texts) -> Score:
    return mean([count.precision for count in counts(outcomes)])


MEASURE = Measure("list.precision", _score)
