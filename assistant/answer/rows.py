"""The rows of a list: a position, and the places in articles that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Citation
from index.statements.found import Evidence, Position


@dataclass(frozen=True, slots=True)
class Place:
    """One cited place, and the statement there.

    Attributes:
        articles: how many articles that copy each other say it; 1 where it is told elsewhere in the same answer.
    """

    citation: Citation
    evidence: Evidence
    articles: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One position with its places, best first; never without one."""

    position: Position
    places: tuple[Place, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its citations."""
        return tuple(place.citation.n for place in self.places)

    @property
    def reporters(self) -> tuple[str, ...]:
        """Who says so, where all of it is second-hand; nobody where the holder is quoted or seen to act anywhere."""
        names = [place.evidence.reporter.name for place in self.places if place.evidence.reporter]
        return tuple(dict.fromkeys(names)) if len(names) == len(self.places) else ()


def confidence(rows: Sequence[Row]) -> float | None:
    """How probable rows are held to be: the mean of the best score of each; None of none."""
    best = [max(place.evidence.score for place in row.places) for row in rows]
    return round(sum(best) / len(best), 4) if best else None
