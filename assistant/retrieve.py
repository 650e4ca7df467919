"""A plan -> the sentences that may answer it, with what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assistant.question import Plan
from assistant.words import Word, words
from index.collection import Collection, Hit, StoredArticle
from index.models.embedder import Embedder
from index.types import Filters, Sentence

#: passages read for an answer; more add time and almost never the answer
PASSAGES = 12
#: sentences before and after a sentence that say what "she" and "the letter" in it are
_AROUND = 2


@dataclass(frozen=True)
class Evidence:
    """One sentence of a retrieved passage.

    Attributes:
        index: of the sentence in its article.
        hit: the passage it stands in.
        rank: of that passage, from 0.
    """

    article: StoredArticle
    index: int
    hit: Hit
    rank: int

    @property
    def sentence(self) -> Sentence:
        return self.article.sentences[self.index]

    @cached_property
    def text(self) -> str:
        return self.sentence.of(self.article.text)

    @cached_property
    def words(self) -> list[Word]:
        return words(self.text)

    @cached_property
    def before(self) -> str:
        """The sentences just before, the ones that pronouns in this sentence point to."""
        return self._slice(self.index - _AROUND, self.index)

    @cached_property
    def after(self) -> str:
        return self._slice(self.index + 1, self.index + 2)

    def _slice(self, first: int, last: int) -> str:
        chosen = self.article.sentences[max(0, first) : max(0, last)]
        return self.article.text[chosen[0].start : chosen[-1].end] if chosen else ""


def find_passages(
    plan: Plan, collection: Collection, embedder: Embedder, *, filters: Filters, limit: int = PASSAGES
) -> list[Hit]:
    """Hybrid search for what the plan is about."""
    subject = " ".join(term.text for term in plan.terms)
    vector = embedder.encode([f"{plan.question} {subject}" if plan.continued else plan.question])[0]
    return collection.search(subject, vector, limit=limit, filters=filters)


def sentences_of(hits: list[Hit], collection: Collection) -> list[Evidence]:
    """Every sentence of the passages found, once, in the order of the passages."""
    found: dict[tuple[str, int], Evidence] = {}
    articles: dict[str, StoredArticle] = {}
    for rank, hit in enumerate(hits):
        article = articles.get(hit.article_id) or collection.article(hit.article_id)
        if article is None:  # removed between the search and now
            continue
        articles[hit.article_id] = article
        for index, sentence in enumerate(article.sentences):
            if sentence.start < hit.end and hit.start < sentence.end:
                found.setdefault((article.id, index), Evidence(article, index, hit, rank))
    return list(found.values())
