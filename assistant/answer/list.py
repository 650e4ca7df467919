"""Positions found -> an answer of kind ``list``: every holder, each with the places that prove it."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answer import list_text
from assistant.answer.disagree import conflicts
from assistant.answer.rows import Place, Row, confidence
from assistant.cite import cite
from assistant.positions import find_positions
from assistant.types import Answer, Citation, Coverage, Holder, Kind, Stance
from index.collection import Collection
from index.collection.records import StoredArticle
from index.models.embedder import Embedder
from index.statements import labels
from index.statements.found import MAX_TOPIC_CHARS, Evidence, FoundPositions, Position
from index.statements.labels import HolderType
from index.types import Filters

#: an article by its id; None where it is no longer there
Find = Callable[[str], StoredArticle | None]

_STANCES = (labels.Stance.FOR, labels.Stance.PARTIAL, labels.Stance.AGAINST, labels.Stance.OTHER)
_TYPES = (HolderType.PERSON, HolderType.ORGANISATION, HolderType.GROUP)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer with what it was made of: ``rows[i]`` is ``answer.holders[i]``."""

    answer: Answer
    rows: tuple[Row, ...]


def topic_faults(topic: str) -> list[str]:
    """What is wrong with a topic as it was typed; nothing where it can be looked for."""
    if not topic.strip():
        return ["the topic is empty: name one, such as “a ceasefire”"]
    if len(topic) > MAX_TOPIC_CHARS:
        return [f"the topic has {len(topic):,} characters and may have {MAX_TOPIC_CHARS:,}"]
    return ["the topic is not valid text"] if _SURROGATE.search(topic) else []


def list_positions(
    collection: Collection,
    embedder: Embedder,
    topic: str,
    *,
    stance: labels.Stance | None = None,
    filters: Filters = Filters(),
) -> Answer:
    """The answer to who takes which position on ``topic``, found and told.

    Raises:
        UsageError: the topic is empty or too long.
    """
    began = time.perf_counter()
    found = find_positions(collection, embedder, topic, filters=filters)
    answer = listing(found, collection.article, stance=stance).answer
    return answer.timed(total=(time.perf_counter() - began) * 1000)


def listing(
    found: FoundPositions,
    article: Find,
    *,
    question: str | None = None,
    stance: labels.Stance | None = None,
    group: str = "",
    deed: str = "",
    undecided: Sequence[Position] = (),
    left_out: int = 0,
) -> Listing:
    """The positions as rows, and the cited answer that tells of them.

    Args:
        question: as it was asked; the topic where None.
        stance: only positions of this one.
        group: what the holders had to be.
        deed: what they did, where that is no stance.
        undecided: positions of those of whom no article says whether they are: told, and in no row.
        left_out: positions that were found and are not wanted, beside those of another stance.

    Raises:
        CitationError: a statement's evidence is no place in its article: a bug in what found it.
    """
    positions = merged(found.positions)
    wanted = [one for one in positions if stance is None or one.stance is stance]
    citer = _Citer(article)
    rows, doubts = (tuple(_rows(some, citer)) for some in (wanted, merged(undecided)))
    coverage = Coverage(found.articles, found.screened, found.candidates, len(found.set_aside))
    asked = list_text.Asked(
        found.topic, stance, left_out=left_out + len(positions) - len(wanted), group=group, deed=deed
    )
    if not rows and not doubts:
        told = list_text.nothing(asked, coverage)
        none = Answer(question or found.topic, Kind.NONE, False, told, coverage, reason="no evidence")
        return Listing(none, ())
    cited = citations_of([*rows, *doubts])
    answer = Answer(
        question=question or found.topic,
        kind=Kind.LIST,
        answered=True,
        text=list_text.text(asked, rows, coverage, doubts),
        coverage=coverage,
        holders=tuple(map(holder_of, rows)),
        citations=cited,
        conflicts=conflicts(rows),
        confidence=confidence(rows),
    )
    return Listing(answer, rows)


def cited_rows(positions: Sequence[Position], article: Find, *, places: int | None = None) -> tuple[Row, ...]:
    """Positions in the order of a list, each with its citations, numbered through.

    Args:
        places: so many for each position at most.
    """
    return tuple(_rows(merged(positions), _Citer(article), places))


