"""``cite.recall``: share of answerable questions with gold evidence that cite at least one passage of it.

A citation counts where it overlaps the evidence's words in the same source (compare ALCE's citation recall,
Gao et al. 2023, which asks a model whether a citation supports a sentence; here the gold set says so).
"""

from __future__ import annotations

from assistant.evaluate.evidence import supported
from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.run import Outcome


def _part(outcome: Outcome, texts: Texts) -> Part | None:
    if not (outcome.question.answerable and outcome.question.evidence):
        return None
    cited = outcome.answer.citations if outcome.answer else ()
    return share(any(supported(citation, outcome.question.evidence, texts) for citation in cited))


MEASURE = Measure("cite.recall", _part, __doc__)
