"""``cite.precision``: share of an answer's citations that overlap gold evidence.

Macro over the questions whose gold evidence is complete, which a set says with ``"complete": true``; an
answer without citations scores 0.
"""

from __future__ import annotations

from assistant.evaluate.evidence import supported
from assistant.evaluate.measures.base import Measure, Part, Texts, share
from assistant.evaluate.run import Outcome


def _part(outcome: Outcome, texts: Texts) -> Part | None:
    if not (outcome.question.complete and outcome.question.answerable):
        return None
    cited = outcome.answer.citations if outcome.answer else ()
    good = sum(supported(citation, outcome.question.evidence, texts) for citation in cited)
    return share(good / len(cited) if cited else 0.0)


MEASURE = Measure("cite.precision", _part, __doc__)
