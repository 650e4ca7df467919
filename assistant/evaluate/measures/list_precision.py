"""``list.precision``: of the holders that a list names, the share that is right; macro over list questions.

Names are compared as ``assistant.evaluate.names`` says; a gold name counts once, so a holder named twice is
wrong once.
"""

from __future__ import annotations

from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.measures.list_names import count
from assistant.evaluate.run import Outcome


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    counted = count(outcome)
    return share(counted.precision) if counted else None


MEASURE = Measure("list.precision", _part, __doc__)
