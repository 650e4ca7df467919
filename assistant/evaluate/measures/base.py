"""What a measure is: what each question adds to it, and how that is made one number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.evaluate.run import Outcome

Floats: TypeAlias = NDArray[np.float64]
#: an article's id to its stored text, None where there is no such article
Texts: TypeAlias = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Part:
    """What one question adds.

    Attributes:
        value: a sum over ``over`` items: 1 question, or so many citations.
    """

    value: float
    over: float = 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """A measure's value, and how many questions (or citations) it is over; None over nothing."""

    value: float | None
    counted: int


#: values and what they are over -> the measure. *Shape:* ``(..., questions)`` each -> ``(...,)``
Total: TypeAlias = Callable[[Floats, Floats], Floats]


def average(values: Floats, over: Floats) -> Floats:
    """The sum of the values for each item; NaN over nothing."""
    items = over.sum(axis=-1)
    shared: Floats = np.divide(values.sum(axis=-1), items, out=np.full(np.shape(items), np.nan), where=items > 0)
    return shared


def summed(values: Floats, over: Floats) -> Floats:
    """The sum of the values; NaN over nothing."""
    found: Floats = np.where(over.sum(axis=-1) > 0, values.sum(axis=-1), np.nan)
    return found


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure under its name.

    Attributes:
        part: what a question adds; None where it is none of those measured.
        about: the definition with its source: the docstring of its module.
        less_is_better: turns a gate into an upper bound.
        is_noisy: the same run twice does not give the same: no gate that compares runs looks at it.
    """

    name: str
    part: Callable[[Outcome, Texts], Part | None]
    about: str
    total: Total = average
    less_is_better: bool = False
    is_noisy: bool = False

    def parts(self, outcomes: Sequence[Outcome], texts: Texts) -> list[Part | None]:
        """What each question adds, in order."""
        return [self.part(outcome, texts) for outcome in outcomes]

    def of(self, parts: Sequence[Part | None]) -> Score:
        """The measure over some questions."""
        values, over = arrays(parts)
        found = float(self.total(values, over))
        return Score(None if np.isnan(found) else found, int(over.sum()))

    def score(self, outcomes: Sequence[Outcome], texts: Texts) -> Score:
        """The measure over the outcomes of a run; ``texts`` finds an article's text by its id."""
        return self.of(self.parts(outcomes, texts))


def arrays(parts: Sequence[Part | None]) -> tuple[Floats, Floats]:
    """Values and what they are over; a question that adds nothing is over nothing. *Shape:* ``(questions,)`` each."""
    given = [part or Part(0.0, 0.0) for part in parts]
    return np.array([part.value for part in given]), np.array([part.over for part in given])


def share(found: Any) -> Part:
    """A question of its own, by how right it is."""
    return Part(float(found))
