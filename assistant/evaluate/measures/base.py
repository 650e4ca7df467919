"""What a measure is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from assistant.evaluate.run import Outcome

#: an article's id to its stored text, None where there is no such article
Texts: TypeAlias = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Score:
    """A measure's value, and how many questions (or citations) it is over; None over nothing."""

    value: float | None
    counted: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure under its name; ``less_is_better`` turns a gate into an upper bound."""

    name: str
    score: Callable[[Sequence[Outcome], Texts], Score]
    less_is_better: bool = False


def mean(values: Sequence[float]) -> Score:
    """The plain average."""
    return Score(sum(values) / len(values) if values else None, len(values))
