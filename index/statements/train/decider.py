"""Fits the last decision (``decide.py``) on articles that the networks have not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.models.embedder import Embedder
from index.passages import split_passages, split_sentences
from index.settings import PassageSettings
from index.statements.decide import Nearness, features, share
from index.statements.measure.holders import fit as same_holder
from index.statements.reader import StatementReader
from index.statements.records import Ledger, Statement
from index.statements.stance import Floats, StanceModel
from index.statements.topics import Read, judged
from index.statements.train.judged import LABELS
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
    """For every topic and every article near it: features of its statements, and their labels (-1: leave it out)."""
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
            held = [one for one in ledger.statements if one.holder is not None]
            read = Read(article, cut, ledger, near)
            yield (
                features(topic, article, held, judged(topic, [(read, one) for one in held], model), near),
                _labels(row, topic, ledger, held, cut),
            )


def _passages(article: Article, cut: Sequence[Sentence], embedder: Embedder) -> Sequence[Any]:
    return split_passages(article.text, list(cut), settings=PassageSettings(), count_tokens=embedder.count_tokens)


def _labels(
    row: Mapping[str, Any], topic: str, ledger: Ledger, held: Sequence[Statement], cut: Sequence[Sentence]
) -> NDArray[np.int64]:
    golds = [gold for gold in row["positions"] if gold["topic"] == topic]
    return np.array([_label(row, golds, ledger, one, cut) for one in held], dtype=np.int64)


def _label(
    row: Mapping[str, Any], golds: Sequence[Any], ledger: Ledger, one: Statement, cut: Sequence[Sentence]
) -> int:
    """The stance of the position that the statement shows; -1 where the holder's position stands elsewhere."""
    holder = ledger.holders[one.holder or 0]
    near = [sentence for sentence in cut if sentence.start < one.cue.end and sentence.end > one.cue.start]
    label = 0
    for gold in golds:
        span, (begin, end) = gold["holder_span"], gold["evidence"]
        named = bool(span and one.mention and span[0] < one.mention.end and one.mention.start < span[1])
        if not named and not same_holder(gold, holder.name, holder.count, row["positions"]):
            continue
        if begin < near[-1].end and end > near[0].start:
            return LABELS.index(gold["stance"])
        label = -1
    return label
