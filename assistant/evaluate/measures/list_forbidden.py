"""``list.forbidden``: how many names that must not appear (``not`` in the set) are among the holders.

Less is better. A sum over all questions that forbid a name, whatever their kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts
from assistant.evaluate.names import normal
from assistant.evaluate.run import Outcome


def _score(outcomes: Sequence[Outcome], _texts: Texts) -> Score:
    forbidding = [outcome for outcome in outcomes if outcome.question.forbidden]
    total = 0
    for outcome in forbidding:
        named = {normal(holder.name) for holder in outcome.answer.holders} if outcome.answer else set()
        total += len(named & {normal(name) for name in outcome.question.forbidden})
    return Score(float(total) if forbidding else None, len(forbidding))


MEASURE = Measure("list.forbidden", _score, less_is_better=True)
