"""Nothing answers the question: said plainly, with what was looked through."""

from __future__ import annotations

from assistant.answer.read import Reading
from assistant.question import Plan
from assistant.types import Answer, Coverage, Kind
from index.types import Filters


def answer(plan: Plan, reading: Reading, coverage: Coverage, *, filters: Filters) -> Answer:
    """The answer that declines; names that occur nowhere are named."""
    return Answer(
        question=plan.question,
        kind=Kind.NONE,
        answered=False,
        text=_text(reading, coverage, filters),
        reason="no evidence",
        coverage=coverage,
    )


def _text(reading: Reading, coverage: Coverage, filters: Filters) -> str:
    if coverage.screened == 0:
        return (
            "No article of this collection is within these filters." if filters else "This collection has no articles."
        )
    articles = "this one article" if coverage.screened == 1 else f"these {coverage.screened:,} articles"
    if reading.absent:
        quoted = " and ".join(f"“{name}”" for name in reading.absent[:3])
        return f"Nothing in {articles} answers that: none of them mentions {quoted}."
    return f"Nothing in {articles} answers that."
