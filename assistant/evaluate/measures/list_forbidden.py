"""``list.forbidden``: how many names that must not appear (``not`` in the set) are among the holders.

Less is better. A sum over all questions that forbid a name, whatever their kind.
"""

from __future__ import annotations

from assistant.evaluate.measures.base import Measure, Part, Texts, summed
from assistant.evaluate.names import normal
from assistant.evaluate.run import Outcome


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    if not outcome.question.forbidden:
        return None
    named = {normal(holder.name) for holder in outcome.answer.holders} if outcome.answer else set()
    return Part(len(named & {normal(name) for name in outcome.question.forbidden}))


MEASURE = Measure("list.forbidden", _part, __doc__, summed, less_is_better=True)
