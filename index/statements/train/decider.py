"""Fits the last decision (``decide.py``) on articles that the networks have not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.errors import UsageError
from index.models.embedder import Embedder
from index.passages import split_passages, split_sentences
from index.settings import PassageSettings
from index.statements.decide import Nearness, features, share
from index.statements.reader import StatementReader
from index.statements.stance import LABELS, Floats, StanceModel
from index.statements.topics import Read, holding, judged
from index.statements.train.judged import labelled
from index.types import Article, Sentence

#: articles nearer than this to a topic, or with more of its words, are looked at
_COSINE, _SHARE = 0.3, 0.6
_STRENGTH = 1.0  # of the regularisation, inverse


def fit_decider(
    rows: Sequence[Mapping[str, Any]], reader: StatementReader, model: StanceModel, embedder: Embedder
) -> dict[str, NDArray[np.float32]]:
    """Means, scales and weights, by the names under which ``decide`` looks for them."""
    given, labels = [], []
    for made, gold in examples(rows, reader, model, embedder):
        given.append(made[gold >= 0])
        labels.append(gold[gold >= 0])
    if not given:
        raise UsageError("no statement was found in the articles that are kept apart: more training data is needed")
    whole, gold = np.concatenate(given), np.concatenate(labels)
    mean, scale = whole.mean(axis=0), whole.std(axis=0) + 1e-6
    mean[-1], scale[-1] = 0.0, 1.0  # the constant
    fitted = LogisticRegression(C=_STRENGTH, max_iter=2000, fit_intercept=False).fit((whole - mean) / scale, gold)
    weight = np.zeros((whole.shape[1], len(LABELS)), dtype=np.float32)
    weight[:, fitted.classes_] = fitted.coef_.T
    return {"decider.mean": mean, "decider.scale": scale, "decider.weight": weight}


def examples(
    rows: Sequence[Mapping[str, Any]], reader: StatementReader, model: StanceModel, embedder: Embedder
) -> Iterator[tuple[Floats, NDArray[np.int64]]]:
    """For every topic and every article near it: features and labels of its statements."""
    articles = [Article(str(row["id"]), row["text"], row["title"]) for row in rows]
    sentences = [split_sentences(article.text) for article in articles]
    ledgers = reader.read(articles, sentences)
    passages = [
        embedder.encode([one.of(article.text) for one in _passages(article, cut, embedder)])
        for article, cut in zip(articles, sentences, strict=True)
    ]
    topics = sorted({gold["topic"] for row in rows for gold in row["positions"]})
    for topic, vector in zip(topics, embedder.encode(topics), strict=True):
        for row, article, cut, ledger, vectors in zip(rows, articles, sentences, ledgers, passages, strict=True):
            near = Nearness(float((vectors @ vector).max()), share(topic, f"{article.title} {article.text}"))
            if near.cosine < _COSINE and near.share < _SHARE:
                continue
            held = holding(ledger)
            (made,) = judged(topic, [Read(article, cut, ledger, near)], model)
            yield features(topic, article, held, made, near), labelled(row, topic, ledger, held, cut)


def _passages(article: Article, cut: Sequence[Sentence], embedder: Embedder) -> Sequence[Any]:
    return split_passages(article.text, list(cut), settings=PassageSettings(), count_tokens=embedder.count_tokens)
