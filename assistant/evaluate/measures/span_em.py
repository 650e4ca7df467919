"""``span.em``: share of short answers (count, when, why, passage) that are the gold one.

After SQuAD's normalisation, and the best over the gold answer and its accepted wordings (Rajpurkar et al.
2016, section 6.1).
"""

from __future__ import annotations

from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.run import Outcome
from assistant.evaluate.squad import exact, is_span, short


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    if not is_span(outcome.question):
        return None
    return share(max(exact(short(outcome), gold) for gold in outcome.question.golds))


MEASURE = Measure("span.em", _part, __doc__)
