"""Fits the last decision (``decide.py``) on articles that the networks have not seen, and chooses its thresholds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.errors import UsageError
from index.models.embedder import Embedder
from index.passages import split_passages, split_sentences
from index.settings import PassageSettings
from index.statements.decide import Nearness, decide, features, share
from index.statements.measure import Predicted, score_positions
from index.statements.reader import StatementReader
from index.statements.stance import LABELS, Floats, StanceModel
from index.statements.topics import Read, holding, judged, taken, weighed
from index.statements.train.judged import UNKNOWN, labelled
from index.types import Article, Sentence

#: articles nearer than this to a topic, or with more of its words, are looked at
_COSINE, _SHARE = 0.3, 0.6
_STRENGTH = 1.0  # of the regularisation, inverse
#: thresholds are chosen on articles that a fit has not seen, one part in so many at a time
_PARTS = 4
_NEEDED = np.arange(0.1, 0.71, 0.05)
_SECOND = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One article with one topic.

    Attributes:
        given: as ``features`` has it. *Shape:* ``(statements, FEATURES)``.
        labels: as ``labelled`` has them. *Shape:* ``(statements,)``.
    """

    topic: str
    read: Read
    given: Floats
    labels: NDArray[np.int64]


def fit_decider(
    rows: Sequence[Row], reader: StatementReader, model: StanceModel, embedder: Embedder
) -> dict[str, NDArray[np.float32]]:
    """Means, scales, weights and thresholds, by the names under which ``decide`` looks for them."""
    found = [case for case in cases(rows, reader, model, embedder) if len(case.labels)]
    if not found:
        raise UsageError("no statement was found in the articles that are kept apart: more training data is needed")
    names = list(dict.fromkeys(case.read.article.source for case in found))
    rest: list[tuple[Case, Floats]] = []
    for part in range(min(_PARTS, len(names))):
        aside = set(names[part::_PARTS])
        weights = _fitted([case for case in found if case.read.article.source not in aside])
        rest += [(case, decide(weights, case.given)) for case in found if case.read.article.source in aside]
    return _fitted(found) | {"decider.thresholds": np.array(_thresholds(rows, rest), dtype=np.float32)}


def _fitted(some: Sequence[Case]) -> dict[str, NDArray[np.float32]]:
    gold = np.concatenate([case.labels for case in some])
    whole = np.concatenate([case.given for case in some])[gold != UNKNOWN]
    mean, scale = whole.mean(axis=0), whole.std(axis=0) + 1e-6
    mean[-1], scale[-1] = 0.0, 1.0  # the constant
    logistic = LogisticRegression(C=_STRENGTH, max_iter=2000, fit_intercept=False)
    fitted = logistic.fit((whole - mean) / scale, gold[gold != UNKNOWN])
    weight = np.zeros((whole.shape[1], len(LABELS)), dtype=np.float32)
    weight[:, fitted.classes_] = fitted.coef_.T
    return {"decider.mean": mean, "decider.scale": scale, "decider.weight": weight}


def _thresholds(rows: Sequence[Row], rest: Sequence[tuple[Case, Floats]]) -> tuple[float, float]:
    """How probable a statement must be, and a second stance, for the best F1 over holder and stance."""

    def f1(needed: float, second: float) -> float:
        lines: dict[str, list[Predicted]] = defaultdict(list)
        for case, made in rest:
            article, ledger = case.read.article, case.read.ledger
            for one in taken(weighed(case.topic, case.read, made), needed=needed, second=second):
                holder = ledger.holders[one.holder]
                lines[case.topic].append((article.source, holder.name, str(holder.type), holder.count, str(one.stance)))
        return float(score_positions(rows, lines)["full"]["f1"])

    needed = max(map(float, _NEEDED), key=lambda at: f1(at, 0.8))
    return needed, max(_SECOND, key=lambda at: f1(needed, at))


def cases(rows: Sequence[Row], reader: StatementReader, model: StanceModel, embedder: Embedder) -> Iterator[Case]:
    """Every topic with every article near it."""
    articles = [Article(str(row["id"]), row["text"], row["title"]) for row in rows]
    sentences = [split_sentences(article.text) for article in articles]
    ledgers = reader.read(articles, sentences)
    passages = [
        embedder.encode([one.of(article.text) for one in _passages(article, cut, embedder)])
        for article, cut in zip(articles, sentences, strict=True)
    ]
    topics = sorted({gold["topic"] for row in rows for gold in row["positions"]})
    for topic, vector in zip(topics, embedder.encode(topics), strict=True):
        read, marked = [], []
        for row, article, cut, ledger, vectors in zip(rows, articles, sentences, ledgers, passages, strict=True):
            near = Nearness(float((vectors @ vector).max()), share(topic, f"{article.title} {article.text}"))
            if near.cosine >= _COSINE or near.share >= _SHARE:
                read.append(Read(article, cut, ledger, near))
                marked.append(row)
        for row, one, made in zip(marked, read, judged(topic, read, model), strict=True):
            held = holding(one.ledger)
            labels = labelled(row, topic, one.ledger, held, one.sentences)
            yield Case(topic, one, features(topic, one.article, held, made, one.near), labels)


def _passages(article: Article, cut: Sequence[Sentence], embedder: Embedder) -> Sequence[Any]:
    return split_passages(article.text, list(cut), settings=PassageSettings(), count_tokens=embedder.count_tokens)
