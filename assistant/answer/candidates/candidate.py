"""A possible short answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible short answer at ``[start, end)`` of the sentence.

    Attributes:
        short: what to show: the words, or for a day its ISO date.
        strength: how surely it is the kind of thing wanted, 0 to 1.
    """

    start: int
    end: int
    short: str
    strength: float = 1.0
