"""Runs questions through an engine: one outcome a question, whatever happens."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from assistant.evaluate.questions import Question
from assistant.types import Answer, Turn


class Asks(Protocol):
    """The part of an engine that an evaluation needs."""

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """Names of the passages found for a question, the best first, and of those that have its gold evidence."""

    passages: tuple[str, ...] = ()
    relevant: frozenset[str] = frozenset()


#: a question, in the conversation before it, to the passages found for it
Ranks = Callable[[Question, Sequence[Turn]], Ranking]


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
    ranking: Ranking = Ranking()

    @property
    def declined(self) -> bool:
        """Whether the answer is that there is none; a failure is no such answer."""
        return self.answer is not None and not self.answer.answered


def run(
    questions: Sequence[Question],
    engine: Asks,
    *,
    workers: int = 1,
    finished: Mapping[str, Outcome] | None = None,
    rank: Ranks = lambda *_: Ranking(),
) -> Iterator[Outcome]:
    """An outcome for each question that is not finished, as soon as it is there.

    A follow-up is asked in the conversation of the question that it names. An answer that failed is no turn of it.

    Args:
        workers: conversations that go on at a time.
        finished: outcomes of a run that was cut short, by question.
    """
    known = finished or {}
    conversations = list(_conversations(questions))
    if workers == 1:
        for some in conversations:
            yield from _conversation(some, engine, known, rank)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: set[Future[list[Outcome]]] = set()
        rest = iter(conversations)
        try:
            # no more in the queue than can be at work: what waits there would be asked after an interruption
            while waiting := waiting | {
                pool.submit(_whole, some, engine, known, rank) for some in islice(rest, workers - len(waiting))
            }:
                ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for one in ready:
                    yield from one.result()
        finally:
            pool.shutdown(cancel_futures=True)


def in_order(questions: Sequence[Question], outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Outcomes in the order of their questions, each once."""
    found = {one.question.id: one for one in outcomes}
    return [found[one.id] for one in questions]


def _whole(questions: Sequence[Question], engine: Asks, finished: Mapping[str, Outcome], rank: Ranks) -> list[Outcome]:
    return list(_conversation(questions, engine, finished, rank))


def _conversations(questions: Iterable[Question]) -> Iterable[list[Question]]:
    """The questions by the one that each conversation began with, in their order."""
    roots: dict[str, str] = {}
    found: dict[str, list[Question]] = defaultdict(list)
    for one in questions:
        roots[one.id] = roots.get(one.after, one.id) if one.after else one.id
        found[roots[one.id]].append(one)
    return found.values()


def _conversation(
    questions: Sequence[Question], engine: Asks, finished: Mapping[str, Outcome], rank: Ranks
) -> Iterator[Outcome]:
    turns: dict[str, tuple[Turn, ...]] = {}  # id -> the conversation up to and with that question
    for question in questions:
        history = turns.get(question.after, ()) if question.after else ()
        outcome = finished.get(question.id) or _ask(question, engine, history, rank)
        said = () if outcome.answer is None else (Turn(question.question, outcome.answer),)
        turns[question.id] = history + said
        if question.id not in finished:
            yield outcome


def _ask(question: Question, engine: Asks, history: Sequence[Turn], rank: Ranks) -> Outcome:
    answer = error = None
    ranking = Ranking()
    started = time.perf_counter()
    try:
        answer = engine.ask(question.question, history=history)
    except Exception as fault:  # noqa: BLE001 - a question that fails is a result: it is counted, and named
        error = f"{type(fault).__name__}: {fault}"
    took = (time.perf_counter() - started) * 1000
    try:
        ranking = rank(question, history)
    except Exception as fault:  # noqa: BLE001 - so is a search that fails
        error = error or f"{type(fault).__name__}: {fault}"
    return Outcome(question, answer, error, took, ranking)
