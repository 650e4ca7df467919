"""The measures by name, one a file: definition, parameters and source are in its docstring."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.measures import (
    abstain_precision,
    abstain_recall,
    cite_exact,
    cite_precision,
    cite_recall,
    latency,
    list_f1,
    list_forbidden,
    list_precision,
    list_recall,
    position_accuracy,
    quote_exact,
    retrieval,
    span_em,
    span_f1,
)
from assistant.evaluate.measures.base import Measure, Part, Score, Texts
from assistant.evaluate.run import Outcome

__all__ = ["MEASURES", "Measure", "Part", "Score", "Texts", "score"]

#: every measure, in the order of reports
MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        list_precision.MEASURE,
        list_recall.MEASURE,
        list_f1.MEASURE,
        list_forbidden.MEASURE,
        position_accuracy.MEASURE,
        quote_exact.MEASURE,
        span_em.MEASURE,
        span_f1.MEASURE,
        abstain_precision.MEASURE,
        abstain_recall.MEASURE,
        cite_exact.MEASURE,
        cite_recall.MEASURE,
        cite_precision.MEASURE,
        *retrieval.MEASURES,
        latency.P50,
        latency.P95,
    )
}


def score(outcomes: Sequence[Outcome], texts: Texts) -> dict[str, Score]:
    """Every measure over the same outcomes; ``texts`` finds an article's text by its id."""
    return {name: measure.score(outcomes, texts) for name, measure in MEASURES.items()}
