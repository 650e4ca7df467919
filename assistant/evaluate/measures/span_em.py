"""``span.em``: share of short answers (count, when, why, passage) that are the gold one.

After SQuAD's normalisation, and the best over the gold answer and its accepted wordings (Rajpurkar et al.
2016, section 6.1).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures.base import Measure, Score, Texts, mean
from assistant.evaluate.run import Outcome
from assistant.evaluate.squad import exact, span_questions


def _score(outcomes: Sequence[Outcome], _texts: Texts) -> Score:
    return mean([max(exact(short, gold) for gold in golds) for short, golds in span_questions(outcomes)])


MEASURE = Measure("span.em", _score)
