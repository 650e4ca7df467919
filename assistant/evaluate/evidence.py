"""Gold evidence in a collection: which articles and passages have its words, and which citations stand on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.evaluate.places import find, overlaps
from assistant.evaluate.questions import Evidence, Question
from assistant.types import Citation
from index.types import Span

if TYPE_CHECKING:
    from assistant.evaluate.measures.base import Texts
    from index.collection import Collection, Hit
    from index.collection.records import PassageRef


def texts_of(collection: Collection) -> Texts:
    """The texts of a collection's articles."""

    def text(article: str) -> str | None:
        found = collection.article(article)
        return found.text if found else None

    return text


def supported(citation: Citation, evidence: Iterable[Evidence], texts: Texts) -> bool:
    """Whether the cited characters overlap a quote of the evidence, in the same source."""
    text = texts(citation.article)
    return text is not None and any(
        _same_source(citation.source, item.source) and overlaps(citation, item.quote, text) for item in evidence
    )


class Gold:
    """The gold evidence of questions, looked up in a collection."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def relevant(self, question: Question) -> frozenset[str]:
        """Names of the passages that overlap some of a question's evidence."""
        return frozenset(
            _name(article, passage)
            for item in question.evidence
            for article, place in self._places(item)
            for passage in self._collection.passages(article)
            if passage.start < place.end and place.start < passage.end
        )

    def missing(self, question: Question) -> list[Evidence]:
        """The evidence whose words stand in no article of its source."""
        return [item for item in question.evidence if next(self._places(item), None) is None]

    def _places(self, item: Evidence) -> Iterator[tuple[str, Span]]:
        for name in self._articles.get(item.source.rsplit("/", 1)[-1], ()):
            article = self._collection.article(name)
            if article is not None and _same_source(article.source, item.source):
                for place in find(item.quote, article.text):
                    yield name, place

    @cached_property
    def _articles(self) -> dict[str, list[str]]:
        """Ids by the last part of the source."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self._collection.articles():
            found[one.source.rsplit("/", 1)[-1]].append(one.id)
        return found


def ranked(hits: Sequence[Hit], relevant: frozenset[str]) -> tuple[str, ...]:
    """Names of passages in the order found; a hit that stands for copies goes by the one that is relevant."""
    return tuple(next((name for name in _names(hit) if name in relevant), _names(hit)[0]) for hit in hits)


def _names(hit: Hit) -> list[str]:
    """A hit's own name, and those of its copies."""
    return [_name(hit.article_id, hit), *(_name(copy.article_id, copy) for copy in hit.duplicates)]


def _name(article: str, place: Span | Hit | PassageRef) -> str:
    return f"{article}:{place.start}-{place.end}"


def _same_source(cited: str, gold: str) -> bool:
    # a set names its files as they lie in their folder; the collection may have been fed the folder above it
    return cited == gold or cited.endswith(f"/{gold}")
