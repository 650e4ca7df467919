"""Runs questions through an engine: one outcome a question, whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.evaluate.questions import Question
from assistant.types import Answer, Turn


class Asks(Protocol):
    """The part of an engine that an evaluation needs."""

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question with its answer, or with the error that it ended in.

    Attributes:
        milliseconds: from asking to the answer or the error, by the wall clock.
    """

    question: Question
    answer: Answer | None
    error: str | None
    milliseconds: float

    @property
    def declined(self) -> bool:
        """Whether the answer is that there is none; a failure is no such answer."""
        return self.answer is not None and not self.answer.answered


def run(questions: Sequence[Question], engine: Asks, *, done: Callable[[], object] = lambda: None) -> Iterable[Outcome]:
    """An outcome for each question, in their order; ``done`` is called after each.

    A follow-up is asked in the conversation of the question that it names. An answer that failed is no turn
    of it.
    """
    turns: dict[str, tuple[Turn, ...]] = {}  # id -> the conversation up to and with that question
    for question in questions:
        history = turns.get(question.after, ()) if question.after else ()
        outcome = _ask(question, engine, history)
        said = () if outcome.answer is None else (Turn(question.question, outcome.answer),)
        turns[question.id] = history + said
        done()
        yield outcome


def _ask(question: Question, engine: Asks, history: Sequence[Turn]) -> Outcome:
    answer = error = None
    started = time.perf_counter()
    try:
        answer = engine.ask(question.question, history=history)
    except Exception as fault:  # noqa: BLE001 - a question that fails is a result: it is counted, and named
        error = f"{type(fault).__name__}: {fault}"
    return Outcome(question, answer, error, (time.perf_counter() - started) * 1000)
