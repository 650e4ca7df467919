"""A topic -> every position on it in a collection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

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
from index.statements.topics import Read, Taken, Weighed, taken, weigh
from index.types import Filters

#: an article is read for a topic if a passage is as near as this by meaning, or holds this much of the topic's words
NEAR_COSINE, NEAR_WORDS = 0.3, 0.6
#: statements that were looked at and not taken are listed if they are at least this probable
_LISTED = 0.1


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
    if not topic.strip():
        raise UsageError("The topic is empty: name one, such as “a ceasefire”.")
    if len(topic) > MAX_TOPIC_CHARS:
        raise UsageError(f"The topic has {len(topic):,} characters: name one in at most {MAX_TOPIC_CHARS:,}.")
    asked = " ".join(topic.split())
    read = _near(collection, embedder, asked, filters)
    judge = model or load_stance_model()
    weighed = weigh(asked, read, judge, getattr(judge, "decider", None))
    kept = taken(weighed)
    shown = {id(one) for some in kept for one in some.proofs}
    aside = [one for one in weighed if one.on >= _LISTED and id(one) not in shown]
    return FoundPositions(
        topic=asked,
        positions=tuple(_positions(kept, read)),
        set_aside=tuple(_set_aside(one, read) for one in aside),
        articles=collection.count_articles(),
        screened=collection.count_articles(filters),
        candidates=len(weighed),
    )


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
    roles = [role.text for holder in holders for role in holder.roles]
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
