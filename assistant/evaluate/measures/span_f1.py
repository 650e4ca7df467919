"""``span.f1``: overlap of words between short answers (count, when, why, passage) and the gold one.

Macro-averaged; the best over the gold answer and its accepted wordings (Rajpurkar et al. 2016, section 6.1).
"""

from __future__ import annotations

from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.run import Outcome
from assistant.evaluate.squad import f1, is_span, short


def _part(outcome: Outcome, _texts: Texts) -> Part | None:
    if not is_span(outcome.question):
        return None
    return share(max(f1(short(outcome), gold) for gold in outcome.question.golds))


MEASURE = Measure("span.f1", _part, __doc__)
