"""Where articles give different figures for one letter or one vote.

Only figures that cannot both be right count: "more than 150" and "156" can, and so can the signatories of two
letters. So the groups must be called the same apart from the figure, do the same act within days of each other,
and the smaller figure must be given as exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from assistant.answer.rows import Row
from assistant.types import Conflict
from index.statements.labels import Act

_ABOUT = {
    Act.SIGNS: "the number of signatories",
    Act.VOTES_FOR: "how many voted for it",
    Act.VOTES_AGAINST: "how many voted against it",
}
#: days between two reports of one letter or vote, at most
_DAYS = 3
#: figures of one kind that are compared, at most: among more of them no reader could tell who disagrees with whom
_MOST = 50
_NUMBER = re.compile(r"\d[\d,.]*")
_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand a and the all of its"
_COUNTING = frozenset(f"{_UNITS} {_TENS}".split())
# a figure with one of these is a bound or a guess, and another figure may be as true
_VAGUE = frozenset(
    "more than over least at some about around almost nearly roughly up to dozens scores hundreds thousands "
    "several many few fewer under least upwards plus other others another further".split()
)


@dataclass(frozen=True, slots=True)
class _Figure:
    """A counted group that did an act: how many, when, and the citations that say so."""

    count: int
    exact: bool
    day: date | None
    articles: frozenset[str]
    citations: tuple[int, ...]


def conflicts(rows: Sequence[Row]) -> tuple[Conflict, ...]:
    """Each disagreement, with the citations of both sides."""
    alike: dict[tuple[str, Act], list[_Figure]] = {}
    for row in rows:
        if row.position.count is not None and (noun := _noun(row.position.name)):
            for act in _ABOUT:
                alike.setdefault((noun, act), []).extend(_figures(row, row.position.count, act))
    return tuple(
        Conflict(_ABOUT[act], tuple(sorted(numbers)))
        for (_, act), figures in alike.items()
        for numbers in _joined(set(one.citations + other.citations) for one, other in _pairs(figures[:_MOST]))
    )


def _figures(row: Row, count: int, act: Act) -> Iterator[_Figure]:
    """The row's figure for ``act``, if it did that."""
    cited = [place.citation for place in row.places if place.evidence.statement.act is act]
    if cited:
        exact = _VAGUE.isdisjoint(_words(row.position.name))
        articles = frozenset(citation.article for citation in cited)
        yield _Figure(count, exact, row.position.date, articles, tuple(citation.n for citation in cited))


def _pairs(figures: Sequence[_Figure]) -> Iterator[tuple[_Figure, _Figure]]:
    """Those of which only one can be right; counts are lower bounds, so a larger one only refutes an exact one."""
    for lower, higher in combinations(sorted(figures, key=lambda figure: figure.count), 2):
        one_letter = lower.day is None or higher.day is None or abs((lower.day - higher.day).days) <= _DAYS
        # an article that gives both figures speaks of two groups
        if lower.exact and lower.count < higher.count and one_letter and not lower.articles & higher.articles:
            yield lower, higher


def _joined(pairs: Iterable[set[int]]) -> list[set[int]]:
    """The pairs, those with a citation in common as one."""
    joined: list[set[int]] = []
    for pair in pairs:
        apart = [some for some in joined if not some & pair]
        joined = [*apart, pair.union(*(some for some in joined if some & pair))]
    return joined


def _noun(name: str) -> str:
    """What is counted: "labour councillors" of "more than 150 Labour councillors"."""
    skip = _VAGUE | _COUNTING
    return " ".join(word for word in _words(name) if word not in skip and not _NUMBER.fullmatch(word))


def _words(name: str) -> list[str]:
    return re.findall(r"\w+(?:[,.]\d+)*", name.casefold())
