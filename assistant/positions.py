"""A topic -> every position on it in a collection."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.collection import Collection
from index.errors import UsageError
from index.models.embedder import Embedder
from index.statements import load_stance_model
from index.statements.decide import Nearness, share
from index.statements.found import MAX_TOPIC_CHARS, Evidence, FoundPositions, Position, SetAside
from index.statements.holders import alike
from index.statements.labels import HolderType, Stance
from index.statements.people import Figure, Sighting, merge
from index.statements.records import Holder
from index.statements.stance import Judge
from index.statements.topics import Read, Taken, Weighed, taken, thresholds, weigh
from index.types import Filters

#: an article is read for a topic if a passage is as near as this by meaning, or holds this much of the topic's words
NEAR_COSINE, NEAR_WORDS = 0.3, 0.6
#: statements that were looked at and not taken are listed if they are at least this probable
_LISTED = 0.1
#: topics that an engine remembers, and statements of all of them together: with their articles some 100 MB
_KEPT, _HELD = 128, 200_000


def find_positions(
    collection: Collection,
    embedder: Embedder,
    topic: str,
    *,
    filters: Filters = Filters(),
    model: Judge | None = None,
) -> FoundPositions:
    """Everybody who takes a position on ``topic`` in the articles that pass ``filters``.

    Args:
        model: tells whether and how a statement is on the topic; without it the one that comes with the project.

    Raises:
        UsageError: the topic is empty, or longer than ``MAX_TOPIC_CHARS``.
    """
    return look(collection, embedder, topic, filters=filters, model=model).found()


@dataclass(frozen=True, slots=True)
class Looked:
    """Every statement near a topic, weighed: what positions are made of, with more or less doubt.

    Attributes:
        read: the articles near the topic, by id.
        needed, second: how probable a statement must be, and a second stance of its holder.
        articles, screened: how many the collection has, and how many of them pass the filters.
    """

    topic: str
    read: Mapping[str, Read]
    weighed: Sequence[Weighed]
    needed: float
    second: float
    articles: int
    screened: int

    def found(self, doubt: float = 1.0) -> FoundPositions:
        """All positions.

        Args:
            doubt: the share of what is needed that is enough, where it is known already whose position is asked for.
        """
        kept = taken(self.weighed, needed=self.needed * doubt, second=self.second)
        shown = {id(one) for some in kept for one in some.proofs}
        aside = [one for one in self.weighed if one.on >= _LISTED and id(one) not in shown]
        return FoundPositions(
            topic=self.topic,
            positions=tuple(_positions(kept, self.read)),
            set_aside=tuple(_set_aside(one, self.read) for one in aside),
            articles=self.articles,
            screened=self.screened,
            candidates=len(self.weighed),
        )


def look(
    collection: Collection,
    embedder: Embedder,
    topic: str,
    *,
    filters: Filters = Filters(),
    model: Judge | None = None,
) -> Looked:
    """Weigh every statement near ``topic``; arguments and errors are those of ``find_positions``."""
    if not topic.strip():
        raise UsageError("The topic is empty: name one, such as “a ceasefire”.")
    if len(topic) > MAX_TOPIC_CHARS:
        raise UsageError(f"The topic has {len(topic):,} characters: name one in at most {MAX_TOPIC_CHARS:,}.")
    asked = " ".join(topic.split())
    read = _near(collection, embedder, asked, filters)
    judge = model or load_stance_model()
    weights = getattr(judge, "decider", None)
    needed, second = thresholds(weights)
    counts = collection.count_articles(), collection.count_articles(filters)
    return Looked(asked, read, weigh(asked, read, judge, weights), needed, second, *counts)


class Looks:
    """The topics that were looked at last, kept so that a follow-up looks at nothing twice. Safe to share."""

    def __init__(self, collection: Collection, embedder: Embedder) -> None:
        self._collection = collection
        self._embedder = embedder
        self._kept: OrderedDict[tuple[str, Filters], Looked] = OrderedDict()
        self._lock = threading.Lock()

    def look(self, topic: str, filters: Filters) -> Looked:
        """As ``look``; a collection that is open never changes."""
        key = (" ".join(topic.split()), filters)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = look(self._collection, self._embedder, topic, filters=filters)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT or (len(self._kept) > 1 and self._size() > _HELD):
                self._kept.popitem(last=False)
        return found

    def _size(self) -> int:
        return sum(len(one.weighed) for one in self._kept.values())


def _near(collection: Collection, embedder: Embedder, topic: str, filters: Filters) -> dict[str, Read]:
    """The articles near the topic, by id, with their statements."""
    vector = embedder.encode([topic])[0]
    near = collection.articles_near(topic, vector, cosine=NEAR_COSINE, share=NEAR_WORDS, filters=filters)
    found = {}
    for article_id, ledger in collection.statements(list(near)).items():
        article = collection.article(article_id)
        if article is not None and ledger.statements:
            held = share(topic, f"{article.title} {article.text}")
            found[article_id] = Read(article, article.sentences, ledger, Nearness(near[article_id], held))
    return found


def _positions(kept: Sequence[Taken], read: Mapping[str, Read]) -> Iterator[Position]:
    """One row for each holder and stance, over all articles."""
    by_holder: dict[tuple[str, int], list[Taken]] = defaultdict(list)
    for one in kept:
        by_holder[one.article, one.holder].append(one)
    sightings = [
        Sighting(article, number, read[article].ledger.holders[number], family)
        for (article, number), family in zip(by_holder, _families(list(by_holder), read), strict=True)
    ]
    figures = merge(sightings)
    people = [figure.name for figure in figures if figure.type is HolderType.PERSON]
    for figure in figures:
        members = [sightings[member.sighting] for member in figure.members]
        own = [one for member in members for one in by_holder[member.article, member.number]]
        similar = tuple(name for name in people if name != figure.name and alike(name, figure.name))
        for stance in dict.fromkeys(one.stance for one in own):
            yield _position(figure, stance, [one for one in own if one.stance is stance], read, similar)


def _families(places: Sequence[tuple[str, int]], read: Mapping[str, Read]) -> list[int]:
    """Of each place its article's family; a number of its own, below 0, for an article without one."""
    alone: dict[str, int] = {}
    found = []
    for article, _ in places:
        family = getattr(read[article].article, "family", None)
        found.append(alone.setdefault(article, -1 - len(alone)) if family is None else int(family))
    return found


