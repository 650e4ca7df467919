"""What a question about positions asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.intent.periods import Period
from assistant.types import Kind
from index.statements.labels import Act, Stance

_AND = re.compile(r"\s+and\s+|,\s*(?:and\s+)?")


def parts(who: str) -> list[str]:
    """The names of "A, B and C"."""
    return [part.strip() for part in _AND.split(who)]


@dataclass(frozen=True, slots=True)
class Intent:
    """A question about positions, read.

    Attributes:
        question: as asked, white space folded.
        kind: list, position, quote or compare; when and why ask for the day and the reason of a position.
        topic: in the words of the question; empty for a quotation on anything.
        stances: those that were asked for; empty where any will do.
        who: holders asked about, as they were named; empty for a list.
        group: what the holders of a list must be ("Hackney councillors"); empty for anybody.
        deed: what those on a list did, where that is no stance ("resigned from the council"); ``topic`` says it all.
        period: when it was to have been said.
        is_open: no yes or no is asked for ("where does she stand on it").
        each: a comparison asks whether all of them take the stances, not whether they agree.
        without: a second topic, which those on the list must not be for ("a pause rather than a ceasefire").
        but: who is not to be on the list ("who besides Lee").
    """

    question: str
    kind: Kind
    topic: str
    stances: frozenset[Stance] = frozenset()
    who: tuple[str, ...] = ()
    group: str = ""
    without: str = ""
    but: tuple[str, ...] = ()
    period: Period | None = None
    deed: Act | None = None
    is_open: bool = False
    each: bool = False
