"""Whether a statement is on a topic and with which stance, all things considered.

A multinomial logistic regression over what the stance model says, what the linker says, how much of the topic's words
stand where, and how near the article is to the topic. It is fitted (``train/decider.py``) on articles that no network
was trained on, so it also sets right how sure the stance model may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.collection.words import terms
from index.statements.labels import Act, Stance
from index.statements.records import Statement
from index.statements.scorer import Arrays, softmax
from index.statements.stance import Floats
from index.types import Article

#: how many numbers stand for a statement
FEATURES = 44


@dataclass(frozen=True, slots=True)
class Nearness:
    """An article against a topic.

    Attributes:
        cosine: of its nearest passage to the topic.
        share: of the topic's words that stand in it.
    """

    cosine: float
    share: float


def share(topic: str, text: str) -> float:
    """The share of the topic's words that stand in a text, stemmed."""
    return _held(set(terms(topic)), text)


def features(topic: str, article: Article, statements: Sequence[Statement], judged: Floats, near: Nearness) -> Floats:
    """What the decision is made from. *Shape:* ``(statements, FEATURES)``.

    Args:
        judged: probabilities of the stance model. *Shape:* ``(statements, 5)``.
    """
    if not statements:
        return np.zeros((0, FEATURES), dtype=np.float32)
    wanted = set(terms(topic))
    titled = _held(wanted, article.title or "")
    on = 1 - judged[:, 0]
    logs = np.log(np.clip(judged, 1e-4, 1.0))
    rows = []
    for number, one in enumerate(statements):
        content = _held(wanted, " ".join(span.of(article.text) for span in one.content))
        evidence = _held(wanted, one.evidence.of(article.text))
        bare = float(one.certainty == 0.0)
        linked = 1.0 - bare if not _is_saying(one) else 0.0
        stance = np.zeros(len(Stance))
        stance[list(Stance).index(one.stance)] = linked
        act = np.zeros(len(Act))
        act[list(Act).index(one.act)] = linked
        about = [near.cosine, near.share, content, evidence, titled]
        told = [bare, float(_is_saying(one)), one.certainty, float(one.reporter is not None), float(bool(one.content))]
        among = [float(on.max()), float((on > on[number]).mean())]
        crossed = [max(content, evidence, titled) * bare, evidence * near.share]
        rows.append(
            [
                *logs[number],
                *about,
                *told,
                *stance,
                *act,
                *(content * stance),
                *(evidence * stance),
                *crossed,
                *among,
                1.0,
            ]
        )
    return np.array(rows, dtype=np.float32)


def decide(weights: Arrays, given: Floats) -> Floats:
    """Probabilities of "none" and of each stance. *Shape:* ``(statements, 5)``."""
    scaled = (given - weights["decider.mean"]) / weights["decider.scale"]
    return softmax((scaled @ weights["decider.weight"]).astype(np.float32))


def _held(wanted: set[str], text: str) -> float:
    return len(wanted & set(terms(text))) / max(1, len(wanted))


def _is_saying(one: Statement) -> bool:
    """Whether it comes from an attribution whose cue takes no position."""
    return one.act is Act.SAYS and one.certainty == 0.5
