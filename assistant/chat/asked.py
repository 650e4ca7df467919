"""What a reader typed -> a question and filters, or one sentence that names everything wrong with it."""

from __future__ import annotations

from datetime import date

from assistant.question import MAX_QUESTION_CHARS
from index.errors import UsageError
from index.types import Filters

#: the longest name of an outlet that is looked for, in characters
MAX_OUTLET_CHARS = 200


def check(question: str, date_from: str | None, date_to: str | None, outlet: str | None) -> tuple[str, Filters]:
    """The question and its filters; empty fields are no filter. A page may send anything: this is the check.

    Raises:
        UsageError: all that is wrong, gathered.
    """
    faults = [*_question_faults(question)]
    first, last = _day("first day", date_from, faults), _day("last day", date_to, faults)
    if first and last and first > last:
        faults.append(f"the first day, {first}, is after the last, {last}")
    if outlet and (len(outlet) > MAX_OUTLET_CHARS or not _is_text(outlet)):
        faults.append(f"the outlet is not a name of at most {MAX_OUTLET_CHARS} characters")
    if faults:
        told = "; ".join(faults)
        raise UsageError(f"{told[:1].upper()}{told[1:]}.")
    return question, Filters(first, last, (outlet or "").strip() or None)


def _question_faults(question: str) -> list[str]:
    if not _is_text(question):
        return ["the question is not valid text"]
    if not question.strip():
        return ["there is no question: write one"]
    if len(question) > MAX_QUESTION_CHARS:
        return [f"the question has {len(question):,} characters: {MAX_QUESTION_CHARS:,} at most"]
    return []


def _day(name: str, written: str | None, faults: list[str]) -> date | None:
    if not written or not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        faults.append(f"the {name} is not a date: write it like 2023-10-27")
        return None


def _is_text(value: str) -> bool:
    """Whether it can be encoded: JSON may carry halves of characters."""
    return not any("\ud800" <= char <= "\udfff" for char in value)
