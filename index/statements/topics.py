"""From a topic to the statements that take a position on it, in the articles that are near it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.statements.acts import is_refusal
from index.statements.decide import Nearness, decide, features, share
from index.statements.labels import Stance
from index.statements.records import Ledger, Statement
from index.statements.scorer import Arrays
from index.statements.stance import Floats, Judge, known
from index.statements.views import Marked, Shown
from index.types import Article, Sentence

#: how probable it must be that a statement is on the topic, and that a holder who has one stance in an article has
#: another one there too; for weights without thresholds of their own
NEEDED, SECOND = 0.2, 0.8

#: a name that stands beside no cue must be so many times as probable
_BARE = 2.4

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
    made = []
    for (article, one), rows in zip(read.items(), judged(topic, list(read.values()), model), strict=True):
        held = holding(one.ledger)
        if weights is not None and held:
            rows = decide(weights, features(topic, one.article, held, rows, one.near))
        made += weighed(topic, one, rows, name=article)
    return made


def weighed(topic: str, read: Read, rows: Floats, *, name: str | None = None) -> list[Weighed]:
    """The held statements of one article, for the probabilities that were found. *Shape:* ``(statements, 5)``.

    Args:
        name: of the article, where it does not go by its own id.
    """
    pairs = zip(holding(read.ledger), rows, strict=True)
    found = [_weighed(name or read.article.id, statement, row) for statement, row in pairs]
    return [_refused(topic, read.article, one) for one in found]


def thresholds(weights: Arrays | None) -> tuple[float, float]:
    """How probable a statement must be, and a second stance of its holder."""
    if weights is None or "decider.thresholds" not in weights:
        return NEEDED, SECOND
    needed, second = weights["decider.thresholds"].tolist()
    return needed, second


def holding(ledger: Ledger) -> list[Statement]:
    """The statements that somebody is known to hold."""
    return [one for one in ledger.statements if one.holder is not None]


def judged(topic: str, read: Sequence[Read], model: Judge) -> list[Floats]:
    """What the stance model says of the held statements of articles. *Shape:* ``(statements, 5)`` each."""
    shown, told = [], []
    for one in read:
        held = holding(one.ledger)
        marked = [Marked(s.mention, s.cue, s.content) for s in held]
        shown.append(Shown(one.article.title or "", one.article.text, one.sentences, marked))
        told.append(np.array([known(s.act, s.stance, s.certainty) for s in held], dtype=np.float32))
    return model.judge(topic, shown, told)


def taken(some: Sequence[Weighed], *, needed: float = NEEDED, second: float = SECOND) -> list[Taken]:
    """What is sure enough: one stance for each holder of an article, another only where it is surer still."""
    by_holder: dict[tuple[str, int], dict[Stance, list[Weighed]]] = defaultdict(lambda: defaultdict(list))
    for one in some:
        if one.on >= needed * (_BARE if one.statement.certainty == 0.0 else 1.0):
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
