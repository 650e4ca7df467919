"""``span.f1``: overlap of words between short answers (count, when, why, passage) and the gold one.

Macro-averaged; the best over the gold answer and its accepted wordings (Rajpurkar et al. 2016, section 6.1).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts, mean
from assistant.evaluate.run import Outcome
from assistant.evaluate.squad import f1, span_questions


def _score(outcomes: Sequence[Outcome], _texts: Texts) -> Score:
    return mean([max(f1(short, gold) for gold in golds) for short, golds in span_questions(outcomes)])


MEASURE = Measure("span.f1", _score)
