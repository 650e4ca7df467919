"""``R@5``, ``R@10``, ``R@20``, ``nDCG@10`` and ``RR@10`` of the passages that the search finds for a question.

By ir-measures, under its names (MacAvaney, Macdonald and Ounis 2022, "Streamlining Evaluation with ir-measures"):
recall at a rank, nDCG (Järvelin and Kekäläinen 2002), reciprocal rank. A passage is relevant where it overlaps gold
evidence. Over the answerable questions whose evidence is in the collection; one that failed has found nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import ir_measures
from ir_measures import RR, R, nDCG

from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.run import Outcome

_WANTED = (R @ 5, R @ 10, R @ 20, nDCG @ 10, RR @ 10)
#: passages that are ranked for a question
DEPTH = 20


def _part_of(measure: ir_measures.Measure) -> Callable[[Outcome, Texts], Part | None]:
    def part(outcome: Outcome, _texts: Texts) -> Part | None:
        ranking = outcome.ranking
        if not (outcome.question.answerable and ranking.relevant):
            return None
        relevant = [ir_measures.Qrel("q", passage, 1) for passage in ranking.relevant]
        found = [ir_measures.ScoredDoc("q", passage, float(-rank)) for rank, passage in enumerate(ranking.passages, 1)]
        return share(next(ir_measures.iter_calc([measure], relevant, found)).value if found else 0.0)

    return part


MEASURES = tuple(Measure(str(measure), _part_of(measure), __doc__) for measure in _WANTED)
