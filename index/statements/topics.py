"""From a topic to the statements that take a position on it, in the articles that are near it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.statements.acts import is_refusal
from index.statements.decide import Nearness, decide, features, share
from index.statements.labels import Stance
from index.statements.records import Ledger, Statement
from index.statements.scorer import Arrays
from index.statements.stance import Floats, Judge, known
from index.statements.views import Shown
from index.types import Article, Sentence

#: how probable it must be that a statement is on the topic (chosen on articles that no model was trained on), and that
#: a holder who has one stance in an article has another one there too
NEEDED, SECOND = 0.2, 0.8

#: a content with more than this share of the topic's words names the topic
_SAME = 0.6


@dataclass(frozen=True, slots=True)
class Read:
    """An article with its sentences, its ledger, and how near it is to the topic."""

    article: Article
    sentences: Sequence[Sentence]
    ledger: Ledger
    near: Nearness


@dataclass(frozen=True, slots=True)
class Weighed:
    """A statement against a topic.

    Attributes:
        on: probability that it takes a position on the topic.
        stance: the most probable one, if it does; ``sure`` is its probability then.
    """

    article: str
    holder: int
    statement: Statement
    on: float
    stance: Stance
    sure: float


@dataclass(frozen=True, slots=True)
class Taken:
    """A holder's stance in one article, with the statements that prove it, the surest first."""

    article: str
    holder: int
    stance: Stance
    proofs: tuple[Weighed, ...]


def weigh(topic: str, read: Mapping[str, Read], model: Judge, weights: Arrays | None = None) -> list[Weighed]:
    """Every statement with a holder against the topic, in the order of articles and statements.

    Args:
        weights: of ``decide``; without them the judge's word is taken as it is.
    """
    places = [
        (article, statement)
        for article, one in read.items()
        for statement in one.ledger.statements
        if statement.holder is not None
    ]
    rows = judged(topic, [(read[article], statement) for article, statement in places], model)
    if weights is not None:
        rows = _decided(topic, read, places, rows, weights)
    made = [_weighed(*place, row) for place, row in zip(places, rows, strict=True)]
    return [_refused(topic, read[one.article].article, one) for one in made]


def judged(topic: str, places: Sequence[tuple[Read, Statement]], model: Judge) -> Floats:
    """What the stance model says of statements. *Shape:* ``(statements, 5)``."""
    shown = [_shown(read, statement) for read, statement in places]
    told = [known(one.act, one.stance, one.certainty) for _, one in places]
    return model.judge(topic, shown, told)


def _decided(
    topic: str, read: Mapping[str, Read], places: Sequence[tuple[str, Statement]], rows: Floats, weights: Arrays
) -> Floats:
    """The rows as ``decide`` has them, article by article."""
    found = rows.copy()
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, (article, _) in enumerate(places):
        numbers[article].append(number)
    for article, own in numbers.items():
        statements = [places[number][1] for number in own]
        given = features(topic, read[article].article, statements, rows[own], read[article].near)
        found[own] = decide(weights, given)
    return found


def taken(weighed: Sequence[Weighed], *, needed: float = NEEDED, second: float = SECOND) -> list[Taken]:
    """What is sure enough: one stance for each holder of an article, another only where it is surer still."""
    by_holder: dict[tuple[str, int], dict[Stance, list[Weighed]]] = defaultdict(lambda: defaultdict(list))
    for one in weighed:
        if one.on >= needed:
            by_holder[one.article, one.holder][one.stance].append(one)
    found = []
    for (article, holder), stances in by_holder.items():
        ranked = sorted(stances.items(), key=lambda item: -max(map(_strength, item[1])))
        for place, (stance, proofs) in enumerate(ranked):
            if place == 0 or max(map(_strength, proofs)) >= second:
                found.append(Taken(article, holder, stance, tuple(sorted(proofs, key=lambda one: -_strength(one)))))
    return found


def _strength(one: Weighed) -> float:
    return one.on * one.sure


def _weighed(article: str, statement: Statement, row: Floats) -> Weighed:
    on = float(1 - row[0])
    best = int(row[1:].argmax())
    return Weighed(
        article, statement.holder or 0, statement, on, list(Stance)[best], float(row[1 + best]) / max(on, 1e-6)
    )


def _refused(topic: str, article: Article, one: Weighed) -> Weighed:
    """Against, where the cue names a refusal of the very thing asked for: a refusal is never taken for a call."""
    statement = one.statement
    if one.stance is not Stance.FOR or not is_refusal(statement.cue.of(article.text)):
        return one
    content = " ".join(span.of(article.text) for span in statement.content)
    return replace(one, stance=Stance.AGAINST) if share(topic, content) > _SAME else one


def _shown(read: Read, one: Statement) -> Shown:
    return Shown(read.article.title or "", read.article.text, read.sentences, one.mention, one.cue, one.content)
