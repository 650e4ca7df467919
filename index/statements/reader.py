"""Articles to ledgers: tagged, linked, holders resolved, acts decided. What ``load_reader`` gives."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from index.statements.compose import compose
from index.statements.holders import resolve
from index.statements.link import Attribution, Linker, Relations
from index.statements.records import Ledger, Mention
from index.statements.tagger import Tagged, Tagger
from index.statements.weights import Weights
from index.types import Article, Sentence, Span

#: changes with every rule that may change a ledger
RULES = "2"
#: articles that are tagged together
_AHEAD = 32


@dataclass(frozen=True, slots=True)
class Placed:
    """An attribution in characters of its text."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


class StatementReader:
    """Reads articles for who takes which position. Safe to share among threads."""

    def __init__(self, weights: Weights, *, threads: int) -> None:
        self._tagger = Tagger(weights, threads=threads)
        self._linker = Linker(weights.linker)
        self._digest = hashlib.sha256(f"{weights.digest} {RULES}".encode()).hexdigest()

    @property
    def digest(self) -> str:
        """Of the weights and the rules together."""
        return self._digest

    def attributions(self, texts: Sequence[str]) -> list[list[Placed]]:
        """The attributions of each text, as PolNeAR's guidelines have them; places in the text as it was given."""
        return [
            [_placed(tagged, one) for one in self._linker.attributions(tagged)] for tagged in self._tagger.tag(texts)
        ]

    def read(self, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]) -> list[Ledger]:
        """The ledger of each article, in order."""
        parts = [articles[first : first + _AHEAD] for first in range(0, len(articles), _AHEAD)]
        cut = iter(sentences)
        found = []
        with ThreadPoolExecutor(1) as ahead:
            # the networks are at work on the next articles while the ledgers of these are made
            coming = [ahead.submit(self._tagger.tag, [one.text for one in part]) for part in parts]
            for part, made in zip(parts, coming, strict=True):
                found += [self._ledger(one, next(cut), tagged) for one, tagged in zip(part, made.result(), strict=True)]
        return found

    def _ledger(self, article: Article, sentences: Sequence[Sentence], tagged: Tagged) -> Ledger:
        relations = self._linker.relations(tagged)
        mentions = [Mention(*tagged.place(first, last), kind) for first, last, kind in relations.mentions]
        holders, numbers = resolve(article.text, mentions, sentences, _same(relations))
        told = self._linker.attributions(tagged)
        return compose(article, sentences, tagged, relations, mentions, holders, numbers, told)


def _placed(tagged: Tagged, one: Attribution) -> Placed:
    def spans(some: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(Span(*tagged.place(*span)) for span in some)

    return Placed(spans(one.source), spans([one.cue]), spans(one.content))


def _same(relations: Relations) -> dict[tuple[int, int], float]:
    scores = relations.same
    return {
        (later, earlier): float(scores[later, earlier])
        for later in range(len(scores))
        for earlier in range(later)
        if scores[later, earlier] > -4
    }
