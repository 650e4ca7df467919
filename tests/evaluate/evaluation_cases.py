"""Small outcomes to score by hand."""

from __future__ import annotations

import hashlib
from typing import Any

from assistant.evaluate.measures import MEASURES
from assistant.evaluate.questions import Question
from assistant.evaluate.run import Outcome
from assistant.types import Answer, Citation, Coverage, Holder, Kind, Stance

TEXT = "Ann Lee called for a ceasefire. The letter was signed by 46 councillors. It rained."
TEXTS = {"a1": TEXT, "a2": "Lee\u00a0called  for\na ceasefire “today”."}


def question(*, answerable: bool = True, **fields: Any) -> Question:
    return Question(id="q", question="?", answerable=answerable, **fields)


def answer(short: str | None = None, *, answered: bool = True, **fields: Any) -> Answer:
    kind = Kind.PASSAGE if answered else Kind.NONE
    return Answer("?", kind, answered, "text", Coverage(1, 1, 1, 0), short=short, **fields)


def outcome(asked: Question, given: Answer | None, *, milliseconds: float = 1.0) -> Outcome:
    return Outcome(asked, given, None if given else "ValueError: broken", milliseconds)


def holder(name: str, *, count: int | None = None, stance: Stance = Stance.FOR) -> Holder:
    return Holder(name, "person", None, count, stance, None, (1,))


def citation(
    start: int, end: int, *, article: str = "a1", source: str = "000.txt", text: str | None = None
) -> Citation:
    quoted = TEXTS[article][start:end] if text is None else text
    digest = hashlib.sha256(quoted.encode()).hexdigest()
    return Citation(1, article, source, None, None, None, None, start, end, quoted, digest)


def value(measure: str, *outcomes: Outcome) -> float | None:
    return MEASURES[measure].score(outcomes, TEXTS.get).value