def merged(positions: Sequence[Position]) -> list[Position]:
    """In the order of a list, positions that a reader could not tell apart as one: rows are distinct."""
    known: dict[tuple[object, ...], Position] = {}
    for one in positions:
        key = (_folded(one.name), one.type, one.count, one.stance, _folded(one.role or ""))
        before = known.get(key)
        known[key] = one if before is None else _both(before, one)
    return sorted(known.values(), key=_order)


def citations_of(rows: Sequence[Row]) -> tuple[Citation, ...]:
    """The citations of some rows, each once, in order."""
    cited = {place.citation.n: place.citation for row in rows for place in row.places}
    return tuple(cited[n] for n in sorted(cited))


def _both(one: Position, other: Position) -> Position:
    days = [day for day in (one.date, other.date) if day]
    return replace(
        one,
        date=min(days, default=None),
        evidence=tuple(dict.fromkeys(one.evidence + other.evidence)),
        candidates=tuple(dict.fromkeys(one.candidates + other.candidates)),
    )


def _order(one: Position) -> tuple[int, int, bool, date, str]:
    """By stance, then people before organisations before groups, the counted ones last; then by day and name."""
    kind = _TYPES.index(one.type)
    return _STANCES.index(one.stance), kind, one.count is not None, one.date or date.max, _folded(one.name)


def _folded(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def holder_of(row: Row) -> Holder:
    one = row.position
    return Holder(
        name=one.name,
        type=one.type.value,
        role=one.role,
        count=one.count,
        stance=Stance(one.stance.value),
        date=one.date.isoformat() if one.date else None,
        citations=tuple(place.citation.n for place in row.places),
    )


def _rows(positions: Sequence[Position], citer: _Citer, most: int | None = None) -> Iterator[Row]:
    """Each position with its places, in the order of a list; one whose articles are all gone is left out."""
    for one in positions:
        if places := citer.places(one.evidence[:most]):
            yield Row(one, places)


@dataclass(slots=True)
class _Citer:
    """Numbers the places of one answer: a place that proves two positions has one number.

    Attributes:
        shown: of each family of articles, the one that was cited first: the others follow.
    """

    find: Find
    articles: dict[str, StoredArticle | None] = field(default_factory=dict)
    cited: dict[tuple[object, ...], Citation] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)

    def places(self, evidence: Sequence[Evidence]) -> tuple[Place, ...]:
        """Where it stands, best first; of articles that copy each other only one is cited."""
        kin: dict[object, list[Evidence]] = {}
        for one in evidence:
            if article := self._article(one.article_id):
                kin.setdefault(article.id if article.family is None else article.family, []).append(one)
        return tuple(place for some in kin.values() for place in self._of_kin(some))

    def _of_kin(self, evidence: Sequence[Evidence]) -> list[Place]:
        """The places in one of the articles that ``evidence`` stands in; the last one says how many they are."""
        ids = list(dict.fromkeys(one.article_id for one in evidence))
        article = self._article(ids[0])
        if article is not None and article.family is not None:
            shown = self.shown.setdefault(article.family, article.id)
            article = self._article(shown) if shown in ids else article
        if article is None:
            return []
        here = _apart([one for one in evidence if one.article_id == article.id])
        places = [Place(self._cite(one, article), one) for one in here]
        return [*places[:-1], replace(places[-1], articles=len(ids))]

    def _cite(self, one: Evidence, article: StoredArticle) -> Citation:
        span, kind = one.statement.evidence, one.statement.kind
        key = (article.id, span.start, span.end, kind)
        if key not in self.cited:
            self.cited[key] = cite(
                article,
                span.start,
                span.end,
                article.text[span.start : span.end],
                n=len(self.cited) + 1,
                attribution=kind.value,
            )
        return self.cited[key]

    def _article(self, key: str) -> StoredArticle | None:
        if key not in self.articles:
            self.articles[key] = self.find(key)
        return self.articles[key]


def _apart(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Those of one article whose place is not within that of a better one."""
    chosen: list[Evidence] = []
    for one in evidence:
        span = one.statement.evidence
        within = (other.statement.evidence for other in chosen)
        if not any(other.start <= span.start and span.end <= other.end for other in within):
            chosen.append(one)
    return chosen