def _position(
    figure: Figure, stance: Stance, own: Sequence[Taken], read: Mapping[str, Read], similar: tuple[str, ...]
) -> Position:
    proofs = sorted((proof for one in own for proof in one.proofs), key=lambda proof: -proof.on)
    holders = [read[one.article].ledger.holders[one.holder] for one in own]
    # an age between commas is no role
    roles = [role.text for holder in holders for role in holder.roles if not role.text.isdigit()]
    days = [proof.statement.when or read[proof.article].article.date for proof in proofs]
    return Position(
        name=figure.name,
        type=figure.type,
        count=figure.count,
        role=roles[0] if roles else None,
        stance=stance,
        date=min((day for day in days if day), default=None),
        evidence=tuple(_evidence(proof, read) for proof in proofs),
        candidates=similar,
    )


def _evidence(one: Weighed, read: Mapping[str, Read]) -> Evidence:
    holders = read[one.article].ledger.holders
    reporter = one.statement.reporter
    return Evidence(
        article_id=one.article,
        statement=one.statement,
        holder=holders[one.holder],
        stance=one.stance,
        score=one.on,
        reporter=None if reporter is None else holders[reporter],
        reasons=(f"on the topic {one.on:.2f}, {one.stance.value} {one.sure:.2f}", *one.statement.reasons),
    )


def _set_aside(one: Weighed, read: Mapping[str, Read]) -> SetAside:
    holder: Holder = read[one.article].ledger.holders[one.holder]
    return SetAside(one.article, one.statement, holder, f"on the topic {one.on:.2f}, {one.stance.value} {one.sure:.2f}")
