"""The rows of a generation: one a passage, the same number in the vectors, the words and this table.

The table keeps what search compares before it ranks, so that SQLite is asked for the passages shown only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.collection.store import fold
from index.collection.vectors import Mask
from index.types import Filters

#: passage and article by their keys in SQLite; day 0 is no date, outlet 0 none, else 1 + place in ``outlets``
COLUMNS = np.dtype([("key", "<i8"), ("article", "<i8"), ("day", "<i4"), ("outlet", "<i4")])


def day_number(day: date | str | None) -> int:
    """A date (or its ISO form) as a number that grows with it; 0 for None."""
    if day is None:
        return 0
    return (day if isinstance(day, date) else date.fromisoformat(day)).toordinal()


@dataclass(frozen=True, slots=True)
class Condition:
    """Filters in numbers.

    Attributes:
        days: first and last day, included.
        outlet: number of the outlet; one past the last for a name that is not there, so that nothing passes.
    """

    days: tuple[int, int] | None
    outlet: int | None


@dataclass(frozen=True)
class Rows:
    """All rows of one generation; ``outlets`` are folded names."""

    table: NDArray[Any]
    outlets: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.table)

    def condition(self, filters: Filters) -> Condition | None:
        """The filters in numbers; None where they let everything pass."""
        if not filters:
            return None
        days = None
        if filters.date_from or filters.date_to:
            days = (day_number(filters.date_from) or 1, day_number(filters.date_to) or date.max.toordinal())
        return Condition(days, self._number(filters.outlet))

    def _number(self, outlet: str | None) -> int | None:
        if outlet is None:
            return None
        name = fold(outlet)
        return 1 + (self.outlets.index(name) if name in self.outlets else len(self.outlets))

    def within(self, condition: Condition) -> Mask:
        """True for the rows that meet the condition."""
        return _meets(self.table, condition)

    def articles_within(self, condition: Condition | None) -> int:
        """How many articles meet the condition."""
        if condition is None:
            return len(self._articles)
        return int(_meets(self._articles, condition).sum())

    @cached_property
    def _articles(self) -> NDArray[Any]:
        """The first row of each article."""
        _, first = np.unique(self.table["article"], return_index=True)
        found: NDArray[Any] = self.table[first]
        return found


def _meets(table: NDArray[Any], condition: Condition) -> Mask:
    passed: Mask = np.ones(len(table), dtype=np.bool_)
    if condition.days is not None:
        first, last = condition.days
        passed &= (table["day"] >= first) & (table["day"] <= last)
    if condition.outlet is not None:
        passed &= table["outlet"] == condition.outlet
    return passed
